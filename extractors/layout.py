"""The layout of plain text: lines in, blocks out.

Paragraphs stand between empty lines or one a line; text that was wrapped at a fixed width (mail, wires) is joined
again; Markdown headings, lists, quotations, tables, code and emphasis are understood, and headings without marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors import words
from extractors.records import Block

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(?:=+|-{3,})$")
_DIVIDER = re.compile(r"(?:[-*_=~•·][ \t]?){3,}$")
_BULLET = re.compile(r"[-*+•·‣◦▪●○][ \t]+(?P<text>\S.*)$")
_NUMBERED = re.compile(r"\(?(?P<number>\d{1,3})(?P<mark>[.)]\)?)?[ \t]+(?P<text>\S.*)$")
_TABLE_HEAD = re.compile(r"(?:No\.?|Nr\.?|N[°ºo]\.?|#)[ \t]+(?P<text>\S.{1,40})$")
_TABLE_LINE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$")
_QUOTED = re.compile(r">[>\s]*(?P<text>.*)$")
_FENCES = ("```", "~~~")
_SENTENCE_ENDS = tuple(".!?…。！？।؟۔")  # noqa: RUF001  other scripts' full stops are meant
_CLOSERS = "\"'”’»)]› "  # noqa: RUF001  typographic quotation marks are meant

_NARROWEST, _WIDEST = 30, 130  # characters: widths at which people and programs wrap
_MOST_HEADING_WORDS = 12
_MOST_HEADING_CHARS = 100

_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:[ \t]+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:[ \t]+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_\\])([*_])(?=\S)([^*_\n]+)(?<=\S)\1(?![\w*_])")
_MARKUP = re.compile(r"[\[*_]|://")
_ADDRESS = re.compile(r"<?https?://[^\s<>]+>?")


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text whose lines end in a line feed, in order. Takes time linear in its length."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    found = [block for group in _groups(lines) for block in _of_group(group, width)]
    return _with_headings(found)


def ends_sentence(text: str) -> bool:
    """Whether a text closes as a sentence does, quotation marks aside."""
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield runs of lines without an empty one between them; a fenced piece of code is one run, empty lines and all."""
    group: list[str] = []
    fence = ""
    for line in lines:
        stripped = line.strip()
        opens = stripped[:3] if stripped.startswith(_FENCES) else ""
        if fence:
            group.append(line)
            if stripped == fence:
                yield group
                group, fence = [], ""
        elif opens or not stripped:
            if group:
                yield group
            group, fence = ([line], opens) if opens else ([], "")
        else:
            group.append(line)
    if group:  # a fence that is never closed was none
        yield [line for line in group if line.strip()] if fence else group


def _of_group(group: list[str], width: int | None) -> list[Block]:
    first = group[0].strip()
    if first.startswith(_FENCES) and len(group) > 1 and group[-1].strip() == first[:3]:
        code = "\n".join(group[1:-1]).strip("\n")
        return [Block(kind="code", text=code)] if code.strip() else []
    if len(group) > 1 and all(line.lstrip().startswith("|") for line in group):
        return [_table(group)]
    return _joined(group, _numbers(group), width)


def _table(group: list[str]) -> Block:
    rows = [line.strip().strip("|") for line in group if not _TABLE_LINE.fullmatch(line.strip())]
    return Block(kind="table", text="\n".join(" | ".join(cell.strip() for cell in row.split("|")) for row in rows))


def _numbers(group: list[str]) -> set[int]:
    """Return which lines of a group are items of one numbered list: at least two, each the next number.

    Numbers without a mark ("1 First thing") count only from 1 on.
    """
    found = [(index, match) for index, line in enumerate(group) if (match := _NUMBERED.match(line.strip()))]
    numbers = [int(match["number"]) for _, match in found]
    in_order = len(found) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    marked = all(match["mark"] for _, match in found)
    return {index for index, _ in found} if in_order and (marked or numbers[0] == 1) else set()


def _joined(group: list[str], numbered: set[int], width: int | None) -> list[Block]:
    """Return the blocks of a group: each line one, or joined to the one before where it goes on from it."""
    pieces: list[tuple[str, list[str]]] = []  # kind, lines
    before = ""
    for index, raw in enumerate(group):
        line = raw.strip()
        kind, text = _kind(line, is_numbered=index in numbered, heads_numbers=index + 1 in numbered)
        if kind == "underline" and pieces and pieces[-1][0] == "paragraph":
            pieces[-1] = ("heading", pieces[-1][1])
        elif kind == "continued" or (kind == "underline" and not _DIVIDER.match(line)):
            if pieces and pieces[-1][0] != "heading" and _goes_on(before, raw, width):
                pieces[-1][1].append(text)
            else:
                pieces.append(("paragraph", [text]))
        elif kind == "quote" and pieces and pieces[-1][0] == "quote" and _goes_on(before, raw, width):
            pieces[-1][1].append(text)
        elif kind not in {"underline", "divider"} and text:
            pieces.append((kind, [text]))
        before = raw
    return [_block(kind, _run_together(lines)) for kind, lines in pieces]


def _kind(line: str, *, is_numbered: bool, heads_numbers: bool) -> tuple[str, str]:
    """Return what a line is by its marks, and its text without them; "continued" is a line without marks."""
    marks = (
        ("underline", _UNDERLINE),
        ("divider", _DIVIDER),
        ("heading", _HEADING),
        ("quote", _QUOTED),
        ("list_item", _NUMBERED if is_numbered else _BULLET),
        ("heading", _TABLE_HEAD if heads_numbers else _HEADING),
    )
    found = ((kind, match) for kind, mark in marks if (match := mark.match(line)))
    kind, match = next(found, ("continued", None))
    return kind, match["text"] if match and "text" in match.re.groupindex else line


def _goes_on(before: str, line: str, width: int | None) -> bool:
    """Whether a line goes on from the one before: its first word had no room there, or begins in lower case."""
    start = line.strip().lstrip("> ")
    indented = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip())
    if width and not (indented and ends_sentence(before)):
        return len(before.rstrip()) + 1 + _first_word(start) > width
    return len(before) >= 40 and start[:1].islower() and not before.rstrip().endswith((*_SENTENCE_ENDS, ":", ";"))  # noqa: PLR2004  a shorter line was not broken for want of room


def _first_word(line: str) -> int:
    return 1 if words.is_unspaced(line[:1]) else len(line.split(None, 1)[0]) if line else 0


def _wrap_width(lines: Sequence[str]) -> int | None:
    """Return the width a text was wrapped at, or None.

    It was if, in seven of ten places where a line follows a line, the next word would not have fitted; a paragraph's
    last lines are the other three.
    """
    pairs = [(a.rstrip(), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    pairs = [(a, b) for a, b in pairs if not _BULLET.match(b) and not _NUMBERED.match(b) and not _HEADING.match(a)]
    if len(pairs) < 2:  # noqa: PLR2004  one break says nothing of a width
        return None
    lengths = sorted(len(a) for a, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(len(a) + 1 + _first_word(b) > width for a, b in pairs)
    ended = sum(ends_sentence(a) for a, _ in pairs)
    return width if full >= 0.7 * len(pairs) and ended <= 0.5 * len(pairs) else None


def _run_together(lines: Sequence[str]) -> str:
    """Return lines as one: no blank within a script that has none, nor after a hyphen that breaks a word."""
    parts: list[str] = []
    for line in lines:
        last = parts[-1][-1:] if parts else ""
        tight = words.is_unspaced(last) and words.is_unspaced(line[:1])
        broken = last == "-" and parts[-1][-2:-1].isalpha() and line[:1].islower()
        if parts and not tight and not broken:
            parts.append(" ")
        parts.append(line)
    return "".join(parts).replace("\u00ad ", "").replace("\u00ad", "")


def _block(kind: str, text: str) -> Block:
    kind = "paragraph" if kind == "continued" else kind
    if not _MARKUP.search(text):
        return Block(kind=kind, text=" ".join(text.split()))
    bare = _IMAGE.sub(r"\1", text)
    linked = sum(len(match[1]) for match in _LINK.finditer(bare)) + sum(len(found) for found in _ADDRESS.findall(bare))
    bare = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", _LINK.sub(r"\1", bare)))
    bare = " ".join(bare.split())
    return Block(kind=kind, text=bare, link_share=min(1.0, linked / len(bare)) if bare else 0.0)


def _with_headings(found: list[Block]) -> list[Block]:
    """Mark short lines without a full stop as headings where prose or a list follows; drop empty blocks."""
    found = [block for block in found if block.text]
    following = [*found, Block(kind="code", text="")][1:]
    return [
        replace(block, kind="heading") if _is_heading(block, after) else block
        for block, after in zip(found, following, strict=True)
    ]


def _is_heading(block: Block, after: Block) -> bool:
    text = block.text
    if block.kind != "paragraph" or len(text) > _MOST_HEADING_CHARS or block.link_share:
        return False
    if text[:1].islower() or text.endswith((".", "!", "…", ";", ",", "。", "！")):  # noqa: RUF001  other scripts' full stops are meant
        return False
    if words.count(text) > _MOST_HEADING_WORDS:
        return False
    return after.kind == "list_item" or (not text.endswith(":") and is_prose(after))


def is_prose(block: Block) -> bool:
    """Whether a block reads as running text: ten words or more that end as a sentence does, or thirty at all."""
    count = words.count(block.text[:400])
    return block.kind in {"paragraph", "quote"} and (count >= 30 or (count >= 10 and ends_sentence(block.text)))  # noqa: PLR2004  the docstring has them
