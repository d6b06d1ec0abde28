from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import feeds
from extractors.feeds import FeedReading
from extractors.records import Rejection
from tests.extractors import odd_feeds
from tests.extractors.odd_feeds import HERE, Odd
from tests.extractors.test_feeds import BASE, FEED, NOW

SMALL = [odd.body() for odd in (*odd_feeds.BROKEN, *odd_feeds.CHARSETS, *odd_feeds.ADDRESSES)]


def test_the_gazette_has_no_name_twice() -> None:
    names = [odd.name for odd in odd_feeds.ALL]
    assert len(names) >= 100
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("odd", odd_feeds.ALL, ids=lambda odd: odd.name)
def test_an_odd_feed_ends_as_expected_within_two_cpu_seconds(odd: Odd) -> None:
    body = odd.body()
    started = time.process_time()
    reading = feeds.links(body, FEED, base=BASE, now=NOW)
    assert time.process_time() - started < (20 if sys.gettrace() else 2)  # tracing of branches is slow
    if odd.refused:
        assert isinstance(reading, Rejection), reading
        assert reading.outcome is odd.refused
        return
    assert isinstance(reading, FeedReading), reading
    assert tuple(link.url.removeprefix(HERE) for link in reading.links) == odd.paths
    assert reading.truncated + reading.foreign + reading.unusable == odd.left_out
    assert odd.title is None or reading.links[0].title_hint == odd.title
    assert all((link.title_hint or "").isprintable() or "\u202e" in (link.title_hint or "") for link in reading.links)


@settings(max_examples=150, deadline=2000)
@given(st.sampled_from(SMALL), st.data())
def test_no_mutation_of_an_odd_feed_raises(body: bytes, data: st.DataObject) -> None:
    mutated = bytearray(body)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(mutated)))
        mutated[place : place + data.draw(st.integers(0, 9))] = data.draw(
            st.one_of(
                st.binary(max_size=6), st.sampled_from([b"<", b"&", b"]]>", b"<![CDATA[", b"&#x1F600;", b"\xff", b"</"])
            )
        )
    reading = feeds.links(bytes(mutated), FEED, base=BASE, now=NOW)
    assert isinstance(reading, FeedReading | Rejection)
