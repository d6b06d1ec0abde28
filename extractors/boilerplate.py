"""Boilerplate: text of the site, not of the article. Blocks in; blocks kept and blocks removed out.

Three things remove a block: a rule of the table (`boilerplate_rules`), a rule about its place
(`boilerplate_structure`), and, as layer "learned", a text that other articles of the source have too, which the
caller hands in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from extractors import boilerplate_biographies, boilerplate_rules, boilerplate_structure, words
from extractors.boilerplate_rules import Asked, Line, first
from extractors.records import Block
from extractors.words import normalised

__all__ = ["About", "Removal", "Sifted", "normalised", "remove", "text"]

_LEAST_SHARE = 0.6  # a clean-up that leaves less of the words is undone (measured: such pages lost real text)
_MOST_REPEATS = 0.4  # a page that repeats more was seen before as a whole, so its repeats say nothing
_FEWEST_TEXT = 25  # words of a repeated paragraph that may be text
_ZONE_PROSE = 2  # kept paragraphs of prose that a zone reaches over
_LAST_BLOCKS = 8  # at the end of an article among which an agency's trailer stands
_ROLES = (
    r"(?:report(?:ing|ed)|writing|written|edit(?:ing|ed)|compiled|produced|translat(?:ed|ion)|bericht(?:et|erstattung)?"
    r"|geschrieben|bearbeitet|redigiert|redaktion|reportages?|rédigée?|rédaction|éditée?|édition|reportes?|reportaje"
    r"|redacción|escrito|editado|edición|información|scritto|redazione|reportagem|escrita|edição|verslag|geschreven|bewerkt)"
)
_TRAILER = re.compile(
    rf"(?<=[.!?”\"»)])\s+(?P<trailer>"
    rf"\((?:additional |further |zusätzliche |con )?{_ROLES} (?:by|von|par|de|por|di|da|door)\b[^()]{{4,300}}\)\.?|"
    rf"(?:additional )?{_ROLES} (?:by|von|par|de|por|di|door) [^.;]{{4,120}}; ?{_ROLES} [^.;]{{4,90}}\.?)$",
    re.IGNORECASE,
)
_ZONE_BLOCKS = 12  # kept blocks of any kind that it reaches over


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of an article besides its blocks; its own title or byline in the text is no text."""

    title: str | None
    authors: tuple[str, ...]
    dates: tuple[str, ...]
    site_name: str | None
    description: str | None
    language: str | None
    host: str | None = None  # of its address


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A removed block, what removed it, of which layer (html, rule, model, learned), and how sure that is, 0 to 1."""

    block: Block
    rule: str
    layer: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Blocks parted in two, both in document order."""

    kept: tuple[Block, ...]
    removed: tuple[Removal, ...]


def remove(blocks: Sequence[Block], about: About, repeats: Collection[str] = ()) -> Sifted:
    """Part the article's blocks from the site's.

    Only deletes blocks, keeps their order, and does nothing more to its own result. `repeats` is a set of `normalised`
    texts of blocks that stand in three other stories of the source or more; which, the warehouse counts. Where the
    rules leave under 60 % of the words, only the sure rules hold.
    """
    lines = [Line.of(index, block) for index, block in enumerate(blocks)]
    rules = Asked(_known(about))
    found: dict[int, Removal] = {}
    while more := _found(lines, about, rules, repeats):
        found |= more
        lines = [line for line in lines if line.index not in more]
    return Sifted(kept=tuple(line.block for line in lines), removed=tuple(found[index] for index in sorted(found)))


def parted(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, with what an agency puts behind the last sentence, "(Reporting by ...)", as one of its own."""
    found: list[Block] = []
    for place, block in enumerate(blocks):
        trailer = _TRAILER.search(block.text) if len(blocks) - place <= _LAST_BLOCKS and block.kind != "table" else None
        if trailer:
            found += [replace(block, text=piece) for piece in (block.text[: trailer.start()], trailer["trailer"])]
        else:
            found.append(block)
    return found


def text(blocks: Sequence[Block]) -> str:
    """Return the blocks as one text: an empty line between them, but not within a list ("- ") and a table."""
    parts: list[str] = []
    before = ""
    for block in blocks:
        within = _within(block)
        parts += [
            ("\n" if within and within == before else "\n\n") if parts else "",
            "- " if within == "list" else "",
            block.text,
        ]
        before = within
    return "".join(parts)


def _within(block: Block) -> str:
    """Return "list" for an item and "table" for a row of cells; what stands in a table for its layout is neither."""
    is_row = block.kind == "table" and " | " in block.text
    return "list" if block.kind == "list_item" else "table" if is_row else ""


def _found(lines: list[Line], about: About, rules: Asked, repeats: Collection[str]) -> dict[int, Removal]:
    sure = _by_rules(lines, about, rules, sure_only=True)
    left = _without(lines, sure)
    weak = _by_rules(left, about, rules, sure_only=False)
    if _words(_without(left, weak)) < _LEAST_SHARE * _words(left):
        weak = {}
    left = _without(left, weak)
    learned = _repeated(left, repeats)
    return _removals(lines, sure | weak, "rule") | _removals(lines, learned, "learned")


def _by_rules(lines: list[Line], about: About, rules: Asked, *, sure_only: bool) -> dict[int, str]:
    known = _known(about)
    found = boilerplate_structure.repeats_title(lines, about.title) | boilerplate_structure.contents(lines)
    found |= boilerplate_structure.credits(_without(lines, found))
    found |= boilerplate_biographies.by_name(_without(lines, found), about.authors)
    if not sure_only:
        found |= boilerplate_structure.captions(_without(lines, found))
        found |= boilerplate_structure.behind_closing_label(_without(lines, found))
    rest = _without(lines, found)
    matches = {line.index: rule for line in rest if (rule := rules.anywhere(line, sure_only=sure_only))}
    found |= {index: rule.name for index, rule in matches.items()}
    if not sure_only:
        labels = {index for index, rule in matches.items() if rule.opens == "list"}
        found = boilerplate_structure.related(lines, labels) | boilerplate_structure.linked_lists(lines) | found
    found |= _in_zone(_without(lines, found), "head", rules, sure_only=sure_only)
    found |= _in_zone(_without(lines, found)[::-1], "tail", rules, sure_only=sure_only)
    return found if sure_only else found | _at_end(_without(lines, found), known)


def _at_end(lines: list[Line], known: frozenset[str]) -> dict[int, str]:
    """Find self-descriptions, and behind the last prose what the rules for the end name."""
    found = boilerplate_biographies.by_words(lines)
    left = _without(lines, found)
    last = boilerplate_structure.last_prose(left)
    rules = boilerplate_rules.of_zone("end", sure_only=False)
    behind = left[last + 1 :] if last is not None else []
    found |= {line.index: rule.name for line in behind if (rule := first(rules, line, known))}
    return boilerplate_structure.orphans(_without(lines, found)) | found


def _known(about: About) -> frozenset[str]:
    return frozenset(words.words(" ".join([*about.authors, about.site_name or ""])))


def _in_zone(lines: Iterable[Line], zone: str, rules: Asked, *, sure_only: bool) -> dict[int, str]:
    found: dict[int, str] = {}
    blocks = prose = 0
    for line in lines:
        if rule := rules.in_zone(zone, line, sure_only=sure_only):
            found[line.index] = rule.name
            continue
        blocks, prose = blocks + 1, prose + line.is_prose
        if blocks > _ZONE_BLOCKS or prose > _ZONE_PROSE:
            break
    return found


def _repeated(lines: Sequence[Line], repeats: Collection[str]) -> dict[int, str]:
    """Find blocks that other articles of the source have.

    What leads its article stays, and what reads as its text: a long paragraph without links amid prose of its own is
    background that the source tells each time, or a sentence quoted twice.
    """
    if not repeats:
        return {}
    lead = next((line.index for line in lines if line.is_prose), None)
    own = [line.index for line in lines if line.is_prose and line.norm not in repeats]
    found = [
        line
        for line in lines
        if line.norm in repeats and line.index != lead and not (own and _reads_as_text(line, own))
    ]
    if _words(found) > _MOST_REPEATS * _words(lines):
        return {}
    return {line.index: "repeated_on_source" for line in found}


def _reads_as_text(line: Line, own: Sequence[int]) -> bool:
    is_long = line.is_prose and line.ends_sentence and line.words >= _FEWEST_TEXT
    return is_long and not line.block.link_share and own[0] < line.index < own[-1]


def _without(lines: Iterable[Line], found: Collection[int]) -> list[Line]:
    return [line for line in lines if line.index not in found]


def _words(lines: Iterable[Line]) -> int:
    return sum(line.words for line in lines)


def _removals(lines: Iterable[Line], found: dict[int, str], layer: str) -> dict[int, Removal]:
    return {
        line.index: Removal(block=line.block, rule=found[line.index], layer=layer)
        for line in lines
        if line.index in found
    }
