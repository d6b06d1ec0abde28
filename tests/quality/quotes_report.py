"""How well quotes and their speakers are found: `python -m tests.quality.quotes_report [FILE]…`.

On our own set (quotes.txt: short invented news with every quote marked) a quote is right where both its ends are; its
speaker is where nobody is given that the text does not name clearly, and the words or the entity's name are those
marked; so is its verb. Speakers and verbs are judged of the quotes that were found. Of other files, texts with the
title in the first line, the quotes are printed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors import aliases, entities, quotes
from extractors.records import ArticleVersion, Quote
from tests.extractors.versions import version

OWN = Path(__file__).with_name("quotes.txt")
_MARK = re.compile(r"\[\[(.+?)\]\]\(([^()|]*)\|([^()]*)\)", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """Whoever is marked to say a quote, in words and by full name, and the verb; each may be "-"."""

    speaker: str
    name: str
    verb: str


@dataclass(frozen=True)
class Marked:
    """A text and its quotes: where each starts and ends."""

    version: ArticleVersion
    quotes: dict[tuple[int, int], Said]


def own_set() -> Iterator[Marked]:
    """Yield the texts of our own set."""
    lines = [line for line in OWN.read_text("utf-8").splitlines() if not line.startswith("#")]
    for number, block in enumerate("\n".join(lines).strip().split("\n\n")):
        head, _, body = block.partition("\n")
        language, _, title = head.partition(": ")
        text, found, at = "", {}, 0
        for mark in _MARK.finditer(body):
            text += body[at : mark.start()]
            speaker, _, name = mark[2].partition("=")
            found[len(text), len(text) + len(mark[1])] = Said(speaker, name or speaker, mark[3])
            text, at = text + mark[1], mark.end()
        yield Marked(replace(version(title, text + body[at:], language), article_id=f"q{number}"), found)


def found(article: ArticleVersion) -> list[tuple[Quote, str | None]]:
    """Return the quotes of an article, each with the name of the entity that says it."""
    resolved = aliases.resolve(entities.find(article), article)
    shown = {entity.entity_id: entity.name for entity in resolved.entities}
    return [(quote, shown.get(quote.entity_id or "")) for quote in quotes.find(article, resolved.mentions)]


def is_right(quote: Quote, name: str | None, said: Said) -> bool:
    """Say whether a quote's speaker is the one marked."""
    if quote.speaker is None or said.speaker == "-":
        return (quote.speaker is None) == (said.speaker == "-")
    return said.name in {name, quote.speaker} or quote.speaker.endswith(said.name)


def on_own_set() -> dict[str, float]:
    """Return precision and recall of quotes, and of those found how many have the right speaker and verb.

    `named` is the precision of speakers: the share of those given that are right.
    """
    right = given = marked = speakers = verbs = named = named_right = 0
    for each in own_set():
        quoted = {(quote.start_char, quote.end_char): (quote, name) for quote, name in found(each.version)}
        met = quoted.keys() & each.quotes.keys()
        right, given, marked = right + len(met), given + len(quoted), marked + len(each.quotes)
        for where in met:
            is_same = is_right(*quoted[where], each.quotes[where])
            speakers += is_same
            verbs += (quoted[where][0].verb or "-") == each.quotes[where].verb
            named += quoted[where][0].speaker is not None
            named_right += is_same and quoted[where][0].speaker is not None
    return {
        "quote_precision": right / given,
        "quote_recall": right / marked,
        "speaker": speakers / right,
        "named": named_right / named,
        "verb": verbs / right,
    }


def main() -> None:
    """Print what is wrong or missed in our own set with the measures, and the quotes of each file."""
    for each in own_set():
        quoted = {(quote.start_char, quote.end_char): (quote, name) for quote, name in found(each.version)}
        for where in sorted(quoted.keys() ^ each.quotes.keys()):
            print("missed" if where in each.quotes else "wrong", each.version.text[slice(*where)])
        for where in sorted(quoted.keys() & each.quotes.keys()):
            (quote, name), said = quoted[where], each.quotes[where]
            if not is_right(quote, name, said) or (quote.verb or "-") != said.verb:
                print(f"{quote.quote[:50]}: {quote.speaker} ({name}) {quote.verb}, not {said}")
    print("\n".join(f"{name} = {value:.3f}" for name, value in on_own_set().items()))
    for path in sys.argv[1:]:
        title, _, text = Path(path).read_text("utf-8").strip().partition("\n")
        for quote, name in found(version(title, text)):
            print(f"{quote.score:.2f} {quote.speaker} ({name}) {quote.verb}: {quote.quote[:100]!r}")


if __name__ == "__main__":
    main()
