"""Article -> mentions: where its text names somebody or something, and of which type.

spaCy's small English model finds most spans; its types of rare names are weak and its spans take titles in. So each
span is tidied, what the gazetteer knows overrides the model, spellings vote over the whole document, and names that
the document gives in full are looked for again where the model missed them. Paragraphs go through the model one by
one; headings in Title Case do not (it takes any capital for a name), only known names are looked for in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors import propagation, spacy_model
from extractors.records import ArticleVersion, Mention, Model
from extractors.spans import Span, tidy

MAX_CHARS = 100_000  # of a text are searched; the caller records the rest as not done
RULES = "1"  # counts the changes of the rules around the model
MODEL = f"en_core_web_sm-{spacy_model.VERSION}+rules-{RULES}"

_ONE_TO_ONE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‑": "-", "\u00a0": " ", "\u202f": " ", "\t": " "}  # noqa: RUF001  what the model was not trained on
)


def model(language: str | None) -> Model | None:
    """Return what finds entities in this language (ISO 639-1, with or without a region), None where nothing does."""
    if language is None or language.lower().replace("_", "-").split("-")[0] != "en":
        return None
    config = json.dumps({"package": spacy_model.PACKAGE, "rules": RULES, "max_chars": MAX_CHARS}, sort_keys=True)
    return Model(model=MODEL, stage="entities", version=spacy_model.VERSION, config=config, is_current=True)


def warm_up() -> None:
    """Load the model in this process; raise `spacy_model.ModelError` where its files are not the reviewed ones."""
    spacy_model.load()


def find(version: ArticleVersion) -> tuple[Mention, ...]:
    """Return the mentions in title and text, in order, not overlapping, not yet linked; none without a model.

    Offsets count in ``version.title`` for part "title", else in ``version.text``.
    """
    if model(version.language) is None:
        return ()
    text = _text(version)
    passages = list(_passages(text, len(version.title)))
    spans = propagation.complete(text, passages, _recognised(text, passages))
    return tuple(_mention(version, span, _lead_end(version)) for span in spans)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of title and text: where it stands, and whether its words are capitalised as in a heading."""

    start: int
    end: int
    is_heading: bool


def _text(version: ArticleVersion) -> str:
    """Return title and text as one string, so that one offset says where; each character stays one character."""
    return f"{version.title}\n{version.text[:MAX_CHARS]}".translate(_ONE_TO_ONE)


def _passages(text: str, title_end: int) -> Iterator[Passage]:
    for line in re.finditer(r"[^\n]+", text):
        if line.group().strip():
            yield Passage(line.start(), line.end(), _is_heading(line.group(), in_title=line.start() < title_end))


def _is_heading(line: str, *, in_title: bool) -> bool:
    """Tell a line in Title Case or capitals from a sentence."""
    words = [w for w in re.findall(r"[^\W\d_][\w'-]*", line) if len(w) > 3]  # noqa: PLR2004  of, and, the, with
    lower = sum(w[0].islower() for w in words)
    ends_sentence = re.search(r"[.!?][\"')]*$", line.rstrip()) is not None and not in_title
    return not ends_sentence and len(words) < 25 and lower <= len(words) * 0.2  # noqa: PLR2004  a line of names is short


def _recognised(text: str, passages: Sequence[Passage]) -> list[Span]:
    """Return the model's spans, tidied."""
    read = [p for p in passages if not p.is_heading]
    found = spacy_model.spans(text[p.start : p.end] for p in read)
    return [
        span
        for passage, ents in zip(read, found, strict=True)
        for start, end, label in ents
        for span in tidy(text, passage.start + start, passage.start + end, label)
    ]


def _lead_end(version: ArticleVersion) -> int:
    """Return where the first paragraph of the text ends."""
    first = re.search(r"\S[^\n]*", version.text)
    return first.end() if first else 0


def _mention(version: ArticleVersion, span: Span, lead_end: int) -> Mention:
    in_title = span.end <= len(version.title)
    shift = 0 if in_title else len(version.title) + 1
    start, end = span.start - shift, span.end - shift
    return Mention(
        article_id=version.article_id,
        version_id=version.version_id,
        start_char=start,
        end_char=end,
        surface=(version.title if in_title else version.text)[start:end],
        type=span.type,
        part="title" if in_title else "lead" if end <= lead_end else "body",
        entity_id=None,
        link_method=None,
        score=span.score,
        label=span.label,
        model=MODEL,
    )
