from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.instants import instant

DAY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "20.11.2026",
        "20. 11. 2026",
        "20.11.26",
        "20. November 2026",
        "Freitag, 20. Nov. 2026",
        "20 novembre 2026",
        "ven., 20 nov. 2026",
        "20 de noviembre de 2026",
        "20 november 2026",
        "November 20th, 2026",
        "Nov. 20, 2026",
        "2026/11/20",
        "20/11/2026",
        "11/20/2026",
        "2026年11月20日",
        "20261120",
        "2026-11-20",
        "Fri, 20 Nov 2026",
    ],
)
def test_a_day_is_understood_as_people_write_it(written: str) -> None:
    assert instant(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20T14:30:00Z",
        "2026-11-20T15:30:00.999+01:00",
        "2026-11-20 09:30:00 -05:00",
        "Fri, 20 Nov 2026 14:30:00 GMT",
        "Fri, 20 Nov 2026 15:30:00 CET",
        "Fri,20 Nov 2026 15:30:00 MEZ",
        "Fr, 20 Nov 2026 15:30:00 +0100",
        "20 Nov 26 09:30 EST",
        "Fri Nov 20 14:30:00 +0000 2026",
        "Fri Nov 20 2026 15:30:00 GMT+0100 (Central European Standard Time)",
        "20.11.2026, 14:30 Uhr",
        "20.11.2026 14.30 Uhr",
        "20 novembre 2026 à 14h30",
        "Nov. 20, 2026, 2:30 p.m.",
        "2026年11月20日 下午2:30",
        "1795185000",
        "1795185000000",
    ],
)
def test_an_instant_is_understood_with_its_zone(written: str) -> None:
    assert instant(written) == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "03/04/2026", "31.02.2026", "2026-13-01", "Nov. 2026", "0001-01-01T00:00:00Z", "1970-01-01", "12:30"],
)
def test_what_is_no_date_or_two_is_none(written: str) -> None:
    assert instant(written) is None


def test_an_american_clock_says_which_comes_first() -> None:
    assert instant("03/04/2026 4:20 pm") == datetime(2026, 3, 4, 16, 20, tzinfo=UTC)
    assert instant("12:05 am 20.11.2026") == datetime(2026, 11, 20, 0, 5, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001  zones are added below
def test_iso_and_rfc_822_agree(naive: datetime) -> None:
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    assert instant(moment.isoformat()) == moment
    assert instant(f"{moment:%d %b %Y %H:%M:%S} +0000") == moment


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    found = instant(text)
    assert found is None or found.tzinfo is UTC
