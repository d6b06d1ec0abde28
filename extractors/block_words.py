"""What a block's words share with title, description, authors, site and the rest of the article, for `block_model`.

The sentences of an article come back to its words; a teaser, an offer or a box of another subject does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import words
from extractors.boilerplate import About
from extractors.records import Block

_MOST_COMPARED = 59  # words of a block that is compared with title and description
_SHORT = 12  # words
_LONG_WORD = 5  # characters of a word that carries a subject; where a block has none, as in Chinese, each word does
_COMMON = 4  # blocks that have a word
_SHORTEST_LABEL = 4  # characters of a domain's name


@dataclass(frozen=True, slots=True)
class Known:
    """The words of what is known of an article besides its blocks, and the name in its site's address."""

    title: frozenset[str]
    description: frozenset[str]
    authors: frozenset[str]
    site: frozenset[str]
    label: str

    @classmethod
    def of(cls, about: About) -> Known:
        """Return what is known as words."""
        told = (about.title, about.description, " ".join(about.authors), about.site_name)
        title, description, authors, site = (frozenset(words.words(text or "")) for text in told)
        labels = (about.host or "").removeprefix("www.").split(".")[:-1]
        label = max(labels, key=len, default="").replace("-", "")
        return cls(title, description, authors, site, label)


def of(blocks: Sequence[Block], known: Known) -> list[dict[str, float]]:
    """Return the features of each block's words. Linear in the text's length."""
    said = [words.words(block.text) for block in blocks]
    carrying = [_carrying(one) for one in said]
    seen = Counter(word for one in carrying for word in one)
    found = []
    for block, spoken, subjects in zip(blocks, said, carrying, strict=True):
        features = _with_known(frozenset(spoken), len(spoken), known) if len(spoken) <= _MOST_COMPARED else {}
        if subjects:
            again = len([word for word in subjects if seen[word] > 1]) / len(subjects)
            features["again"] = again
            features["again:often"] = len([word for word in subjects if seen[word] >= _COMMON]) / len(subjects)
            if len(spoken) > _SHORT:
                features |= {"again:long": again, "long": 1.0}
        if len(known.label) >= _SHORTEST_LABEL and known.label in "".join(block.text.casefold().split()):
            features["names_host:short" if len(spoken) <= _SHORT else "names_host"] = 1.0
        found.append(features)
    return found


def _carrying(spoken: Sequence[str]) -> set[str]:
    """Return the words of a block that carry its subject."""
    return {word for word in spoken if len(word) >= _LONG_WORD} or set(spoken)


def _with_known(said: frozenset[str], count: int, known: Known) -> dict[str, float]:
    found: dict[str, float] = {}
    if not said:
        return found
    for field, theirs in (("title", known.title), ("description", known.description)):
        if shared := len(said & theirs):
            found |= {f"in_{field}": shared / len(said), f"has_{field}": shared / len(theirs)}
    if known.authors and known.authors <= said:
        found["names_authors:short" if count <= _SHORT else "names_authors"] = 1.0
    if known.site and known.site <= said:
        found["names_site"] = 1.0
    return found
