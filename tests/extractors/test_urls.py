import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import urls
from extractors.identity import hash_id

WEB = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(["Example.org", "bücher.example", "[::1]:8080", "a.b.example:443", "user:pw@x.example"]),
    st.text(st.sampled_from("/.%ab~é 2F;\\|"), max_size=12).map(lambda path: "/" + path),
    st.text(st.sampled_from("?&=%a1utm_ref#+ é"), max_size=16).map(lambda query: "?" + query),
)


@given(st.one_of(st.text(), WEB))
def test_canonical_is_idempotent_and_never_raises(url: str) -> None:
    once = urls.canonical(url)
    assert urls.canonical(once) == once


@pytest.mark.parametrize(
    ("seen", "canonical"),
    [
        (" HTTPS://News.Example:443/a/./b/../c?id=3&utm_source=x&fbclid=9#top\n", "https://news.example/a/c?id=3"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:80/?UTM_Medium=mail", "http://news.example/"),
        ("https://news.example/%7euser/%c3%a9?q=a%20b", "https://news.example/~user/%C3%A9?q=a+b"),
        ("https://news.example/übung?artikel=7&b=&a", "https://news.example/%C3%BCbung?artikel=7&b=&a"),
        ("https://user:secret@news.example./x", "https://news.example/x"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://news.example/a//b/", "https://news.example/a//b/"),
    ],
)
def test_canonical_form(seen: str, canonical: str) -> None:
    assert urls.canonical(seen) == canonical


@pytest.mark.parametrize("other", ["", "mailto:a@b.example", "/news/1", "http://", "https://[::1", "http://a b/", "x"])
def test_what_is_no_web_address_comes_back_unchanged(other: str) -> None:
    assert urls.canonical(other) == other


def test_an_overlong_address_comes_back_unchanged() -> None:
    address = "https://news.example/" + "a" * 9000
    assert urls.canonical(address) == address


def test_parameters_that_address_an_article_stay() -> None:
    address = "https://news.example/show?story=4&nid=2&id=7"
    assert urls.canonical(address) == address


def test_the_article_id_is_the_hash_of_the_canonical_address() -> None:
    assert urls.article_id("https://news.example/a") == hash_id("article", "https://news.example/a")


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://news.local.example/x", "local.example"),
        ("http://10.0.0.1/x", "10.0.0.1"),
        ("http://localhost:8000/x", "localhost"),
        ("no address", None),
        ("https://[::1", None),
        (None, None),
    ],
)
def test_registered_domain(url: str | None, domain: str | None) -> None:
    assert urls.domain(url) == domain


@given(st.text(st.sampled_from("abw.-0"), min_size=1, max_size=8), st.text(st.sampled_from("ab/._~;'?&=%+|utm_d")))
def test_a_fragment_changes_nothing(host: str, rest: str) -> None:
    """Addresses without one mostly take a shorter way, which has to lead to the same form."""
    address = f"https://{host}/{rest}"
    assert urls.canonical(f"{address}#top") in {urls.canonical(address), f"{address}#top"}
    assert urls.host(f"{address}#top") == urls.host(f" {address}".lstrip()) == urls.host(address.replace("s:", "S:"))


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("https://other.example/a?b=1", "https://other.example/a?b=1"),
        (" /a ", "https://news.example/a"),
        ("b", "https://news.example/de/b"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?page=2", "https://news.example/de/?page=2"),
        ("", None),
        (None, None),
        ("mailto:a@b.example", None),
        ("javascript:void(0)", None),
        ("http://[bad/", None),
    ],
)
def test_what_a_reference_means(reference: str | None, address: str | None) -> None:
    assert urls.resolved("https://news.example/de/", reference) == address


def test_on_the_corpora_of_others(dev_data: Path) -> None:
    rows = [json.loads(line) for line in (dev_data / "fetching/urls.jsonl").read_text(encoding="utf-8").splitlines()]
    forms = [(row, urls.canonical(row["input"])) for row in rows]
    assert [row["input"] for row, form in forms if urls.canonical(form) != form] == []
    tracking = [(form, urls.canonical(row["expected"])) for row, form in forms if row["suite"] == "miniflux-tracking"]
    assert len(tracking) == 9
    assert [pair for pair in tracking if pair[0] != pair[1]] == []
    resolved = [urls.resolved(row["base"] or "https://news.example/", row["input"]) for row in rows]
    assert len(rows) == 1160
    assert all(address is None or urls.is_web(address) for address in resolved)
    print(f"idempotent on {len(rows)} of {len(rows)} addresses, tracking {len(tracking)} of {len(tracking)}")


def test_an_address_in_a_feed_loses_its_password() -> None:
    assert urls.resolved("https://a.example/", "http://ann:hunter2@b.example/x?y=@z#f") == "http://b.example/x?y=@z#f"
    assert urls.resolved("https://ann:hunter2@a.example/", "/x") == "https://a.example/x"
    assert urls.resolved("https://a.example/", "/@ann") == "https://a.example/@ann"
