from __future__ import annotations

import pytest

from extractors import series
from tests.extractors.documents import document


def issues(*titles: str, sources: tuple[str, ...] = (), is_dated: bool = True) -> list[series.Issue | None]:
    documents = [
        document(str(n), "", title=title, hours=24 * n, source=(*sources, *["courier"] * 9)[n], is_dated=is_dated)
        for n, title in enumerate(titles)
    ]
    return series.issues(documents)


@pytest.mark.parametrize(
    "titles",
    [
        ("Weather on Monday", "Weather on Tuesday"),
        ("Wetter am 3. November 2026", "Wetter am 4. November 2026"),
        ("Horoscope du mardi 3 novembre", "Horoscope du mercredi 4 novembre"),
        ("Morning briefing #45", "Morning briefing #46"),
        ("天气 11月3日", "天气 11月4日"),
        ("Прогноз погоды на 3 ноября", "Прогноз погоды на 4 ноября"),
        ("Your horoscope for May 3", "Your horoscope for May 4"),
        ("Markets 2026-11-03", "Markets 2026-11-04"),
        ("The day at a glance", "The day at a glance", "The day at a glance"),
    ],
)
def test_titles_that_come_back_with_another_date_or_on_three_days_are_a_series(titles: tuple[str, ...]) -> None:
    first, second, *_ = issues(*titles)
    assert first
    assert second
    assert first.series == second.series
    assert not series.may_repeat(first, second)
    assert series.may_repeat(first, first)


@pytest.mark.parametrize(
    "titles",
    [
        ("Death toll rises to 47", "Death toll rises to 52", "Death toll rises to 60"),
        ("Storm Brenda: what we know", "Storm Brenda: what we know"),
        ("", "", ""),
        ("Mayor may resign", "Mayor will resign", "Mayor resigns"),
    ],
)
def test_other_titles_are_no_series(titles: tuple[str, ...]) -> None:
    assert set(issues(*titles)) == {None}


def test_a_title_of_two_sources_is_no_series_of_either() -> None:
    assert set(issues("Weather on Monday", "Weather on Tuesday", sources=("courier", "tribune"))) == {None}


def test_titles_without_dates_make_no_series_of_undated_articles() -> None:
    assert set(issues(*["About us"] * 4, is_dated=False)) == {None}
    assert None not in issues("Weather on Monday", "Weather on Tuesday", is_dated=False)


def test_an_issue_repeats_only_one_of_another_series_and_of_its_own_day() -> None:
    titles = ("Weather on Monday", "Markets on Tuesday", "Weather on Wednesday", "Markets on Thursday")
    monday, tuesday, *_ = issues(*titles)
    assert not series.may_repeat(monday, tuesday)
    weather, markets, *_ = series.issues(
        [document(str(n), "", title=title, hours=24 * (n // 2)) for n, title in enumerate(titles)]
    )
    assert weather
    assert markets
    assert series.may_repeat(weather, markets)
    assert not series.may_repeat(weather, None)
    assert series.may_repeat(None, None)
