"""entities.toml: what it says, what is wrong in it, and that writing it loses nothing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.decisions import decided, entity_id, split_id
from extractors.records import EntityDecision
from flows import entity_file
from tests.flows.command import ROOT

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def read(tmp_path: Path, text: str) -> list[EntityDecision]:
    path = tmp_path / "entities.toml"
    path.write_text(text, encoding="utf-8")
    found = entity_file.read(path)
    assert found is not None
    return found


def test_each_kind_of_decision_is_read(tmp_path: Path) -> None:
    text = """
        [[merge]]
        entity = "Mike Waltz"
        into = "Michael Waltz"
        type = "person"
        reason = "the congressman"
        decided_at = 2026-11-22T10:30:00+01:00
        [[split]]
        alias = "Georgia"
        of = "Georgia"
        type = "place"
        [[block]]
        alias = "May"
        [[rename]]
        entity = "Foreign Ministry (Russia)"
        type = "organization"
        name = "Russia's foreign ministry"
    """
    merge, split, block, rename = read(tmp_path, text)
    mike, michael = entity_id("person", "Mike Waltz"), entity_id("person", "Michael Waltz")
    expected = decided("merge", NOW, entity_a=mike, entity_b=michael, reason="the congressman", origin="file")
    assert merge == expected
    country = entity_id("place", "Georgia")
    assert (split.alias, split.entity_a, split.entity_b) == ("Georgia", country, split_id(country, "Georgia"))
    assert (block.alias, block.entity_a) == ("May", None)
    assert rename.entity_a == entity_id("organization", "Foreign Ministry (Russia)")


def test_the_example_can_be_used() -> None:
    found = entity_file.read(ROOT / "deploy" / "entities.example.toml")
    assert [each.action for each in found or []] == ["merge", "split", "block", "rename"]


def test_a_missing_file_says_nothing_and_an_empty_one_that_there_is_none(tmp_path: Path) -> None:
    assert entity_file.read(tmp_path / "nowhere.toml") is None
    assert read(tmp_path, "# nothing yet\n") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[merge]\n", "is not valid TOML: "),
        ('[[merg]]\nentity = "a"', ": unknown key 'merg'; did you mean 'merge'?"),
        ('[[merge]]\nentity = "a"\ntype = "person"', ", merge 1: into is missing"),
        ('[[merge]]\nentity = "a"\ninto = "b"', "merge 1: 'a' is a name and no id, so type must say"),
        ('[[merge]]\nentity = "a"\ninto = "A"\ntype = "person"', "merge 1: 'a' and 'A' are one entity already"),
        ('[[merge]]\nentity = "a"\ninto = "b"\ntype = "human"', ", merge 1: type must be 'person', "),
        ('[[block]]\nalias = ""', ", block 1: alias is empty"),
        ("[[block]]\nalias = 5", ", block 1: alias must be text in quotes, not 5"),
        ('[[block]]\nalias = "May"\nwhy = "month"', ", block 1: unknown key 'why'; the keys are"),
        ('[[block]]\nalias = "May"\n[[block]]\nalias = "May"', "block 2 says what block 1 has said"),
        ('[[block]]\nalias = "May"\ndecided_at = "today"', ", block 1: decided_at must be a time such as"),
        ('[[block]]\nalias = "May"\ndecided_at = 2026-11-22T09:30:00', ", block 1: decided_at must end in Z"),
        ('[block]\nalias = "May"', ": block must be [[block]] tables"),
        ('block = ["May"]', ", block 1: a decision must be a [[block]] table, not 'May'"),
        (
            '[[rename]]\nentity = "a"\nname = "b"\ntype = "law"\n[[rename]]\nentity = "a"\nname = "c"\ntype = "law"',
            "rename 2 says what rename 1 has said, or otherwise",
        ),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(entity_file.DecisionsError) as told:
        read(tmp_path, text)
    assert sentence in str(told.value)
    assert str(told.value).startswith(str(tmp_path / "entities.toml"))
    assert "\n" not in str(told.value)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
IDS = st.text("0123456789abcdef", min_size=20, max_size=20)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants them naive
DECISIONS = st.one_of(
    st.builds(decided, st.just("block"), TIMES, alias=WORDS, entity_a=st.none() | IDS, reason=st.none() | WORDS),
    st.builds(decided, st.just("split"), TIMES, alias=WORDS, entity_a=IDS, entity_b=IDS, reason=st.none() | WORDS),
    st.builds(decided, st.just("rename"), TIMES, entity_a=IDS, name=WORDS, reason=st.none() | WORDS),
    st.builds(
        lambda at, pair: decided("merge", at, entity_a=pair[0], entity_b=pair[1]),
        TIMES,
        st.lists(IDS, min_size=2, max_size=2, unique=True),
    ),
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(DECISIONS, max_size=6, unique_by=lambda d: d.entity_a if d.action == "rename" else d.decision_id),
    st.dictionaries(IDS, WORDS),
)
def test_what_is_written_is_read_again(made: list[EntityDecision], names: dict[str, str]) -> None:
    names |= {each.entity_a: 'a\nname # "quoted"' for each in made if each.entity_a}
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), entity_file.as_toml(made, names))
    key = [replace(each, origin="file") for each in made]
    assert sorted(found, key=lambda d: d.decision_id) == sorted(key, key=lambda d: d.decision_id)


def test_times_of_any_offset_are_kept_as_instants(tmp_path: Path) -> None:
    at = NOW.astimezone(timezone(timedelta(hours=-5)))
    [found] = read(tmp_path, entity_file.as_toml([decided("block", at, alias="May")], {}))
    assert found.decided_at == NOW
