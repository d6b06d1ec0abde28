from __future__ import annotations

import json
import time
from datetime import MAXYEAR, UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors import instants
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
        "20 ноября 2026 г.",  # noqa: RUF001  Russian is meant
        "20 листопада 2026",
        "20 listopada 2026 r.",
        "20. listopadu 2026",
        "20 Kasım 2026",  # noqa: RUF001  Turkish is meant
        "2026. november 20.",
        "20 marraskuuta 2026",
        "20 Νοεμβρίου 2026",
        "20 نوفمبر 2026",
        "20 בנובמבר 2026",
        "2026년 11월 20일",
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
        "2026년 11월 20일 23:30",
        "Fri, 20 Nov 2026 06:30 America/Los_Angeles",
        "1795185000",
        "1795185000000",
    ],
)
def test_an_instant_is_understood_with_its_zone(written: str) -> None:
    assert instant(written) == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "03/04/2026",
        "31.02.2026",
        "2026-13-01",
        "Nov. 2026",
        "0001-01-01T00:00:00Z",
        "1970-01-01",
        "12:30",
        "2026-11-20-01",
        "2026-11-20T09:xx:00Z",
        "20 Nov 2026 11:47 +zz:00",
    ],
)
def test_what_is_no_date_or_two_is_none(written: str) -> None:
    assert instant(written) is None


def test_an_american_clock_says_which_comes_first() -> None:
    assert instant("03/04/2026 4:20 pm") == datetime(2026, 3, 4, 16, 20, tzinfo=UTC)
    assert instant("12:05 am 20.11.2026") == datetime(2026, 11, 20, 0, 5, tzinfo=UTC)


def test_who_knows_the_zone_and_the_order_may_say_so() -> None:
    berlin = instants.zone("Europe/Berlin")
    assert berlin is not None
    assert instant("20.11.2026, 15:30 Uhr", berlin) == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    assert instant("2026-11-20T14:30:00Z", berlin) == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    assert instant("03/04/2026", month_first=True) == datetime(2026, 3, 4, tzinfo=UTC)
    assert instant("03/04/2026", month_first=False) == datetime(2026, 4, 3, tzinfo=UTC)
    assert instants.zone("Nowhere/At_All") is instants.zone(None) is None


@pytest.mark.parametrize(
    ("written", "at"),
    [("2026", (2026, 1, 1)), ("2026-11", (2026, 11, 1)), ("-26-11", (2026, 11, 1)), ("26324", (2026, 11, 20))],
)
def test_feeds_may_name_a_part_of_a_date(written: str, at: tuple[int, int, int]) -> None:
    assert instants.of_feed(written) == datetime(*at, tzinfo=UTC)
    assert instant(written) is None
    assert instants.of_feed("2026-13") is instants.of_feed("soon") is None


def test_the_dates_of_the_corpus(dev_data: Path) -> None:
    lines = (dev_data / "fetching/dates.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["epoch"] != "any"]
    right = 0
    for row in rows:
        started = time.process_time()
        found = instants.of_feed(row["input"])
        assert time.process_time() - started < 0.1, row
        right += (found and found.timestamp()) == row["epoch"]
    assert (len(rows), right >= 74) == (77, True)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001  zones are added below
def test_iso_and_rfc_822_agree(naive: datetime) -> None:
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    assert instant(moment.isoformat()) == moment
    assert instant(f"{moment:%d %b %Y %H:%M:%S} +0000") == moment


ANY_DATE = st.datetimes(min_value=datetime(1600, 1, 2))  # noqa: DTZ001  dates that name no zone
WRITTEN = ("%Y-%m-%d %H:%M:%S", "%d %B %Y %H:%M:%S", "%B %d, %Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S")


@given(ANY_DATE, st.sampled_from(WRITTEN), st.timezones())
@example(datetime(1970, 1, 1), WRITTEN[0], ZoneInfo("Asia/Tokyo"))  # noqa: DTZ001
@example(datetime(9999, 12, 31, 23, 59), WRITTEN[0], ZoneInfo("America/New_York"))  # noqa: DTZ001
def test_a_date_without_a_zone_is_of_the_given_one_or_none_in_every_form(day: datetime, form: str, at: tzinfo) -> None:
    found = instants.instant(f"{day:{form}}", at)
    is_none = day.year == MAXYEAR or instants.is_zero(day.replace(tzinfo=UTC, microsecond=0))
    assert found == (None if is_none else instants.in_utc(day.replace(microsecond=0), at))


@given(st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_what_was_read_reads_the_same_again(moment: datetime) -> None:
    once = instants.in_utc(moment)
    assert instants.instant(moment.isoformat()) == once
    assert instants.instant(once.isoformat()) == once


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    found = instant(text)
    assert found is None or found.tzinfo is UTC
