from __future__ import annotations

import pytest

from extractors import entities
from tests.extractors.versions import version


def types(text: str, name: str) -> list[str]:
    return [m.type for m in entities.find(version("", text)) if m.surface == name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spain beat Norway 3-1 in Lisbon on Friday, and their coach was pleased.", "Norway"),
        ("Norway captain Ida Solberg missed a penalty, and the goalkeeper went down in the last match.", "Norway"),
        ("She scored twice for Norway in the qualifier. The coach was pleased.", "Norway"),
        ("It was the first defeat by Norway in a qualifier since the striker Ida Solberg made her debut.", "Norway"),
        ("Norway are top of the league, two points ahead. Their goalkeeper did not concede a goal.", "Norway"),
    ],
)
def test_a_country_that_plays_is_a_team(text: str, name: str) -> None:
    assert types(text, name) == ["organization"]


@pytest.mark.parametrize(
    "text",
    [
        "Trade with Norway grew again, the finance minister said.",
        "Parliament voted 89-12 against Norway on Friday.",  # figures alone are no match
        "The coach said the qualifier in Norway, a match without goals, was the worst of the tournament.",
    ],
)
def test_a_country_in_other_news_and_a_venue_stay_places(text: str) -> None:
    assert types(text, "Norway") == ["place"]


def test_a_text_has_a_country_and_its_team() -> None:
    text = "Norway beat Spain 3-1 on Friday. The goalkeeper will stay in Spain after the match, her coach said."
    assert types(text, "Spain") == ["organization", "place"]
