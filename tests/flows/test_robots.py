import json
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
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
        (b"User-agent: news\nDisallow: /", True),  # another's name that ours begins with
        (b"User-agent: duck\nDisallow: /", True),
        (b"User-agent: newsduck*\nDisallow: /", False),
        (b"User-agent: NEWSDUCK\nDisallow: /", False),
        (b"User-agent: newsduck\nContent-Signal: search=yes\nUser-agent: b\nDisallow: /", False),
        (b"User-agent: newsduck\nSitemap: /s.xml\nUser-agent: b\nDisallow: /", False),
        (b"User-agent: newsduck\nunknown: line\nUser-agent: b\nDisallow: /", False),
        (b"User-agent: newsduck\nNoindex: /a\nUser-agent: b\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: newsduck\nDisallow:", True),
        (b"User-agent: newsduck\nDisallow: /b\n\nUser-agent: newsduck\nDisallow: /a", False),
        (b"User-agent: *\rDisallow: /a\r", False),
        (b"User-agent: *\nDisallow: /A", True),  # paths have capitals
        (b"User-agent: *\nDisallow: /a/1?", True),
        (b"User-agent: *\nDisallow: /%61", False),
        (b"User-agent: *\nDisallow: a/1", True),
        (b"User-agent: *\nDisallow: /a\nAllow: /a", True),  # equally long: allow
        (b"Disallow: /", True),  # for nobody
        (b"User-agent: *\0\nDisallow: /", True),
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


@pytest.mark.parametrize(
    "rule", [b"Disallow: /*a*a*a*b$\n", b"Disallow:/*b\n", b"Disallow: /" + b"*a" * 3000 + b"b$\n"]
)
def test_very_many_wildcards_take_no_time(rule: bytes) -> None:
    rules = robots.read(b"User-agent: *\n" + rule * (robots.MAX_BYTES // len(rule)), "newsduck")
    started = time.process_time()
    is_found_out = len(rule) > 1000  # what is not in time is not allowed
    assert rules.allow("https://news.example/" + "a" * 8000) is is_found_out
    assert rules.allow(URL)
    assert time.process_time() - started < 0.5


def test_reservations_of_the_group_that_binds() -> None:
    lines = b"Content-Signal: search=yes, ai-train=no\nContent-Usage: /free/ train-ai=y\nContent-Usage: bots=n\n"
    own = b"User-agent: newsduck\nDisallow: /x\n"
    assert robots.read(b"User-agent: *\n" + lines, "newsduck").declared == (
        "ai-train=yes /free/",
        "ai-train=no",
        "bots=no",
    )
    assert robots.read(lines, "newsduck").declared == ("ai-train=yes /free/", "ai-train=no", "bots=no")
    assert robots.read(b"User-agent: *\n" + lines + own, "newsduck").declared == ()
    assert robots.read(b"User-agent: other\n" + lines, "newsduck").declared == ()
    assert robots.read(own + lines, "newsduck").declared[1:] == ("ai-train=no", "bots=no")


def test_crawl_delay() -> None:
    assert robots.read(b"User-agent: *\nCrawl-delay: 2.5", "newsduck").crawl_delay == 2.5
    assert robots.read(b"User-agent: *\nCrawl-delay: soon", "newsduck").crawl_delay is None
    assert robots.read(b"User-agent: *\nRequest-rate: 1/20", "newsduck").crawl_delay == 20
    assert robots.read(b"User-agent: *\nCrawl-delay: 5\nRequest-rate: 30/1m", "newsduck").crawl_delay == 5
    assert robots.read(b"User-agent: *\nRequest-rate: 1/0", "newsduck").crawl_delay is None
    for endless in (b"Crawl-delay: 1e308", b"Request-rate: 1/" + b"9" * 400):
        assert robots.read(b"User-agent: *\n" + endless, "newsduck").crawl_delay == 7 * 24 * 3600
    assert robots.read(b"User-agent: *\nRequest-rate: " + b"9" * 5000, "newsduck").crawl_delay is None


def test_product_token_of_a_user_agent() -> None:
    assert robots.product("newsduck/1.0 (+mailto:a@b.example)") == "newsduck"
    assert robots.product("newsduck (+x/y)") == "newsduck"
    assert robots.product("Mozilla/5.0 (compatible; newsduck/1.0; +https://ours.example)") == "newsduck"


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
    assert sum(right) >= 548


def slowly_allowed(groups: list[tuple[list[str], list[tuple[str, str]]]], path: str) -> bool:
    """Judge as RFC 9309 says, 2.2: the rules of all groups of ours, else of everybody's; the longest that fits."""
    named = [rules for names, rules in groups if "newsduck" in names]
    binding = named or [rules for names, rules in groups if "*" in names]
    fitting = [
        (len(pattern), kind == "Allow")
        for rules in binding
        for kind, pattern in rules
        if pattern and re.match(re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$"), path)
    ]
    return max(fitting)[1] if fitting else True


PATTERNS = st.from_regex(r"/[ab/*]{0,5}\$?", fullmatch=True).map(lambda pattern: re.sub(r"\*+", "*", pattern))
GROUPS = st.tuples(
    st.lists(st.sampled_from(["newsduck", "*", "other", "news"]), min_size=1, max_size=2, unique=True),
    st.lists(st.tuples(st.sampled_from(["Allow", "Disallow"]), PATTERNS), min_size=1, max_size=4),
)


@settings(max_examples=60)
@given(st.lists(GROUPS, max_size=4), st.from_regex(r"/[ab/]{0,6}", fullmatch=True))
def test_rules_are_judged_as_the_standard_says(
    groups: list[tuple[list[str], list[tuple[str, str]]]], path: str
) -> None:
    lines = [
        *(
            line
            for names, rules in groups
            for line in (*(f"User-agent: {name}" for name in names), *map(": ".join, rules))
        )
    ]
    rules = robots.read("\n".join(lines).encode(), "newsduck")
    assert rules.allow(f"https://news.example{path}") is slowly_allowed(groups, path)
