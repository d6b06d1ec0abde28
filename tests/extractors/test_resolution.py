from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import names, resolution
from extractors.identity import hash_id
from extractors.records import Alias, Entity


def entity(name: str, type_: str = "person", country: str | None = None) -> Entity:
    return Entity(
        entity_id=hash_id("entity", type_, names.key(type_, name)),
        type=type_,
        name=name,
        wikidata_id=None,
        country_code=country,
        merged_into=None,
        created_by="a model",
    )


def alias(text: str, owner: Entity, kind: str = "full", articles: int = 1, *, blocked: bool = False) -> Alias:
    return Alias(
        alias=text,
        alias_key=names.key(owner.type, text),
        entity_id=owner.entity_id,
        kind=kind,
        origin="document",
        article_count=articles,
        blocked=blocked,
    )


def joined(entities: list[Entity], *more: Alias) -> list[tuple[str, str, str]]:
    """Return (name, name that it is merged into, method); a name listed earlier stands in more articles."""
    own = [alias(e.name, e, articles=10 * (len(entities) - i)) for i, e in enumerate(entities)]
    name = {e.entity_id: e.name for e in entities}
    return sorted(
        (name[m.entity_id], name[m.merged_into], m.method) for m in resolution.merges(entities, [*own, *more])
    )


@pytest.mark.parametrize(
    ("first", "second", "method"),
    [
        ("Volodymyr Zelensky", "Wolodymyr Selenskyj", "transliteration"),
        ("Mike Waltz", "Michael Waltz", "nickname"),
        ("Bob Kastner", "Robert Kastner", "nickname"),
        ("Xi Jinping", "Jinping Xi", "order"),
        ("Viktor Orban", "Orbán Viktor", "order"),
        ("Bashar al-Assad", "Bashar Assad", "particle"),
        ("Sergey Lavrov", "Sergey Viktorovich Lavrov", "patronymic"),
        ("Jan Daniel Bothma", "JanDaniel Bothma", "joined"),
    ],
)
def test_one_name_written_otherwise_is_one_entity(first: str, second: str, method: str) -> None:
    assert joined([entity(first), entity(second)]) == [(second, first, method)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sergey Lavrov", "Sergey Ryabkov"),
        ("Mike Johnson", "Michael Johnson"),
        ("Donald Trump", "Donald Trump Jr."),
        ("Michael Jordan", "Michael B. Jordan"),
        ("George W. Bush", "George H. W. Bush"),
        ("Olaf Scholz", "Olaf Schulze"),
        ("Merkel", "Angela Merkel"),
        ("J. Kastner", "John Kastner"),
        ("Terry Kastner", "Terri Kastner"),
        ("Stefan Brown", "Stephan Brown"),
        ("Bernardo Kastner", "Bernarda Kastner"),
    ],
)
def test_what_may_be_two_stays_two(first: str, second: str) -> None:
    assert joined([entity(first), entity(second)]) == []


def test_a_document_may_join_what_names_alone_may_not() -> None:
    donald, middle = entity("Donald Trump"), entity("Donald J. Trump")
    assert joined([donald, middle]) == []
    assert joined([donald, middle], alias("Donald J. Trump", donald)) == [
        ("Donald J. Trump", "Donald Trump", "in_document")
    ]
    assert joined([donald, middle], alias("Donald J. Trump", donald, blocked=True)) == []


def test_a_family_name_alone_joins_nothing() -> None:
    full, alone = entity("Angela Merkel"), entity("Merkel")
    assert joined([full, alone], alias("Merkel", full, "surname", 50), alias("Merkel", full, "full", 50)) == []


def test_an_acronym_is_the_only_name_that_documents_put_beside_it() -> None:
    force, acronym = entity("National Disaster Response Force", "organization"), entity("NDRF", "organization")
    assert joined([force, acronym], alias("NDRF", force, "acronym", 1)) == []
    assert joined([force, acronym], alias("NDRF", force, "acronym", 2)) == [
        ("NDRF", "National Disaster Response Force", "acronym")
    ]
    other = entity("North Dakota Rugby Federation", "organization")
    found = joined([force, acronym, other], alias("NDRF", force, "acronym", 9), alias("NDRF", other, "acronym", 2))
    assert found == []


def test_who_could_be_either_of_two_is_neither() -> None:
    three = [entity(n) for n in ("Sergey Lavrov", "Sergey Viktorovich Lavrov", "Sergey Borisovich Lavrov")]
    assert joined(three) == []


def test_countries_and_decisions_keep_apart() -> None:
    first, second = entity("Goodwill", "place", "GB"), entity("Good Will", "place", "US")
    assert joined([first, second]) == []
    first, second = entity("Mike Waltz"), entity("Michael Waltz")
    apart = {frozenset({first.entity_id, second.entity_id})}
    assert resolution.merges([first, second], [], apart) == ()
    assert len(resolution.merges([first, second], [])) == 1


def test_a_merge_says_by_what_and_how_sure() -> None:
    many, few = entity("Mike Waltz"), entity("Michael Waltz")
    (merge,) = resolution.merges([few, many], [alias("Mike Waltz", many, articles=7), alias("Michael Waltz", few)])
    assert (merge.entity_id, merge.merged_into, merge.method) == (few.entity_id, many.entity_id, "nickname")
    assert merge.score == 0.92
    assert json.loads(merge.evidence) == {"names": ["Michael Waltz", "Mike Waltz"], "articles": [1, 7]}


NAMES = [
    "Sergei Lavrov",
    "Sergey Viktorovich Lavrov",
    "Sergey Borisovich Lavrov",
    "Mike Waltz",
    "Michael Waltz",
    "Mick Waltz",
    "Xi Jinping",
    "Jinping Xi",
    "Donald Trump",
    "Donald J. Trump",
    "Donald Trump Jr.",
    "Merkel",
    "Angela Merkel",
    "",
    "Volodymyr Zelensky",
    "Kim",
    "Al",
    "Wolodymyr Selenskyj",
    "Volodymyr Zelenskyj",
    "Bashar al-Assad",
    "Bashar Assad",
]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(NAMES), unique=True), st.randoms())
def test_order_does_not_matter_and_none_is_merged_into_a_merged_one(chosen: list[str], order: random.Random) -> None:
    entities = list({e.entity_id: e for e in map(entity, chosen)}.values())
    aliases = [alias(e.name, e) for e in entities]
    found = resolution.merges(entities, aliases)
    shuffled = order.sample(entities, len(entities)), order.sample(aliases, len(aliases))
    assert resolution.merges(*shuffled) == found
    assert not {m.merged_into for m in found} & {m.entity_id for m in found}
    assert len({m.entity_id for m in found}) == len(found)
    assert all(0.9 <= m.score <= 1 and m.method for m in found)
