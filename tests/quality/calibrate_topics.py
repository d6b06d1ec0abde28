"""Fit the curves that make scores of shares: `python -m tests.quality.calibrate_topics FOLDER` (NEWSDUCK_DEV_DATA).

Level 1 is fitted to real articles marked by hand, each event counting once, and to our own short texts; levels 2 and 3
to our own texts, which alone are marked that deep. Two numbers a level: an intercept and a slope over the logit of the
share (Platt, 1999), by Newton's method. Then the reliability on texts that were not used, our held-out ones and pages
of news sites: how often topics of each score are right, with the mean of their scores.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from extractors import taxonomy, topics
from tests.quality import topics_report

LEAST_SHARE = 0.02  # below, a topic is of no interest
STEP = 3  # each third real article is used
BINS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01))


class Example(NamedTuple):
    """A topic of a text: its level, its share of the votes, whether it is right, and how much the text counts."""

    level: int
    share: float
    is_right: bool
    weight: float


def examples(folder: Path, within: topics.Space) -> Iterator[Example]:
    """Yield the topics of all texts to learn from, right and wrong."""
    for line in topics_report.OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield from _of_text(f"{row['title']}\n{row['text']}", {*row["topics"], *row["also"]}, within, (1, 2, 3), 1.0)
    marked = list(topics_report.marked_articles(folder))[::STEP]
    of_event = Counter(article.event for article in marked)
    for article in marked:
        yield from _of_text(article.text, article.labels, within, (1,), 1 / of_event[article.event])


def _of_text(
    text: str, right: set[str], within: topics.Space, levels: Sequence[int], weight: float
) -> Iterator[Example]:
    (row,) = within.embed([text])
    for i, share in topics.shares(row.tolist(), within).items():
        topic = taxonomy.vocabulary()[i]
        if topic.level in levels and share >= LEAST_SHARE:
            yield Example(topic.level, share, topic.label in right, weight)


def fitted(found: Sequence[Example]) -> tuple[float, float]:
    """Return intercept and slope of the likeliest curve."""
    ends = np.clip([each.share for each in found], 1e-6, 1 - 1e-6)
    inputs = np.stack([np.ones(len(found)), np.log(ends / (1 - ends))], axis=1)
    right, weights = np.array([each.is_right for each in found]), np.array([each.weight for each in found])
    curve = np.zeros(2)
    for _ in range(50):
        likely = 1 / (1 + np.exp(-inputs @ curve))
        gradient = inputs.T @ (weights * (right - likely))
        curve += np.linalg.solve((inputs * (weights * likely * (1 - likely))[:, None]).T @ inputs, gradient)
    return round(float(curve[0]), 2), round(float(curve[1]), 2)


def reliability(rows: Iterable[topics_report.Marked], within: topics.Space) -> Iterator[tuple[float, float, int]]:
    """Yield for each bin of scores of level 1 their mean, the share that is right, and how many there are."""
    pairs = [
        (topics.likelihood(each.share, 1, within), each.is_right)
        for row in rows
        if topics.space(row.language) is within
        for each in _of_text(row.text, row.labels, within, (1,), 1.0)
    ]
    for low, high in BINS:
        of_bin = [(score, is_right) for score, is_right in pairs if low <= score < high]
        if of_bin:
            scores, rights = zip(*of_bin, strict=True)
            yield sum(scores) / len(scores), sum(rights) / len(rights), len(of_bin)


def main() -> None:
    """Print the curves of each space, and how reliable its scores are on texts they were not fitted to."""
    folder = Path(sys.argv[1])
    for within in topics.spaces():
        found = list(examples(folder, within))
        curves = {level: fitted([each for each in found if each.level == level]) for level in (1, 2, 3)}
        print(f"{within.name}: {curves}")
        for name, rows in (("held-out", topics_report.held_out()), ("pages", topics_report.news_pages(folder))):
            for mean, right, count in reliability(rows, within):
                print(f"  {name}: score {mean:.2f}, right {right:.2f} of {count}")


if __name__ == "__main__":
    main()
