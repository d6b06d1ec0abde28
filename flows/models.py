"""What makes derived rows now, for the table `models`."""

from __future__ import annotations

from collections.abc import Sequence

from extractors import (
    article,
    exported,
    features,
    keyphrases,
    own_topics,
    plaintext,
    quotes,
    resolution,
    salience,
    stories,
    taxonomy,
    topics,
)
from extractors.own_topics import OwnTopic
from extractors.records import Model
from flows.finders import NOTHING_CHOSEN, Choice

READERS = frozenset({article.EXTRACTOR, plaintext.EXTRACTOR, exported.EXTRACTOR})


def current(own: Sequence[OwnTopic] = (), *, choice: Choice = NOTHING_CHOSEN) -> list[Model]:
    """Return the models and rule sets in use, one or more a stage; topics depend on the user's own, too."""
    of_topics = [own_topics.model(within, own) for within in (*topics.spaces(), None)]
    return [
        *(_model(name, "reading") for name in sorted(READERS)),
        *(_model(within.name, "embeddings") for within in topics.spaces()),
        _model(resolution.MODEL, "resolution"),
        _model(salience.MODEL, "salience"),
        _model(quotes.MODEL, "quotes"),
        *(_model(name, "topics") for name in of_topics if name),
        TAXONOMY,
        _model(keyphrases.MODEL, "keyphrases"),
        _model(features.MODEL, "features"),
        _model(stories.MODEL, "stories"),
        *choice.current(),
    ]


def _model(name: str, stage: str) -> Model:
    return Model(model=name, stage=stage, version=name.rpartition("/")[2], config="{}", is_current=True)


TAXONOMY = _model(taxonomy.RELEASE, "taxonomy")
