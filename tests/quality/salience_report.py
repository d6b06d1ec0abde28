"""How well salience tells what an article is about: `python -m tests.quality.salience_report`.

On our own set (salience.txt) the first entities of each article are compared with those that a reader named, by our
weights, by the number of mentions and by the order of first mentions (the title first). Precision at k is the share of
the first k that were named, of as many as could be: an article about one thing has no second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    right = possible = 0
    for described, resolved in _resolved():
        keys = {e.entity_id: names.key(e.type, e.name) for e in resolved.entities}
        wanted = {names.key(kind, name) for name in described.about for kind in ("person", "organization")}
        given = [keys[each] for each in ranking(resolved.mentions)[: min(most, len(described.about))]]
        right += len(wanted.intersection(given))
        possible += min(most, len(described.about))
    return right / possible


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


if __name__ == "__main__":
    main()
