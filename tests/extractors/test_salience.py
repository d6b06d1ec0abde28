from __future__ import annotations

import random

from extractors import aliases, entities, salience
from tests.extractors.versions import version

TEXT = (
    "Halvorsen told reporters in Rotterdam on Tuesday that the accord would wait.\n\n"
    "Ingrid Halvorsen, the Norwegian trade minister, spoke for an hour. Halvorsen thanked Pieter van der Meulen.\n\n"
    "Nothing was signed. A visit to Kenya is planned for the spring, they said."
)


def test_the_one_in_the_title_and_named_most_comes_first() -> None:
    article = version("Ingrid Halvorsen warns of delay at harbour talks", TEXT)
    found = aliases.resolve(entities.find(article), article)
    names = {e.entity_id: e.name for e in found.entities}
    ranked = salience.rank(found.mentions)
    assert names[ranked[0].entity_id] == "Ingrid Halvorsen"
    assert (ranked[0].in_title, ranked[0].rank, ranked[0].mention_count) == (True, 1, 4)
    assert names[ranked[-1].entity_id] == "Kenya"
    assert [s.rank for s in ranked] == list(range(1, len(ranked) + 1))
    assert all(0 < s.score <= 1 for s in ranked)
    assert {s.entity_id for s in ranked} == names.keys()


def test_the_order_of_mentions_does_not_matter() -> None:
    article = version("Ingrid Halvorsen warns", TEXT)
    mentions = aliases.resolve(entities.find(article), article).mentions
    assert salience.rank(random.Random(1).sample(mentions, len(mentions))) == salience.rank(mentions)  # noqa: S311  no secret


def test_an_article_without_linked_mentions_is_about_nobody() -> None:
    assert salience.rank(()) == ()
    assert salience.rank(entities.find(version("", TEXT))) == ()
