from contextlib import suppress
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import headers
from flows.fetch import Rejected
from flows.pacing import Budget
from flows.visits import Visit, host, web_address
from tests.flows.asking import LIMITS

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BASE = httpx.URL("https://news.example/a/b?c")
ADDRESSES = st.text() | st.text("htps:/.[]@%?#\\ax0-1é\t\n") | st.text().map(lambda tail: f"http://a.example/{tail}")


@given(ADDRESSES, st.sampled_from([None, BASE]))
def test_what_is_taken_for_an_address_can_be_asked(url: str, seen_on: httpx.URL | None) -> None:
    with suppress(Rejected):
        address = web_address(url, seen_on)
        visit = Visit(url, address, {}, Budget(1.0), attempt=1, is_robots=False)
        asked = visit.request(LIMITS)
        assert asked.headers["host"].startswith((host(address), f"[{host(address)}]"))
        assert address.scheme in {"http", "https"}
        assert not address.userinfo
        assert web_address(str(address)) == address


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("../x", "https://news.example/x"),
        ("?d", "https://news.example/a/b?d"),
        ("//other.example/x", "https://other.example/x"),
        ("http://u:p@other.example/x#y", "http://other.example/x"),
        ("", "https://news.example/a/b?c"),
    ],
)
def test_relative_addresses(location: str, expected: str) -> None:
    assert str(web_address(location, BASE)) == expected


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n")) | st.datetimes().map(str))
def test_any_field_can_be_read(value: str) -> None:
    names = ("retry-after", "content-type", "content-length", "etag")
    fields = httpx.Headers([(name.encode(), value.encode("latin-1")) for name in names])
    wait = headers.retry_after(fields, NOW)
    assert wait is None or 0 <= wait <= 604_800
    assert headers.length(fields) >= 0
    media_type = headers.media_type(fields["content-type"])
    assert media_type is None or media_type == media_type.lower()
    assert headers.conditions(headers.validator(fields["etag"]), value).keys() <= {"If-None-Match", "If-Modified-Since"}
    assert headers.charset(fields["content-type"]) is None or "charset" in value.lower()
