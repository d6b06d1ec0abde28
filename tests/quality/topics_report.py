"""How good the topics are: `python -m tests.quality.topics_report [FOLDER]`.

On our own set (topics.jsonl: short invented news, each with the topics that a reader expects and others that they would
accept) precision counts both kinds and recall the expected ones, at three levels. On topics_held_out.jsonl (English,
German, French and Spanish texts, written before anything was tried on them, never used to choose or to fit) it is
measured how often the first topic of level 1 fits (`fits`) and how often it is the best one (`best`).
FOLDER (NEWSDUCK_DEV_DATA) adds real articles marked by hand at level 1: reports of 86 events, and pages of news sites
that topics_real.tsv marks.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extractors import taxonomy, topics
from extractors.records import Topic

LEVELS = (1, 2, 3)
OWN = Path(__file__).with_name("topics.jsonl")
HELD_OUT = Path(__file__).with_name("topics_held_out.jsonl")
REAL = Path(__file__).with_name("topics_real.tsv")


class Marked(NamedTuple):
    """A text with the topics of level 1 that fit it, the best first."""

    language: str
    text: str
    ordered: tuple[str, ...]
    event: str = ""

    @property
    def labels(self) -> set[str]:
        """The topics that fit."""
        return set(self.ordered)


def on_own_set() -> dict[str, float]:
    """Return precision and recall for each level."""
    rows = list(own_rows())
    measured: dict[str, float] = {}
    for level in LEVELS:
        found = [(expected & labels(level), accepted, given & labels(level)) for expected, accepted, given in rows]
        right = sum(len(given & (expected | accepted)) for expected, accepted, given in found)
        measured[f"level_{level}_precision"] = right / sum(len(given) for _, _, given in found)
        met = sum(len(given & expected) for expected, _, given in found)
        measured[f"level_{level}_recall"] = met / sum(len(expected) for expected, _, _ in found)
    return measured


def own_rows() -> Iterator[tuple[set[str], set[str], set[str]]]:
    """Yield for each text the labels expected, those accepted beside them, and those given."""
    for line in OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        given = {topic.label for topic in assigned(f"{row['title']}\n{row['text']}")}
        yield set(row["topics"]), set(row["also"]), given


def on_held_out_set() -> dict[str, float]:
    """Return for each language that an installed model speaks how often the first topic fits, and is the best."""
    by_language: dict[str, list[Marked]] = defaultdict(list)
    for row in held_out():
        if topics.space(row.language):
            by_language[row.language].append(row)
    return {
        name: value for language, rows in by_language.items() for name, value in first(f"{language}_", rows).items()
    }


def on_real_articles(folder: Path, step: int = 1) -> dict[str, float]:
    """Return the same for real articles: reports of events (each step-th), then pages of news sites by language."""
    measured = first("real_", list(marked_articles(folder))[::step])
    by_language: dict[str, list[Marked]] = defaultdict(list)
    for page in news_pages(folder):
        if topics.space(page.language):
            by_language[page.language].append(page)
    for language, pages in by_language.items():
        measured |= first(f"pages_{language}_", pages)
    return measured


def first(prefix: str, rows: Iterable[Marked]) -> dict[str, float]:
    """Return how often the first topic is one that fits, and the best one."""
    found = [(assigned(row.text, row.language)[0].label, row.ordered) for row in rows]
    fits = sum(label in ordered for label, ordered in found) / len(found)
    return {f"{prefix}fits": fits, f"{prefix}best": sum(label == best for label, (best, *_) in found) / len(found)}


def held_out() -> Iterator[Marked]:
    """Yield the texts of the held-out set."""
    for line in HELD_OUT.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Marked(row["language"], f"{row['title']}\n{row['text']}", tuple(row["topics"]))


def marked_articles(folder: Path) -> Iterator[Marked]:
    """Yield the reports of 86 events."""
    marked = {row["id"]: row["labels"] for row in read(folder / "nlp/data/topics/iptc-ecb.gold.jsonl.gz")}
    events = {row["id"]: row["cluster"] for row in read(folder / "nlp/data/stories/ecbplus.gold.jsonl.gz")}
    for row in read(folder / "nlp/data/topics/iptc-ecb.docs.jsonl.gz"):
        text = f"{row['title']}\n{row['text'][:2000]}"
        yield Marked("en", text, _named(code[:2] for code in marked[row["id"]]), events[row["id"]])


def news_pages(folder: Path) -> Iterator[Marked]:
    """Yield the pages of news sites."""
    lines = (folder / "extraction/data/fundus_fixtures/gold.jsonl").read_text("utf-8").splitlines()
    pages = {page["id"]: page for page in map(json.loads, lines)}
    for line in REAL.read_text("utf-8").splitlines()[1:]:
        page_id, language, codes = line.split("\t")
        page = pages[page_id]
        yield Marked(language, f"{page['title']}\n{page['text'][:2000]}", _named(codes.split()))


def _named(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(_top()[code] for code in codes)


@cache
def _top() -> dict[str, str]:
    return {topic.topic_id[7:9]: topic.label for topic in taxonomy.vocabulary() if topic.level == 1}


def assigned(text: str, language: str = "en") -> list[Topic]:
    """Return the topics of a text, as they are assigned."""
    within = topics.space(language) or topics.ENGLISH
    known = {topic.topic_id: topic for topic in taxonomy.vocabulary()}
    return [known[found.topic_id] for found in topics.assign("", within.embed([text])[0].tolist(), within)]


def labels(level: int) -> set[str]:
    """Return the labels of a level."""
    return {topic.label for topic in taxonomy.vocabulary() if topic.level == level}


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print what was missed and what was wrong, then the measures."""
    for expected, accepted, given in own_rows():
        if (missed := expected - given) | (wrong := given - expected - accepted):
            print(f"{sorted(expected)}: missed {sorted(missed)}, wrong {sorted(wrong)}")
    measures = on_own_set() | on_held_out_set() | (on_real_articles(Path(sys.argv[1])) if sys.argv[1:] else {})
    print("\n".join(f"{name} = {value:.3f}" for name, value in measures.items()))


if __name__ == "__main__":
    main()
