"""The work on one article: its entities, topics, keyphrases and the features that stories compare.

Runs in worker processes. Every stage leaves an `Enrichment`, also where it could do nothing, so that "no entities"
and "no model for this language" are different rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from extractors import (
    aliases,
    embeddings,
    entities,
    features,
    keyphrases,
    own_topics,
    quotes,
    salience,
    sentences,
    topics,
)
from extractors.finders import FinderError
from extractors.keyphrases import Window
from extractors.own_topics import OwnTopic
from extractors.records import (
    Alias,
    ArticleEntity,
    ArticleTopic,
    ArticleVersion,
    Enrichment,
    Entity,
    Features,
    Keyphrase,
    Mention,
    Quote,
)
from flows.finders import NOTHING_CHOSEN, Choice

NO_WINDOWS: Mapping[str, Window] = MappingProxyType({})
STAGES = ("entities", "topics", "keyphrases", "features")
FOLLOWING = {"entities": ("salience", "quotes")}  # stages that are made of another's rows, and with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Enriched:
    """All that is derived from one version of an article."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    aliases: tuple[Alias, ...]
    salient: tuple[ArticleEntity, ...]
    quotes: tuple[Quote, ...]
    topics: tuple[ArticleTopic, ...]
    keyphrases: tuple[Keyphrase, ...]
    features: tuple[Features, ...]  # one, or none where the work failed
    enrichments: tuple[Enrichment, ...]


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Load the models in this process, so that no article's budget pays for it; equal where it loads the same."""

    choice: Choice = NOTHING_CHOSEN
    own: tuple[OwnTopic, ...] = ()

    def __call__(self) -> None:
        """Load the usual models, and what was chosen."""
        entities.warm_up()
        embeddings.warm_up()
        self.choice.warm_up()
        own_topics.warm_up(self.own)


def enrich(
    version: ArticleVersion,
    stages: Collection[str] = STAGES,
    choice: Choice = NOTHING_CHOSEN,
    own: tuple[OwnTopic, ...] = (),
    windows: Mapping[str, Window] = NO_WINDOWS,
) -> Enriched:
    """Return what these stages derive from this version, each with its model or why there is none.

    `windows` say by language which words are common in the news.
    """
    stages = _all(stages)
    found = _found(version, choice) if "entities" in stages else entities.Search(())
    resolved = aliases.resolve(() if isinstance(found, str) else found.mentions, version)
    embedding = _embedding(version) if {"topics", "features"}.intersection(stages) else ()
    has_phrases = "keyphrases" in stages and keyphrases.speaks(version.language)
    return Enriched(
        mentions=sentences.mark(resolved.mentions, version),
        entities=resolved.entities,
        aliases=resolved.aliases,
        salient=salience.rank(resolved.mentions),
        quotes=quotes.find(version, resolved.mentions) if "quotes" in stages else (),
        topics=_topics(version, embedding, own) if "topics" in stages else (),
        keyphrases=keyphrases.find(version, windows.get(version.language or "", Window())) if has_phrases else (),
        features=(features.of(version, embedding),) if "features" in stages else (),
        enrichments=tuple(each for each in _enrichments(version, choice, own, found) if each.stage in stages),
    )


def failed(version: ArticleVersion, reason: str, stages: Collection[str] = STAGES) -> Enriched:
    """Return the rows of a version whose enrichment was killed or met an error: its text is kept, the reason too."""
    return Enriched(
        mentions=(),
        entities=(),
        aliases=(),
        salient=(),
        quotes=(),
        topics=(),
        keyphrases=(),
        features=(),
        enrichments=tuple(_row(version, stage, None, "failed", reason) for stage in _all(stages)),
    )


def failure(made: Enriched) -> str | None:
    """Return why the work on an article failed; None where it did not, or only a finder gave no answer."""
    reasons = (each.reason for each in made.enrichments if each.stage != "entities" and each.state == "failed")
    return next(reasons, None)


def _all(stages: Collection[str]) -> tuple[str, ...]:
    """Return these stages, each with those that are made of its rows."""
    return tuple(each for stage in stages for each in (stage, *FOLLOWING.get(stage, ())))


def _embedding(version: ArticleVersion) -> tuple[float, ...]:
    if not embeddings.speaks(version.language):
        return ()
    return tuple(map(float, embeddings.embed([embeddings.lead(version)])[0]))


def _found(version: ArticleVersion, choice: Choice) -> entities.Search | str:
    """Return the names that are found, or why their finder gives no answer: the other stages need none of it."""
    try:
        return entities.search(version, choice.finder(version.language))
    except FinderError as error:
        return str(error)


def _topics(
    version: ArticleVersion, embedding: tuple[float, ...], own: tuple[OwnTopic, ...]
) -> tuple[ArticleTopic, ...]:
    """Return the topics of a version; `embedding` is its lead's, empty in a language that only another model speaks."""
    within = topics.space(version.language)
    if within and not embedding:
        embedding = tuple(map(float, within.embed([embeddings.lead(version)])[0]))
    found = topics.assign(version.article_id, embedding, within) if within else ()
    return own_topics.merged(found, own_topics.find(version, embedding, within, own), own)


def _enrichments(
    version: ArticleVersion, choice: Choice, own: tuple[OwnTopic, ...], found: entities.Search | str
) -> tuple[Enrichment, ...]:
    finder = entities.model(version.language, choice.finder(version.language))
    partial = f"only the first {entities.MAX_CHARS:,} characters" if len(version.text) > entities.MAX_CHARS else None
    return (
        _of_names(version, finder.model if finder else None, partial, found),
        _stage(version, "salience", salience.MODEL if finder else None),
        _stage(version, "quotes", quotes.MODEL, partial),
        _stage(version, "topics", own_topics.model(topics.space(version.language), own)),
        _stage(version, "keyphrases", keyphrases.MODEL if keyphrases.speaks(version.language) else None),
        _stage(version, "features", features.MODEL),
    )


def _of_names(
    version: ArticleVersion, model: str | None, partial: str | None, found: entities.Search | str
) -> Enrichment:
    if isinstance(found, str):
        return _row(version, "entities", model, "failed", found)
    if found.dropped and not partial:
        return _row(version, "entities", model, "done", f"{found.dropped} names given stand nowhere in the text")
    return _stage(version, "entities", model, partial)


def _stage(version: ArticleVersion, stage: str, model: str | None, partial: str | None = None) -> Enrichment:
    if model is None:
        return _row(version, stage, None, "no_model", f"no model for language {version.language or 'unknown'}")
    return _row(version, stage, model, "partial" if partial else "done", partial)


def _row(version: ArticleVersion, stage: str, model: str | None, state: str, reason: str | None) -> Enrichment:
    return Enrichment(
        article_id=version.article_id,
        version_id=version.version_id,
        stage=stage,
        model=model,
        state=state,
        reason=reason,
    )
