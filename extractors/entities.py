"""Article -> mentions: where its text names somebody or something, and of which type.

spaCy's small English model finds most spans; its types of rare names are weak and its spans take titles in. So each
span is tidied (`spans`), what the gazetteer and the words of a name tell overrides the model and spellings vote over
the whole document (`voting`), and names that the document gives in full are looked for again where the model missed
them (`propagation`). Paragraphs go through the model one by one; headings in Title Case do not (it takes any capital
for a name), only known names are looked for in them.

In other languages an installed spaCy pipeline finds the names, and only the rules that know no English are applied.

A mention's score is a stated confidence, not a probability: 0.9 a name of the gazetteer, 0.8 the model's, 0.7 the
model's with another type or a name found again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from extractors import gazetteer, passages, propagation, spacy_model
from extractors.passages import MAX_CHARS, Passage
from extractors.records import ArticleVersion, Mention, Model
from extractors.spans import Span, plain, tidy

__all__ = ["MAX_CHARS", "MODEL", "find", "model", "models", "warm_up"]

RULES = "4"  # counts the changes of the rules around the model
MODEL = f"en_core_web_sm-{spacy_model.VERSION}+rules-{RULES}"


def model(language: str | None) -> Model | None:
    """Return what finds entities in this language (ISO 639-1, with or without a region), None where nothing does."""
    package = _package(language)
    if package is None:
        return None
    version = spacy_model.version(package)
    name = MODEL if package == spacy_model.PACKAGE else f"{package}-{version}+names-{RULES}"
    config = json.dumps({"max_chars": MAX_CHARS, "package": package, "rules": RULES})
    return Model(model=name, stage="entities", version=version, config=config, is_current=True)


def models() -> tuple[Model, ...]:
    """Return what finds entities in each language that has something, by language."""
    return tuple(found for language in spacy_model.LANGUAGES if (found := model(language)))


def _package(language: str | None) -> str | None:
    return spacy_model.package((language or "").lower().replace("_", "-").split("-", maxsplit=1)[0])


def warm_up() -> None:
    """Load model and tables in this process; raise `spacy_model.ModelError` where its files are not as reviewed."""
    spacy_model.load()
    gazetteer.phrases()
    gazetteer.localities()


def find(version: ArticleVersion) -> tuple[Mention, ...]:
    """Return the mentions in title and text, in order, not overlapping, not yet linked; none without a model.

    Offsets count in ``version.title`` for part "title", else in ``version.text``, of which `MAX_CHARS` are searched.
    """
    package, made_by = _package(version.language), model(version.language)
    if package is None or made_by is None:
        return ()
    text = passages.one_text(version)
    lines = list(passages.split(text, len(version.title)))
    is_english = package == spacy_model.PACKAGE
    recognised = _recognised(text, [line for line in lines if not (is_english and line.is_heading)], package)
    spans = (propagation.complete if is_english else propagation.repeated)(text, lines, recognised)
    lead_end = passages.lead_end(version.text)
    return tuple(_mention(version, span, lead_end, made_by.model) for span in spans)


def _recognised(text: str, lines: Sequence[Passage], package: str) -> list[Span]:
    """Return the model's spans with mended ends."""
    mend = tidy if package == spacy_model.PACKAGE else plain
    found = spacy_model.spans((text[line.start : line.end] for line in lines), package)
    return [
        span
        for line, named in zip(lines, found, strict=True)
        for start, end, label in named
        for span in mend(text, line.start + start, line.start + end, label)
    ]


def _mention(version: ArticleVersion, span: Span, lead_end: int, model: str) -> Mention:
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
        model=model,
    )
