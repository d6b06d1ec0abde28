"""Pairs of names written down before they were tried: which documents' entities become one."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

from extractors import names
from extractors.resolution import merges
from tests.extractors.test_resolution import alias, entity

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["names"]
ALIKE = HERE / "short_forms.tsv"


def pairs(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def are_one(type_: str, first: str, second: str) -> bool:
    both = [entity(first, type_), entity(second, type_)]
    return both[0].entity_id == both[1].entity_id or bool(merges(both, [alias(e.name, e) for e in both]))


def test_two_documents_names_become_one_entity_no_worse_than_they_did() -> None:
    right: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for expected, type_, first, second in pairs(HERE / "names.tsv"):
        marked[expected] += 1
        right[expected] += are_one(type_, first, second) == (expected == "join")
    assert min(marked.values()) >= 60
    assert {key: right[key] / marked[key] >= FLOORS[key] for key in marked} == {"join": True, "apart": True}


def test_short_forms_are_alike_and_other_names_are_not_no_worse_than_before() -> None:
    right: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for expected, full, short in pairs(ALIKE):
        marked[expected] += 1
        right[expected] += (names.same(short, full, "person") >= 0.5) == (expected == "alike")
    assert {key: right[key] / marked[key] >= FLOORS[key] for key in marked} == {"alike": True, "other": True}
