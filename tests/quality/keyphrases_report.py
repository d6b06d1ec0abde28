"""How good the keyphrases are: `python -m tests.quality.keyphrases_report`.

On our own texts (keyphrases.jsonl), each with phrases that a reader expects and some that say nothing: how many of the
expected are among the first ten, how many of the first as many as are expected are expected ones, and how many texts
have one that says nothing. Beside it two methods that people use instead: the most frequent runs of words between stop
words, and those runs by the RAKE score of their words (degree by frequency).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from extractors import keyphrases, phrase_words, phrases
from tests.extractors.versions import version

OWN = Path(__file__).with_name("keyphrases.jsonl")
_MOST = 10

Method = Callable[[str, str, str], list[str]]


def measured(method: Method) -> dict[str, float]:
    """Return recall among the first ten, precision among the first as many as are expected, and the share of junk."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    met = first = expected = junk = 0
    for row in rows:
        wanted = {phrase.casefold() for phrase in row["phrases"]}
        given = [phrase.casefold() for phrase in method(row["title"], row["text"], row["language"])][:_MOST]
        met += len(wanted.intersection(given))
        first += len(wanted.intersection(given[: len(wanted)]))
        expected += len(wanted)
        junk += any(phrase.casefold() in given for phrase in row["never"])
    return {"recall": met / expected, "precision": first / expected, "junk": junk / len(rows)}


def ours(title: str, text: str, language: str) -> list[str]:
    """Return the phrases as they are stored."""
    return [each.phrase for each in keyphrases.find(version(title, text, language))]


def most_frequent(title: str, text: str, language: str) -> list[str]:
    """Return the most frequent runs of words."""
    return [run for run, _ in Counter(_runs(title, text, language)).most_common(_MOST)]


def rake(title: str, text: str, language: str) -> list[str]:
    """Return the runs with the highest sum of degree by frequency of their words (Rose et al., 2010)."""
    runs = _runs(title, text, language)
    frequency: Counter[str] = Counter(word for run in runs for word in run.split())
    degree: dict[str, int] = defaultdict(int)
    for run in runs:
        for word in run.split():
            degree[word] += len(run.split())
    scores = {run: sum(degree[word] / frequency[word] for word in run.split()) for run in runs}
    return sorted(scores, key=lambda run: -scores[run])[:_MOST]


def _runs(title: str, text: str, language: str) -> Sequence[str]:
    """Return the longest runs of words that no stop word and no punctuation parts."""
    words = phrase_words.lexicon(language)
    found = [
        (phrase.start, " ".join(part[phrase.start : phrase.end].split()))
        for part in (title, text)
        for phrase in phrases.occurrences(part, words)
    ]
    ends: dict[int, str] = {}
    for start, surface in found:  # parts of a run come after it begins and end within it
        ends[start] = max(ends.get(start, ""), surface, key=len)
    runs, reached = [], -1
    for start, surface in sorted(ends.items()):
        if start >= reached:
            runs.append(surface)
            reached = start + len(surface)
    return runs


def main() -> None:
    """Print what was missed, then the three methods."""
    for line in OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        given = ours(row["title"], row["text"], row["language"])
        print(f"{row['title']}: {given}")
    for method in (ours, most_frequent, rake):
        print(method.__name__, " ".join(f"{name}={value:.3f}" for name, value in measured(method).items()))


if __name__ == "__main__":
    main()
