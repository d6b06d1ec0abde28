from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import aliases, decisions, entities
from extractors.decisions import applied, decided
from extractors.records import EntityDecision, EntityMerge
from tests.extractors.versions import version

NOW = datetime(2026, 11, 22, tzinfo=UTC)
IDS = "abcdef"


def found(entity_id: str, into: str) -> EntityMerge:
    return EntityMerge(
        entity_id=entity_id, merged_into=into, method="nickname", score=0.92, evidence="{}", model="resolution/2"
    )


def merge(first: str, second: str) -> EntityDecision:
    return decided("merge", NOW, entity_a=first, entity_b=second)


def into(merges: tuple[EntityMerge, ...]) -> dict[str, str]:
    return {m.entity_id: m.merged_into for m in merges}


@pytest.mark.parametrize(
    ("type_", "name", "text"),
    [
        ("person", "Aoife Brennan", "On Tuesday Aoife Brennan spoke to reporters in Galway."),
        ("person", "Sergei Lavrov", "On Tuesday Sergey Lavrov spoke to reporters in Galway."),
        ("place", "United States", "On Tuesday the U.S. agreed with Ireland."),
        ("organization", "European Union", "On Tuesday the EU agreed with Ireland."),
        ("organization", "Foreign Ministry (Russia)", "On Tuesday the Russian Foreign Ministry rejected the offer."),
        ("place", "Duisburg", "Trains stopped in Duisburg on Friday."),
    ],
)
def test_a_name_and_a_type_give_the_id_that_documents_give(type_: str, name: str, text: str) -> None:
    article = version("", text)
    ids = {e.entity_id for e in aliases.resolve(entities.find(article), article).entities}
    assert decisions.entity_id(type_, name) in ids


def test_deciding_the_same_again_is_no_second_decision() -> None:
    later = replace(merge("a", "b"), decided_at=NOW + timedelta(days=1), reason="sure")
    assert decided("merge", NOW, entity_a="a", entity_b="b", reason="x").decision_id == later.decision_id
    assert merge("a", "b").decision_id != merge("b", "a").decision_id


def test_a_decision_takes_all_along_that_were_one_with_it() -> None:
    merges = applied([found("b", "a"), found("d", "c")], [merge("b", "d")], IDS)
    assert into(merges) == {"a": "d", "b": "d", "c": "d"}
    by = {m.entity_id: (m.method, m.model) for m in merges}
    assert by["b"] == ("decision", "human")
    assert by["c"] == ("nickname", "resolution/2")
    [evidence] = [json.loads(m.evidence) for m in merges if m.entity_id == "b"]
    assert evidence["decision"] == merge("b", "d").decision_id


def test_chains_are_followed_and_circles_are_cut() -> None:
    assert into(applied([], [merge("a", "b"), merge("b", "c")], IDS)) == {"a": "c", "b": "c"}
    assert into(applied([], [merge("a", "b"), merge("b", "c"), merge("c", "a")], IDS)) == {"b": "a", "c": "a"}


def test_what_a_person_named_stands_for_all() -> None:
    rename = decided("rename", NOW, entity_a="b", name="B.")
    assert into(applied([found("b", "a"), found("c", "a")], [rename], IDS)) == {"a": "b", "c": "b"}


def test_decisions_on_what_is_not_known_wait() -> None:
    assert applied([found("b", "a")], [merge("a", "x")], IDS) == (found("b", "a"),)


def test_what_was_split_off_is_kept_apart() -> None:
    split = decided("split", NOW, alias="X", entity_a="a", entity_b="b")
    assert decisions.apart([split, merge("c", "d")]) == {frozenset("ab")}


PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
STARS = st.dictionaries(st.sampled_from("def"), st.sampled_from("abc")).map(
    lambda star: [found(entity_id, root) for entity_id, root in star.items()]
)


@settings(deadline=None)
@given(STARS, st.lists(PAIRS, unique=True), st.sets(st.sampled_from(IDS)), st.randoms())
def test_any_order_gives_one_depth_of_merges_and_every_decision_holds(
    automatic: list[EntityMerge], pairs: list[tuple[str, str]], named: set[str], order: random.Random
) -> None:
    made = [merge(*pair) for pair in pairs] + [
        decided("rename", NOW, entity_a=each, name="N") for each in sorted(named)
    ]
    merges = applied(automatic, made, IDS)
    assert applied(order.sample(automatic, len(automatic)), order.sample(made, len(made)), IDS) == merges
    root = into(merges)
    assert not set(root.values()) & set(root)
    assert all(root.get(a, a) == root.get(b, b) for a, b in [*pairs, *into(tuple(automatic)).items()])
