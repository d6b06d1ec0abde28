"""What makes derived rows now, for the table `models`."""

from __future__ import annotations

from extractors import (
    article,
    embeddings,
    entities,
    exported,
    features,
    keyphrases,
    plaintext,
    quotes,
    resolution,
    salience,
    stories,
    topics,
)
from extractors.records import Model

READERS = frozenset({article.EXTRACTOR, plaintext.EXTRACTOR, exported.EXTRACTOR})


def current() -> list[Model]:
    """Return the models and rule sets in use, one or more a stage."""
    return [
        *(_model(name, "reading") for name in sorted(READERS)),
        _model(embeddings.MODEL, "embeddings"),
        _model(resolution.MODEL, "resolution"),
        _model(salience.MODEL, "salience"),
        _model(quotes.MODEL, "quotes"),
        _model(topics.MODEL, "topics"),
        _model(keyphrases.MODEL, "keyphrases"),
        _model(features.MODEL, "features"),
        _model(stories.MODEL, "stories"),
        *entities.models(),
    ]


def _model(name: str, stage: str) -> Model:
    return Model(model=name, stage=stage, version=name.rpartition("/")[2], config="{}", is_current=True)
