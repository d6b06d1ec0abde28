import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import robots

URL = "https://news.example/a/1"


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        (b"", True),
        (b"User-agent: *\nDisallow: /", False),
        (b"\xef\xbb\xbfUser-agent: newsduck\nDisallow: /a", False),
        (b"User-agent: newsduck/2.1\nDisallow: /a", False),
        (b"User-Agent: NewsDuck and friends\nDisallow: /a", False),
        (b"User-agent: newsduckling\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: newsduck # a friend\nAllow: /", True),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/1", True),
        (b"User-agent: *\nDisallow: /*/1$", False),
        (b"<html><body>Not found</body></html>", True),
        (b"\xff\xfe\x00binary", True),
    ],
)
def test_rules(text: bytes, *, is_allowed: bool) -> None:
    assert robots.read(text, "newsduck").allow(URL) is is_allowed


def test_rules_beyond_the_limit_do_not_count() -> None:
    padding = b"# x\n" * (robots.MAX_BYTES // 4)
    assert robots.read(padding + b"User-agent: *\nDisallow: /", "newsduck").allow(URL)


@pytest.mark.parametrize("between", [b"", b"#\n", b"\n", b"junk\n", b"Sitemap: /s\n", b"Sitemap /s\n", b"Host: a\n"])
def test_very_many_names_and_rules_take_no_time(between: bytes) -> None:
    names = b"".join(b"User-agent: bot%d\nUser-agent: n\n%s" % (n, between) for n in range(8000))
    started = time.process_time()
    rules = robots.read(names + b"User-agent: newsduck\n" + b"Disallow: /a\n" * 20_000, "newsduck")
    assert not rules.allow(URL)
    assert time.process_time() - started < 1


def test_crawl_delay() -> None:
    assert robots.read(b"User-agent: *\nCrawl-delay: 2.5", "newsduck").crawl_delay == 2.5
    assert robots.read(b"User-agent: *\nCrawl-delay: soon", "newsduck").crawl_delay is None


def test_product_token_of_a_user_agent() -> None:
    assert robots.product("newsduck/1.0 (+mailto:a@b.example)") == "newsduck"
    assert robots.product("newsduck (+x/y)") == "newsduck"


@given(st.binary())
def test_any_bytes_have_rules(data: bytes) -> None:
    assert isinstance(robots.read(data, "newsduck").allow(URL), bool)


def test_published_cases() -> None:
    folder = os.environ.get("NEWSDUCK_DEV_DATA")
    if not folder:
        pytest.skip("NEWSDUCK_DEV_DATA names no folder with the published robots.txt cases")
    lines = (Path(folder) / "fetching" / "robots.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    right = [
        robots.Rules(case["robots"], robots.product(case["agent"])).allow(case["url"]) is case["allowed"]
        for case in cases
    ]
    assert len(right) == 555
    assert sum(right) >= 546
