"""`newsduck sources …` and `newsduck fetch -f` as a user meets them: mostly processes, their output and exit codes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import source_advice, source_check, source_commands, source_exchange, source_file
from flows.errors import WrongUse
from flows.settings import Settings
from flows.source_entry import Entry
from flows.sources import SourcesError
from tests.flows.command import Done, Newsduck
from tests.flows.site import Site, page
from warehouse.source_checks import FeedCheck, SourceCheck

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOME = """<!doctype html><html lang="de-AT"><head><meta property="og:site_name" content="Das Echo">
<link rel="alternate" type="application/rss+xml" title="Das Echo" href="/rss"></head>
<body><p>Nachrichten</p></body></html>"""
SEVERAL = '<a href="/comments/feed">Comments</a> <a href="/feed">News</a>'
OPML = """<?xml version="1.0"?><opml version="1.0"><body><outline text="Politics">
<outline text="Echo" xmlUrl="https://echo.example/a?x=1&y=2" htmlUrl="https://echo.example"/>
<outline text="Echo" xmlUrl="https://echo.example/b" htmlUrl="https://echo.example/"/></outline>
<outline text="Post" title="The Post" xmlUrl="https://post.example/f"/><outline text="Post again" xmlUrl="https://post.example/f"/>
<outline text="no address" xmlUrl="post.example"/></body></opml>"""


def rss(base: str, *paths: str) -> str:
    items = "".join(f"<item><title>{path}</title><link>{base}{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Echo</title>{items}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        feed = page(rss(served.url(""), "/a", "/b"))
        served.routes |= {"/": page(HOME), "/rss": feed}
        served.routes |= {"/all": page(SEVERAL), "/feed": feed, "/comments/feed": feed}
        yield served


def command(newsduck: Newsduck, *arguments: str, stdin: str = "") -> Done:
    return newsduck(
        *arguments,
        stdin=stdin,
        NEWSDUCK_ALLOW_PRIVATE="true",
        NEWSDUCK_PAUSE_SECONDS="0",
        NEWSDUCK_SOURCES="sources.toml",
        NEWSDUCK_WORKERS="1",
    )


def failed(done: Done, code: int, sentence: str) -> bool:
    lines = [line for line in done.err.splitlines() if not line.startswith("looking for")]
    return done.code == code and len(lines) == 1 and sentence in lines[0] and not done.out


def test_a_site_is_added_once(newsduck: Newsduck, site: Site) -> None:
    listed = newsduck.folder / "sources.toml"
    listed.write_text("# mine\n")
    dry = command(newsduck, "sources", "add", site.url("/"), "--dry-run", "--id", "echo")
    assert (dry.code, listed.read_text()) == (0, "# mine\n")
    expected = {"id": "echo", "name": "Das Echo", "url": site.url("/"), "feeds": [site.url("/rss")], "language": "de"}
    assert tomllib.loads(dry.out) == {"sources": [expected]}
    added = command(newsduck, "sources", "add", site.url("/"), "--id", "echo")
    assert added.code == 0
    assert "Source 'echo' was added to sources.toml; `newsduck run --source echo` fetches it." in added.out
    assert listed.read_text().startswith("# mine\n\n[[sources]]\n")
    assert tomllib.loads(listed.read_text()) == {"sources": [expected]}
    told = json.loads(command(newsduck, "sources", "add", site.url("/all"), "--dry-run", "--json").out)
    assert (told["source"]["feeds"], told["added"]) == ([site.url("/feed")], False)
    assert {each["url"]: each["added"] for each in told["found"]} == {
        site.url("/feed"): True,
        site.url("/comments/feed"): False,
    }
    every = command(newsduck, "sources", "add", site.url("/all"), "--dry-run", "--all")
    assert tomllib.loads(every.out)["sources"][0]["feeds"] == [site.url("/feed"), site.url("/comments/feed")]
    again = command(newsduck, "sources", "add", site.url("/"))
    assert failed(again, 2, f"{site.url('/rss')} is already a feed of 'echo' in sources.toml; nothing was added")


def test_what_cannot_be_added_is_told(newsduck: Newsduck, site: Site) -> None:
    (newsduck.folder / "sources.toml").write_text(f'[[sources]]\nid = "x"\nname = "X"\nfeeds = ["{site.url("/f")}"]\n')
    for arguments, code, sentence in (
        (["ftp://echo.example"], 2, "'ftp://echo.example' is no web address"),
        ([""], 2, "'' is no web address"),
        ([site.url("/f")], 2, "is already a feed of 'x' in sources.toml"),
        ([site.url("/"), "--id", "x"], 2, "the id 'x' is taken; give another --id"),
        ([site.url("/"), "--id", "A b"], 2, "--id is 'A b'; it must consist of small letters"),
        ([site.url("/"), "--name", " "], 2, "--name is empty"),
        (["http://127.0.0.1:1"], 1, "http://127.0.0.1:1 cannot be had: no connection"),
    ):
        assert failed(command(newsduck, "sources", "add", *arguments), code, sentence), arguments
    assert site.requests == []
    nowhere = newsduck("sources", "add", site.url("/"))  # deploy/sources.toml, by default
    assert failed(nowhere, 2, "there is no folder deploy; NEWSDUCK_SOURCES names the file")


def test_a_list_is_imported_and_exported(newsduck: Newsduck) -> None:
    (newsduck.folder / "mine.opml").write_text(OPML)
    assert command(newsduck, "sources", "import", "mine.opml", "--dry-run").out.count("[[sources]]") == 2
    told = json.loads(command(newsduck, "sources", "import", "mine.opml", "--dry-run", "--json").out)
    assert (len(told["sources"]), told["added"], told["unusable"]) == (2, False, 1)
    done = command(newsduck, "sources", "import", "mine.opml")
    assert done.out == "sources.toml: 2 new sources with 3 feeds, 1 known already, 1 without a web address\n"
    again = command(newsduck, "sources", "import", "-", stdin=OPML)
    assert again.out == "sources.toml: 0 new sources with 0 feeds, 4 known already, 1 without a web address\n"
    assert command(newsduck, "sources", "export", "out.opml").code == 0
    (newsduck.folder / "first.toml").write_bytes((newsduck.folder / "sources.toml").read_bytes())
    (newsduck.folder / "sources.toml").unlink()
    assert command(newsduck, "sources", "import", "out.opml").code == 0
    assert (newsduck.folder / "sources.toml").read_text() == (newsduck.folder / "first.toml").read_text()


def test_addresses_are_fetched_from_a_list(newsduck: Newsduck, site: Site) -> None:
    site.routes["/rss"] = page("<p>short</p>")
    lines = f"# two of them\n{site.url('/rss')}\n\n  {site.url('/gone')}   # gone\n"
    done = command(newsduck, "fetch", site.url("/gone/too"), "-f", "-", stdin=lines)
    assert done.code == 1
    assert done.out.startswith("3 items: ")
    assert f"{site.url('/gone')}: http_error, 404 Not Found" in done.err
    assert failed(command(newsduck, "fetch", "-f", "nowhere.txt"), 2, "nowhere.txt cannot be read: no such file")
    wrong = command(newsduck, "fetch", "-f", "-", stdin="https://a.example/\nb.example\n")
    assert failed(wrong, 2, "standard input, line 2: 'b.example' is no web address")
    assert failed(command(newsduck, "fetch", "-f", "-", stdin="# none\n"), 2, "standard input names no address")


def test_a_check_tells_what_ran_and_what_answers_now(newsduck: Newsduck, site: Site) -> None:
    (newsduck.folder / "sources.toml").write_text(
        f'[[sources]]\nid = "echo"\nname = "Echo"\nfeeds = ["{site.url("/rss")}"]\n\n'
        f'[[sources]]\nid = "post"\nname = "Post"\nfeeds = ["{site.url("/gone")}"]\n\n'
        f'[[sources]]\nid = "one"\nname = "One"\naddresses = ["{site.url("/page")}"]\n'
    )
    empty = command(newsduck, "sources", "check")
    assert (empty.code, "Nothing ran yet in data; `newsduck run` asks them all." in empty.out) == (0, True)
    assert "not asked yet: `newsduck run --source post`" in empty.out
    assert not (newsduck.folder / "data").exists()
    assert failed(command(newsduck, "sources", "check", "--source", "no"), 2, "no source 'no' in sources.toml")
    command(newsduck, "run")
    done = command(newsduck, "sources", "check")
    assert done.code == 4
    (post,) = [line for line in done.out.splitlines() if line.startswith(" post ")]
    cells = [cell.strip() for cell in post.split("  ") if cell.strip()]
    assert cells[:4] == ["post", site.url("/gone"), "failing", "http_error 404"]
    assert cells[-4:-1] == ["0", "allowed", "0.5"]
    advice = "gone: find its new address with `newsduck sources add`"
    assert f"post {site.url('/gone')}: 404 Not Found; {advice}\n" in done.out
    assert done.out.endswith("2 of 3 fail or are silent.\n")
    well = command(newsduck, "sources", "check", "--source", "echo", "--json", "--live")
    assert well.code == 0
    report = json.loads(well.out)
    (line,), (answered,) = report["sources"], report["live"]
    assert (line["state"], line["feed"]["new_links"], line["feed"]["robots_allowed"]) == ("ok", 2, True)
    assert (answered["outcome"], answered["kind"], answered["items"], answered["new"]) == ("ok", "rss", 2, 0)
    live = command(newsduck, "sources", "check", "--source", "post", "--live")
    assert live.code == 4
    assert "Asked now" in live.out


def test_what_is_wrong_with_many_is_told_once(newsduck: Newsduck, site: Site) -> None:
    (newsduck.folder / "sources.toml").write_text(
        "".join(f'[[sources]]\nid = "s{n}"\nname = "S{n}"\nfeeds = ["{site.url(f"/gone/{n}")}"]\n\n' for n in range(5))
    )
    command(newsduck, "run")
    told = command(newsduck, "sources", "check").out.splitlines()
    assert [line for line in told if line.startswith("s0")] == [
        "s0, s1, s2, s3, s4: 404 Not Found; gone: find its new address with `newsduck sources add`"
    ]


def test_the_list_shows_every_kind(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.sources.write_text(
        '[[sources]]\nid = "a"\nname = "A"\nfeeds = ["https://a.example/f"]\nsitemaps = ["https://a.example/s"]\n\n'
        '[[sources]]\nid = "b"\nname = "B"\naddresses = ["https://b.example/1"]\nactive = false\n\n'
        '[[sources]]\nid = "c"\nname = "C"\nfolder = "."\n'
    )
    source_commands.show(settings, as_json=False)
    a, b, c = (line.split("  ") for line in capsys.readouterr().out.splitlines() if line[1:3] in {"a ", "b ", "c "})
    assert "feed, sitemap" in map(str.strip, a)
    assert "https://a.example/f and 1 more" in map(str.strip, a)
    assert "address (not active)" in map(str.strip, b)
    assert "folder" in map(str.strip, c)
    source_commands.show(settings, as_json=True)
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == ["a", "b", "c"]


@pytest.mark.parametrize(("file", "form"), [("x.opml", "opml"), ("x.TOML", "toml"), ("x.json", "json"), ("x", "opml")])
def test_the_name_of_a_file_says_its_form(settings: Settings, file: str, form: str) -> None:
    source_file.append(settings.sources, [Entry(id="a", name="A", feeds=["https://a.example/f"])])
    source_commands.export_list(settings, Path(file), None)
    begins = {"opml": "<?xml version='1.0' encoding='UTF-8'?>\n<opml ", "toml": "[[sources]]\n", "json": "[\n {\n"}
    assert Path(file).read_text().startswith(begins[form])


def test_an_export_says_what_it_leaves_out(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        Entry(id="a", name="A", feeds=["https://a.example/f"]),
        Entry(id="b", name="B", addresses=["https://b.example/1"]),
        Entry(id="c", name="C", feeds=["https://c.example/f"], active=False),
    ]
    source_file.append(settings.sources, entries)
    source_commands.export_list(settings, None, None)
    told = capsys.readouterr()
    assert ("a.example" in told.out, "c.example" in told.out) == (True, False)
    assert told.err == "2 sources without active feeds are left out; --format toml has them all\n"
    source_commands.export_list(settings, None, "toml")
    assert tomllib.loads(capsys.readouterr().out) == tomllib.loads(settings.sources.read_text())
    with pytest.raises(WrongUse, match="--format is 'xml'; it is one of opml, toml, json"):
        source_commands.export_list(settings, None, "xml")
    with pytest.raises(WrongUse, match="is the source list itself; name another file"):
        source_commands.export_list(settings, settings.sources, None)


def test_a_list_without_feeds_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.opml").write_text("<opml><body><outline text='x'/></body></opml>")
    with pytest.raises(SourcesError, match=r"empty\.opml names no feed"):
        source_commands.import_list(settings, tmp_path / "empty.opml", dry_run=False)
    with pytest.raises(SourcesError, match="nowhere cannot be read: no such file or directory"):
        source_commands.import_list(settings, Path("nowhere"), dry_run=False)
    assert not settings.sources.exists()


def test_imported_sources_have_ids_of_their_own(settings: Settings) -> None:
    known = [Entry(id="echo", name="Echo", feeds=["https://echo.example/old"])]
    (settings.sources.parent / "l.opml").write_text(OPML)
    found = source_exchange.imported(source_exchange.read(settings.sources.parent / "l.opml"), known)
    assert [(entry.id, entry.name, entry.tags) for entry in found.entries] == [
        ("echo.example", "Echo", ["Politics"]),
        ("the-post", "The Post", []),
    ]
    assert found.entries[0].feeds == ["https://echo.example/a?x=1&y=2", "https://echo.example/b"]


ENTRY = Entry(id="echo", name="Echo", feeds=["https://echo.example/f"])
FEED = FeedCheck(
    source_id="echo", feed_id="f", url="https://echo.example/f", moved_to=None, status="ok", failures=0.0,
    last_fetch_at=NOW, last_outcome="ok", http_status=200, error=None, robots_allowed=True, last_success_at=NOW,
    last_new_at=NOW, next_fetch_at=NOW + timedelta(hours=1), poll_minutes=60, new_links=3, children=0,
    failing_children=0,
)  # fmt: skip
SOURCE = SourceCheck(
    source_id="echo",
    health="ok",
    articles=3,
    usual=3.0,
    last_article_at=NOW,
    hours_since_article=1.0,
    lag_minutes=12.0,
)


@pytest.mark.parametrize(
    ("changes", "health", "pages", "expected"),
    [
        ({}, "ok", {"stored": 9, "wall": 1}, ""),
        ({"status": "new"}, "never", {}, "not asked yet: `newsduck run --source echo`"),
        ({"status": "failing", "last_outcome": "http_error", "http_status": 410}, "ok", {}, "gone for good"),
        ({"status": "failing", "last_outcome": "http_error", "http_status": 502}, "ok", {}, "the site has a fault"),
        ({"status": "failing", "last_outcome": "timeout", "http_status": 200}, "ok", {}, "too slow"),
        ({"status": "failing", "last_outcome": "blocked_by_robots"}, "ok", {}, "its robots.txt asks us not to"),
        ({"status": "disabled", "last_outcome": "no_text"}, "silent", {}, "no feed any more"),
        ({"status": "failing", "last_outcome": "of another time"}, "ok", {}, "nothing, unless that lasts"),
        ({"moved_to": "https://new.example/f"}, "silent", {}, "moved: write https://new.example/f into the list"),
        ({"children": 7, "failing_children": 2}, "ok", {}, "2 of its 7 sitemaps fail"),
        ({}, "silent", {}, "nothing new for 1 hours: is it still in use?"),
        ({}, "ok", {"wall": 6, "stored": 4}, "6 of 10 pages end as wall: `newsduck sql --saved outcomes`"),
        ({}, "ok", {"wall": 2, "stored": 1}, ""),
    ],
)
def test_advice_names_the_first_thing_to_do(
    changes: dict[str, object], health: str, pages: dict[str, int], expected: str
) -> None:
    feed = replace(FEED, **changes)  # type: ignore[arg-type]  # fields of its own
    said = source_advice.advice(ENTRY, feed, replace(SOURCE, health=health), pages)
    assert said.startswith(expected) if expected else not said


def test_what_is_not_active_needs_nothing() -> None:
    assert source_advice.advice(ENTRY.model_copy(update={"active": False}), None, None, {}) == "not active: nothing"


@pytest.mark.parametrize(
    ("state", "health", "is_ill"),
    [
        ("ok", "ok", False),
        ("new", "never", False),
        ("failing", "ok", True),
        ("disabled", "ok", True),
        ("ok", "silent", True),
    ],
)
def test_a_source_is_ill_where_it_fails_or_is_silent(state: str, health: str, *, is_ill: bool) -> None:
    line = source_check.Line(
        source_id="echo",
        place="https://echo.example/f",
        kind="feed",
        state=state,
        what_to_do="",
        feed=FEED,
        source=replace(SOURCE, health=health),
        pages={},
    )
    assert line.is_ill is is_ill
