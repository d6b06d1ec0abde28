from __future__ import annotations

import pytest

from extractors import datelines, entities, passages
from tests.extractors.versions import version


def found(text: str) -> list[tuple[str, str]]:
    article = passages.one_text(version("A report", text))
    return [(s.surface, s.type) for s in datelines.find(article, passages.split(article, len("A report")))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("OSLO, Nov 19 (MPA) - Shares fell.", [("OSLO", "place"), ("MPA", "organization")]),
        ("OSLO (MPA) — Shares fell.", [("OSLO", "place"), ("MPA", "organization")]),
        (
            "HERAKLION, Greece (Meridian) \u2013 Houses fell.",
            [("HERAKLION", "place"), ("Greece", "place"), ("Meridian", "organization")],
        ),
        ("VELLAMO, Finland, 4 May 2026 -- Boats sank.", [("VELLAMO", "place"), ("Finland", "place")]),
        ("NEW DELHI: Doctors went on strike.", [("NEW DELHI", "place")]),
        ("Duisburg (MPA) - Trains stopped.", [("Duisburg", "place"), ("MPA", "organization")]),
        ("UPDATE - Trains stopped.", []),
        ("Duisburg - The trains stopped.", []),
        ("Norwegian shares (in Oslo) - They fell.", []),
        ("Anna Costa (Labour) - She spoke first.", []),
        ("WATCH: Trains stopped.", []),
    ],
)
def test_a_dateline_tells_town_and_agency(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(line) == expected


def test_the_town_of_a_dateline_is_the_town_of_the_text() -> None:
    text = "VELLAMO, Finland (MPA) - Boats sank on Friday. In Vellamo nobody slept, the MPA was told."
    assert [(m.surface, m.type) for m in entities.find(version("", text))] == [
        ("VELLAMO", "place"),
        ("Finland", "place"),
        ("MPA", "organization"),
        ("Vellamo", "place"),
        ("MPA", "organization"),
    ]
