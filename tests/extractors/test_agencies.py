from __future__ import annotations

import pytest

from extractors import agencies

STORY = "The harbour of Veldia was closed on Friday after a storm.\nShips waited outside."


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("VELDIA (AP) — The harbour was closed on Friday.", "AP"),
        ("VELDIA, Feb 18 (Reuters) - The harbour was closed.", "Reuters"),
        ("Veldia (dpa) - Der Hafen wurde geschlossen.", "dpa"),
        ("Veldia (dpa/lno) - Der Hafen wurde geschlossen.", "dpa"),
        ("Veldia (APA/dpa) – Der Hafen wurde geschlossen.", "APA"),  # noqa: RUF001  its dash is meant
        ("(ANSA) - VELDIA, 18 FEB - Il porto è chiuso.", "ANSA"),
        ("МОСКВА, 18 февраля. /ТАСС/. Порт закрыт.", "TASS"),  # noqa: RUF001  Cyrillic is meant
        ("[東京 18日 ロイター] - 港は閉鎖された。", "Reuters"),
        ("【ソウル聯合ニュース】港は閉鎖された。", "Yonhap"),
        ("新华社北京2月18日电 港口周五关闭。", "Xinhua"),
        (f"{STORY}\nQuelle: dpa/AFP", "dpa"),
        (f"{STORY}\n© 2026 The Associated Press. All rights reserved.", "AP"),
        (f"{STORY}\nAvec AFP", "AFP"),
        (f"{STORY}\ndpa", "dpa"),
        (f"{STORY} (Reporting by Ona Reed; Editing by Pavel Ostrin)", "Reuters"),
        (f"{STORY} (EFE)", "EFE"),
        (f"{STORY} — AFP", "AFP"),
    ],
)
def test_an_agency_is_named_in_a_dateline_or_a_credit(text: str, agency: str) -> None:
    assert agencies.named(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "",
        "The Associated Press (AP) said that its photographer was hurt in Veldia.",
        "Reuters lays off 200 people. The agency AFP has other plans, as it told the AP on Friday.",
        f"{STORY}\nThe agency Reuters was told by the mayor that ships wait outside, and that nobody can say how long.",
        "Thousands marched through Veldia (a city of the north) - and a band played.",
    ],
)
def test_news_of_agencies_is_not_theirs(text: str) -> None:
    assert agencies.named(text) is None


@pytest.mark.parametrize(
    ("authors", "agency"),
    [(["Reuters"], "Reuters"), (["Ona Reed", "dpa"], "dpa"), (["dpa/AFP"], "dpa"), (["The Associated Press"], "AP")],
)
def test_an_agency_may_sign(authors: list[str], agency: str) -> None:
    assert agencies.named(STORY, authors) == agency


def test_a_person_is_no_agency() -> None:
    assert agencies.named(STORY, ["Ana Paal", "TT Reed"]) is None
