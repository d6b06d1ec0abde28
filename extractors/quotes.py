"""Article -> quotes: the words that it quotes, with whoever says them and the verb, where the text gives them.

Quotation marks also stand around titles, nicknames and words that a writer keeps away from: one to three words are a
quote only where somebody is said to speak them, a title's words begin with capitals, and words that nobody is said to
say are a quote only where they begin and end as a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors import attribution, quotations, speakers, speech
from extractors.attribution import Attribution
from extractors.passages import MAX_CHARS
from extractors.quotations import Quotation
from extractors.records import ArticleVersion, Mention, Quote

MODEL = "quotes/1"

_WORD = re.compile(r"\w[\w'’-]*")  # noqa: RUF001
_ENDS = ".!?…,—。！？"  # noqa: RUF001  inside the closing mark
_LETTER = re.compile(r"\w")
_FEWEST = 4  # words of a quote that is not wholly speech
_LONG = 4  # letters; of, and, the stay small in a title
_UNATTRIBUTED = 0.5


def find(version: ArticleVersion, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the quotes of the text, in order, with the entities of their speakers among the text's mentions."""
    text = version.text[:MAX_CHARS]
    found = quotations.find(text)
    known = speech.of(version.language) if found else None
    said: list[Attribution | None] = [None] * len(found)
    if known:
        named = speakers.of(text, mentions, known, [(each.opened_at, each.closed_at) for each in found])
        said = attribution.of(text, known, named, found)
    return tuple(
        _quote(version, quotation, by)
        for quotation, by in zip(found, said, strict=True)
        if _is_quote(text[quotation.start : quotation.end], by)
    )


def _is_quote(words: str, said: Attribution | None) -> bool:
    """Tell what somebody said from a title, a nickname or a word that the writer keeps away from."""
    count = len(_WORD.findall(words))
    if said and said.is_direct and words[-1] in _ENDS:
        return True
    if _is_title(words):
        return False
    return count >= _FEWEST and (said is not None or _is_sentence(words))


def _is_sentence(words: str) -> bool:
    first = _LETTER.search(words)
    return words[-1] in _ENDS and first is not None and not first.group().islower()


def _is_title(words: str) -> bool:
    long: list[str] = [word for word in _WORD.findall(words) if len(word) >= _LONG]
    return sum(word[0].isupper() for word in long) > len(long) / 2


def _quote(version: ArticleVersion, quotation: Quotation, said: Attribution | None) -> Quote:
    speaker = said.speaker if said else None
    mention = speaker.mention if speaker else None
    return Quote(
        article_id=version.article_id,
        version_id=version.version_id,
        start_char=quotation.start,
        end_char=quotation.end,
        quote=version.text[quotation.start : quotation.end],
        speaker=speaker.words if speaker else None,
        speaker_start=mention.start_char if mention else None,
        entity_id=mention.entity_id if mention else None,
        verb=said.verb if said else None,
        score=said.score if said else _UNATTRIBUTED,
        model=MODEL,
    )
