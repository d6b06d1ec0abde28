"""Article -> mentions: where its text names somebody or something, and of which type.

spaCy's small English model finds most spans; its types of rare names are weak and its spans take titles in. So each
span is tidied (`spans`), what the gazetteer and the words of a name tell overrides the model and spellings vote over
the whole document (`voting`), and names that the document gives in full are looked for again where the model missed
them (`propagation`). Paragraphs go through the model one by one; headings in Title Case do not (it takes any capital
for a name), only known names are looked for in them.

In other languages an installed spaCy pipeline finds the names, and only the rules that know no English are applied.
Any other finder (`extractors.finders`) may be handed in for a language; the same rules mend what it finds.

A mention's score is a stated confidence, not a probability: 0.9 a name of the gazetteer, 0.8 the model's, 0.7 the
model's with another type or a name found again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import gazetteer, passages, propagation, spacy_model
from extractors.finders import Finder, Named
from extractors.passages import MAX_CHARS, Passage
from extractors.records import ArticleVersion, Mention, Model
from extractors.spans import Span, plain, tidy

__all__ = ["MAX_CHARS", "MODEL", "Search", "find", "finder", "model", "models", "search", "warm_up"]

RULES = "6"  # counts the changes of the rules around the model
MODEL = f"en_core_web_sm-{spacy_model.VERSION}+rules-{RULES}"


@dataclass(frozen=True, slots=True)
class Search:
    """The mentions of an article, and how many names its finder gave that stand nowhere in it."""

    mentions: tuple[Mention, ...]
    dropped: int = 0


def finder(language: str | None) -> Finder | None:
    """Return the installed spaCy pipeline for a language (ISO 639-1, with or without a region), None without one."""
    package = spacy_model.package(base(language))
    return spacy_model.Pipeline(package) if package else None


def base(language: str | None) -> str:
    """Return a language without its region, in lower case: en of en-GB; empty where there is none."""
    return (language or "").lower().replace("_", "-").split("-", maxsplit=1)[0]


def model(language: str | None, chosen: Finder | None = None) -> Model | None:
    """Return what finds entities in this language, where no finder is chosen its pipeline; None where nothing does."""
    used = chosen or finder(language)
    if used is None:
        return None
    name = f"{used.name}+{'rules' if base(language) == 'en' else 'names'}-{RULES}"
    config = json.dumps({**used.config, "max_chars": MAX_CHARS, "rules": RULES}, sort_keys=True)
    return Model(model=name, stage="entities", version=used.version, config=config, is_current=True)


def models() -> tuple[Model, ...]:
    """Return what finds entities in each language that has a pipeline, by language."""
    return tuple(found for language in spacy_model.languages() if (found := model(language)))


def warm_up() -> None:
    """Load model and tables in this process; raise `spacy_model.ModelError` where its files are not as reviewed."""
    spacy_model.load()
    gazetteer.phrases()
    gazetteer.localities()


def find(version: ArticleVersion, chosen: Finder | None = None) -> tuple[Mention, ...]:
    """Return the mentions in title and text, in order, not overlapping, not yet linked; none without a model.

    Offsets count in ``version.title`` for part "title", else in ``version.text``, of which `MAX_CHARS` are searched.

    Raises:
        FinderError: the chosen finder gives no answer that can be used.
    """
    return search(version, chosen).mentions


def search(version: ArticleVersion, chosen: Finder | None = None) -> Search:
    """Return what `find` does, and what its finder made up."""
    used, made_by = chosen or finder(version.language), model(version.language, chosen)
    if used is None or made_by is None:
        return Search(())
    text = passages.one_text(version)
    lines = list(passages.split(text, len(version.title)))
    is_english = base(version.language) == "en"
    searched = [line for line in lines if not (is_english and line.is_heading)]
    found = used.find([text[line.start : line.end] for line in searched])
    recognised = _recognised(text, searched, found.named, is_english=is_english)
    spans = (propagation.complete if is_english else propagation.repeated)(text, lines, recognised)
    lead_end = passages.lead_end(version.text)
    return Search(tuple(_mention(version, span, lead_end, made_by.model) for span in spans), found.dropped)


def _recognised(
    text: str, lines: Sequence[Passage], found: Sequence[Sequence[Named]], *, is_english: bool
) -> list[Span]:
    """Return the finder's spans with mended ends."""
    mend = tidy if is_english else plain
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
