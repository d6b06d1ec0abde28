import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import article, reservations
from extractors.markup import parse
from extractors.records import Reading
from tests.extractors import page

HOME = "https://news.example"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([("TDM-Reservation", "1")], ("tdm-reservation",)),
        (
            [("tdm-reservation", " 1 "), ("tdm-policy", "https://a.example/p")],
            ("tdm-reservation", "tdm-policy=https://a.example/p"),
        ),
        ([("tdm-reservation", "1"), ("tdm-policy", "see our terms")], ("tdm-reservation",)),
        ([("tdm-policy", "https://a.example/p")], ()),
        ([("tdm-reservation", "0")], ("tdm-reservation=0",)),
        ([("tdm-reservation", "yes")], ()),
        ([("X-Robots-Tag", "noai, noimageai")], ("noai", "noimageai")),
        ([("X-Robots-Tag", "NOAI")], ("noai",)),
        ([("X-Robots-Tag", "noindex, none, nofollow, noarchive")], ()),
        ([("X-Robots-Tag", "otherbot: noai")], ()),
        ([("X-Robots-Tag", "otherbot: noindex, noai")], ()),
        ([("X-Robots-Tag", "otherbot: noindex, newsduck: noai")], ("noai",)),
        ([("X-Robots-Tag", "NewsDuck: noai")], ("noai",)),
        ([("X-Robots-Tag", "otherbot: noai"), ("X-Robots-Tag", "noimageai")], ("noimageai",)),
        ([("X-Robots-Tag", "max-snippet: 20, noai")], ("noai",)),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2030 15:00:00 PST, noai")], ("noai",)),
        ([("Content-Usage", "train-ai=n, search=y")], ("ai-train=no",)),
        ([("Content-Usage", "train-ai=n;exp=1, bots=n")], ("ai-train=no", "bots=no")),
        ([("Content-Signal", "ai-train=no, search=yes, ai-input=no")], ("ai-train=no", "ai-input=no")),
        ([("Content-Signal", "ai-train = NO")], ("ai-train=no",)),
        ([("Content-Signal", "ai-train, =no, foo=no")], ()),
        ([], ()),
    ],
)
def test_fields(fields: list[tuple[str, str]], words: tuple[str, ...]) -> None:
    assert reservations.of_fields(fields, "newsduck") == words


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ('<meta name="tdm-reservation" content="1">', ("tdm-reservation",)),
        ('<META NAME="TDM-Reservation" CONTENT=" 1 ">', ("tdm-reservation",)),
        ('<meta name="tdm-reservation" content="0">', ("tdm-reservation=0",)),
        ('<meta name="robots" content="noai, noimageai">', ("noai", "noimageai")),
        ('<meta name="robots" content="index, follow">', ()),
        ('<meta name="robots" content="noindex">', ()),
        ('<meta name="otherbot" content="noai">', ()),
        ('<meta name="description" content="noai">', ()),
        ('<meta property="robots" content="noai"><meta name="robots">', ()),
    ],
)
def test_meta_elements(head: str, words: tuple[str, ...]) -> None:
    tree = parse(f"<html><head>{head}</head><body><p>Text.</p></body></html>")
    assert tree is not None
    assert reservations.of_tree(tree) == words


@pytest.mark.parametrize(
    ("body", "path", "words"),
    [
        (b'[{"location": "/", "tdm-reservation": 1}]', "/a", ("tdm-reservation",)),
        (b'[{"location": "*", "tdm-reservation": "1"}]', "/a", ("tdm-reservation",)),
        (b'[{"location": "/paid/", "tdm-reservation": 1}]', "/a", ()),
        (b'[{"location": "/paid/*.html$", "tdm-reservation": 1}]', "/paid/x.html", ("tdm-reservation",)),
        (b'[{"location": "/paid/*.html$", "tdm-reservation": 1}]', "/paid/x.html?y", ()),
        (b'[{"location": "/a$", "tdm-reservation": 1}]', "/a", ("tdm-reservation",)),
        (b'[{"location": "/a$", "tdm-reservation": 1}]', "/ab", ()),
        (b'[{"location": "/a*b*c", "tdm-reservation": 1}]', "/axbyc", ("tdm-reservation",)),
        (b'[{"location": "/a*b*c", "tdm-reservation": 1}]', "/axcyb", ()),
        (b'[{"location": "/caf\\u00e9", "tdm-reservation": 1}]', "/caf%C3%A9/1", ("tdm-reservation",)),
        (
            b'[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]',
            "/free/1",
            ("tdm-reservation=0",),
        ),
        (
            (
                b'[{"location": "/b", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"},'
                b' {"location": "/", "tdm-reservation": 1}]'
            ),
            "/b/1",
            ("tdm-reservation", "tdm-policy=https://a.example/p"),
        ),
        (
            (
                b'[{"location": "/b", "tdm-reservation": 1},'
                b' {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"}]'
            ),
            "/b/1",
            ("tdm-reservation",),
        ),
        (b'[1, null, {}, {"location": 3}, {"tdm-reservation": 1}]', "/a", ()),
        (b'{"location": "/", "tdm-reservation": 1}', "/a", ()),
        (b"<html>Not found</html>", "/a", ()),
        (b"\xff\xfe", "/a", ()),
        (b"[" * 200_000, "/a", ()),
    ],
)
def test_tdmrep(body: bytes, path: str, words: tuple[str, ...]) -> None:
    assert reservations.binding(reservations.of_tdmrep(body), HOME + path) == words


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("search=yes, ai-train=no", ("ai-train=no",)),
        ("/ ai-train=no", ("ai-train=no",)),
        ("/paid/ ai-train=no", ("ai-train=no /paid/",)),
        ("/free/ train-ai=y", ("ai-train=yes /free/",)),
        ("", ()),
        ("/", ()),
        ("nonsense", ()),
    ],
)
def test_usage_lines(line: str, declared: tuple[str, ...]) -> None:
    assert reservations.of_usage(line) == declared


def test_the_nearest_word_on_mining_counts() -> None:
    declared = ("tdm-reservation", "tdm-policy=https://a.example/p", "ai-train=no")
    assert reservations.joined(declared, ()) == declared
    assert reservations.joined(declared, ("tdm-reservation=0", "noai")) == ("ai-train=no", "noai")
    assert reservations.joined(declared, ("tdm-reservation",)) == ("ai-train=no", "tdm-reservation")
    assert reservations.joined(("noai",), ("noai",)) == ("noai",)


def test_an_article_says_what_its_answer_and_its_page_reserve() -> None:
    prose = "<p>The harbour stayed shut on Monday while engineers looked for the leak in the northern basin.</p>" * 6
    head = '<title>Harbour shut</title><meta name="robots" content="noai"><meta name="tdm-reservation" content="0">'
    body = f"<html><head>{head}</head><body><article><h1>Harbour shut</h1>{prose}</article></body></html>"
    reading = article.read(page.of(body, reservations=("tdm-reservation", "ai-train=no")))
    assert isinstance(reading, Reading)
    assert reading.version.reservations == ("ai-train=no", "noai")


WORDS = st.text("tdm-reservation=01 /*$noaixyes,:;=", max_size=60) | st.text()


@given(
    st.lists(st.tuples(st.sampled_from(["tdm-reservation", "X-Robots-Tag", "Content-Usage", "tdm-policy"]), WORDS)),
    WORDS,
    st.binary(),
)
def test_any_text_can_be_read(fields: list[tuple[str, str]], line: str, body: bytes) -> None:
    declared = (*reservations.of_usage(line), *reservations.of_tdmrep(body))
    found = reservations.joined(
        reservations.binding(declared, f"{HOME}/{line}"), reservations.of_fields(fields, "newsduck")
    )
    assert all(" " not in word and word.isascii() and len(word) < 520 for word in found)
    assert "tdm-reservation=0" not in found
