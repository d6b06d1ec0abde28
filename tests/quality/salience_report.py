"""How well salience tells what an article is about: `python -m tests.quality.salience_report [FOLDER]`.

On our own set (salience.txt) the first entities of each article are compared with those that a reader named, by our
weights, by the number of mentions and by the order of first mentions (the title first). Precision at k is the share of
the first k that were named, of as many as could be: an article about one thing has no second.

On the real articles of a folder of development data the titles are hidden, and what each names is what the first
entities of the text are compared with: a title names what an article is about.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from extractors import aliases, entities, names, salience
from extractors.records import ArticleVersion, Mention
from tests.extractors.versions import version

OWN = Path(__file__).with_name("salience.txt")

Ranking = Callable[[Sequence[Mention]], list[str]]  # mentions -> entity ids, first what the article is about


@dataclass(frozen=True)
class Described:
    """An article and what a reader says it is about, the main thing first."""

    version: ArticleVersion
    about: tuple[str, ...]


def own_set() -> Iterator[Described]:
    """Yield the articles of our own set."""
    lines = [line for line in OWN.read_text("utf-8").splitlines() if not line.startswith("#")]
    for number, block in enumerate("\n".join(lines).split("\n\n")):
        about, title, *paragraphs = block.strip().split("\n")
        given = tuple(about.removeprefix("about: ").split("; "))
        yield Described(replace(version(title, "\n\n".join(paragraphs)), article_id=f"a{number}"), given)


def by_weights(mentions: Sequence[Mention]) -> list[str]:
    """Return the entities as `extractors.salience` ranks them."""
    return [each.entity_id for each in salience.rank(mentions)]


def by_count(mentions: Sequence[Mention]) -> list[str]:
    """Return the most mentioned first; ties by what comes first."""
    linked = [mention.entity_id for mention in _in_order(mentions) if mention.entity_id]
    return sorted(dict.fromkeys(linked), key=lambda each: -linked.count(each))


def by_place(mentions: Sequence[Mention]) -> list[str]:
    """Return what is named first, the title before the text."""
    return list(dict.fromkeys(mention.entity_id for mention in _in_order(mentions) if mention.entity_id))


RANKINGS: dict[str, Ranking] = {"weights": by_weights, "count": by_count, "place": by_place}


def precision(ranking: Ranking, most: int) -> float:
    """Return the share of the first `most` entities of each article that the reader named, over all articles."""
    return _precision(_named(), ranking, most)


def on_hidden_titles(folder: Path, step: int) -> dict[str, float]:
    """Return precision at 1 of each ranking on every so manieth of the real articles, from their texts alone."""
    path = folder / "nlp" / "data" / "topics" / "iptc-ecb.docs.jsonl.gz"
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()][::step]
    articles = [version(row["title"], row["text"]) for row in rows if row["title"]]
    cases = [_hidden(aliases.resolve(entities.find(article), article).mentions) for article in articles]
    known = [case for case in cases if case[1]]
    return {name: _precision(known, ranking, 1) for name, ranking in RANKINGS.items()}


def _hidden(mentions: Sequence[Mention]) -> tuple[list[Mention], set[str]]:
    """Part the mentions of a text from the entities that its title names, too."""
    text = [mention for mention in mentions if mention.part != "title"]
    in_text = {mention.entity_id for mention in text}
    in_title = {m.entity_id for m in mentions if m.part == "title" and m.entity_id and m.entity_id in in_text}
    return text, in_title


def _precision(cases: Iterable[tuple[Sequence[Mention], set[str]]], ranking: Ranking, most: int) -> float:
    right = possible = 0
    for mentions, wanted in cases:
        given = ranking(mentions)[: min(most, len(wanted))]
        right += len(wanted.intersection(given))
        possible += min(most, len(wanted))
    return right / possible


@cache
def _named() -> list[tuple[Sequence[Mention], set[str]]]:
    """Return the mentions of each article of our own set, and the entities that the reader named."""
    return [(resolved.mentions, _wanted(described, resolved)) for described, resolved in _resolved()]


def _wanted(described: Described, resolved: aliases.Resolved) -> set[str]:
    """Return an id for each name: its entity's, or the name where nothing found it."""
    ids = {names.key(entity.type, entity.name): entity.entity_id for entity in resolved.entities}
    keys = [[names.key(kind, name) for kind in ("person", "organization")] for name in described.about]
    return {next((ids[key] for key in each if key in ids), each[0]) for each in keys}


@cache
def _resolved() -> list[tuple[Described, aliases.Resolved]]:
    return [(each, aliases.resolve(entities.find(each.version), each.version)) for each in own_set()]


def _in_order(mentions: Sequence[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: (mention.part != "title", mention.start_char))


def main() -> None:
    """Print what each article is said to be about where that differs, then the measures of each ranking."""
    for described, resolved in _resolved():
        shown = {e.entity_id: e.name for e in resolved.entities}
        given = [shown[each] for each in by_weights(resolved.mentions)[: len(described.about)]]
        if set(given) != set(described.about):
            print(f"{described.version.title}: {given}, not {list(described.about)}")
    for name, ranking in RANKINGS.items():
        print(f"{name}: " + " ".join(f"p{most} = {precision(ranking, most):.3f}" for most in (1, 2, 3)))
    for folder in sys.argv[1:]:
        measured = on_hidden_titles(Path(folder), 2)
        print("hidden titles: " + " ".join(f"{name} {value:.3f}" for name, value in measured.items()))


if __name__ == "__main__":
    main()
