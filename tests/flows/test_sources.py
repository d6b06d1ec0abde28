from __future__ import annotations

from pathlib import Path

import pytest

from extractors import assembly
from extractors.identity import hash_id
from flows import sources
from flows.sources import Overrides, SourceList, SourcesError

SHIPPED = Path(__file__).parents[2] / "deploy" / "sources.toml"


def read(folder: Path, text: str) -> SourceList:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return sources.read(path)


def problem(folder: Path, text: str) -> str:
    with pytest.raises(SourcesError) as caught:
        read(folder, text)
    return str(caught.value).removeprefix(str(folder / "sources.toml"))


def test_an_entry_becomes_a_source_and_its_feeds(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        """
        [[sources]]
        id = "echo"
        name = "The Echo"
        url = "https://www.echo.example/en"
        feeds = ["https://feeds.echo-cdn.example/all.xml", "https://feeds.echo-cdn.example/uk.xml?utm_source=rss"]
        country = "GB"
        language = "en"
        family = "echo-group"
        wire = true
        tags = ["agency"]
        """,
    )
    (source,) = listed.sources
    assert (source.source_id, source.name, source.kind, source.domain) == ("echo", "The Echo", "feed", "echo.example")
    assert (source.url, source.family_id, source.country) == ("https://www.echo.example/en", "echo-group", "GB")
    assert (source.language, source.is_wire, source.tags, source.active) == ("en", True, ("agency",), True)
    assert [feed.url[-20:] for feed in listed.feeds] == ["-cdn.example/all.xml", "k.xml?utm_source=rss"]
    assert [feed.source_id for feed in listed.feeds] == ["echo", "echo"]
    assert listed.feeds[1].feed_id == hash_id("feed", "https://feeds.echo-cdn.example/uk.xml")
    assert (listed.feeds[0].status, listed.feeds[0].next_fetch_at, listed.feeds[0].failures) == ("new", None, 0.0)
    assert listed.folders == ()


def test_a_folder_is_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    listed = read(tmp_path, '[[sources]]\nid = "inbox"\nname = "Inbox"\nfolder = "inbox"\n')
    assert listed.folders == (("inbox", tmp_path / "inbox"),)
    assert (listed.sources[0].kind, listed.sources[0].url, listed.sources[0].domain) == ("folder", "inbox", None)


def test_what_is_not_active_is_listed_and_not_fetched(tmp_path: Path) -> None:
    text = '[[sources]]\nid = "a"\nname = "A"\nfeeds = ["https://a.example/f"]\nactive = false\n'
    listed = read(tmp_path, text + '[[sources]]\nid = "b"\nname = "B"\nfolder = "gone"\nactive = false\n')
    assert [source.active for source in listed.sources] == [False, False]
    assert (listed.feeds, listed.folders) == ((), ())


def test_feeds_sitemaps_and_addresses_mix(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        """
        [[sources]]
        id = "echo"
        name = "The Echo"
        sitemaps = ["https://echo.example/news.xml"]
        feeds = ["https://echo.example/feed"]
        addresses = ["https://echo.example/2026/a", "https://echo.example/2026/b"]
        """,
    )
    assert [(feed.kind, feed.url) for feed in listed.feeds] == [
        ("feed", "https://echo.example/feed"),
        ("sitemap", "https://echo.example/news.xml"),
    ]
    assert listed.addresses == (("echo", "https://echo.example/2026/a"), ("echo", "https://echo.example/2026/b"))
    assert (listed.sources[0].kind, listed.sources[0].url) == ("feed", "https://echo.example/feed")
    assert (listed.sources[0].overrides, listed.overrides["echo"]) == ("{}", Overrides())


def test_overrides_are_data(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        """
        [[sources]]
        id = "echo"
        name = "The Echo"
        addresses = ["https://echo.example/2026/a"]
        language = "de"
        pause_seconds = 5
        time_zone = "Europe/Vienna"
        user_agent = "Example/1.0 (+https://example.org/bot)"
        drop = ["aside.newsletter", "#more > li:first-child"]
        """,
    )
    assert listed.overrides["echo"] == Overrides(
        pause_seconds=5.0,
        time_zone="Europe/Vienna",
        user_agent="Example/1.0 (+https://example.org/bot)",
        drop=("aside.newsletter", "#more > li:first-child"),
        language="de",
    )
    assert listed.sources[0].overrides == (
        '{"drop": ["aside.newsletter", "#more > li:first-child"], "pause_seconds": 5.0, '
        '"time_zone": "Europe/Vienna", "user_agent": "Example/1.0 (+https://example.org/bot)"}'
    )


def test_no_pause_is_an_override_too(tmp_path: Path) -> None:
    listed = read(tmp_path, FED + "pause_seconds = 0")
    assert listed.sources[0].overrides == '{"pause_seconds": 0.0}'


def test_the_name_for_articles_without_a_source_is_not_free(tmp_path: Path) -> None:
    told = problem(tmp_path, FED.replace('"bbc"', f'"{assembly.NO_SOURCE}"'))
    assert "source 'files': id 'files' is the one of articles that were loaded without a source; take another" in told


GOOD = '[[sources]]\nid = "bbc"\nname = "BBC"\n'
FED = GOOD + 'feeds = ["https://a.example/f"]\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD + 'feeds = ["bbc.co.uk"]', ", source 'bbc': feed must be an http(s) address, not 'bbc.co.uk'"),
        (FED + 'url = "www.bbc.example"', ", source 'bbc': url must be an http(s) address, not 'www.bbc.example'"),
        (FED + 'contry = "GB"', ", source 'bbc': unknown key 'contry'; did you mean 'country'?"),
        (GOOD + "feeds = [1]", ", source 'bbc': feeds must be text in quotes, not 1"),
        (GOOD + 'feeds = "https://a.example/f"', ', source \'bbc\': feeds must be a list, as in ["…", "…"], not '),
        (GOOD, ", source 'bbc': give feeds, sitemaps, addresses or a folder"),
        (FED + 'folder = "x"', ", source 'bbc': both feeds and a folder are given; make them two sources"),
        (GOOD + 'folder = "x"', ", source 'bbc': there is no folder "),
        (FED + 'wire = "yes"', ", source 'bbc': wire must be true or false, not 'yes'"),
        (FED + 'country = "uk"', ", source 'bbc': country must be a two-letter ISO 3166 code such as \"GB\", not 'uk'"),
        (FED + 'language = "english"', ", source 'bbc': language must be a two-letter ISO 639 code such as \"en\""),
        ('[[sources]]\nname = "A"\nfolder = "x"', ", entry 1: id is missing"),
        ('[[sources]]\nid = "a"\nname = ""\nfolder = "x"', ", source 'a': name is empty"),
        ('[[sources]]\nid = "A b"\nname = "A"\nfolder = "x"', ", source 'A b': id must consist of small letters"),
        (FED + FED, ", source 'bbc': two sources have this id"),
        (FED + FED.replace("bbc", "x"), ", source 'x': feed https://a.example/f is already a feed of 'bbc'"),
        (FED + 'sitemaps = ["x"]', ", source 'bbc': sitemap must be an http(s) address, not 'x'"),
        (FED + 'addresses = ["ftp://x"]', ", source 'bbc': address must be an http(s) address, not 'ftp://x'"),
        (FED + 'sitemaps = ["https://a.example/f"]', "sitemap https://a.example/f is already a feed of 'bbc'"),
        (FED + 'addresses = ["https://a.example/x", "https://a.example/x#y"]', "is already an address of 'bbc'"),
        (GOOD + 'folder = ""', ", source 'bbc': folder is empty"),
        (GOOD + 'addresses = ["https://a.example/x"]\nfolder = "x"', "both addresses and a folder are given"),
        (FED + "pause_seconds = -1", "pause_seconds must be a number of seconds from 0 to 3600, not -1"),
        (FED + "pause_seconds = 1e9", "pause_seconds must be a number of seconds from 0 to 3600, not 1000000000.0"),
        (FED + "pause_seconds = nan", "pause_seconds must be a number, not nan"),
        (FED + "pause_seconds = true", "pause_seconds must be a number, not True"),
        (FED + 'time_zone = "CET+1"', "time_zone must be an IANA name such as \"Europe/London\", not 'CET+1'"),
        (FED + 'time_zone = "../../etc/passwd"', "time_zone must be an IANA name"),
        (FED + 'time_zone = "Europe"', "time_zone must be an IANA name"),
        (FED + 'time_zone = ""', "time_zone must be an IANA name"),
        (FED + 'user_agent = "a\\nX: y"', "user_agent must be plain ASCII such as"),
        (FED + 'user_agent = ""', "user_agent must be plain ASCII such as"),
        (FED + 'drop = ["p::"]', "drop has 'p::', which is no CSS selector that can be used: "),
        (FED + 'drop = ["svg|a"]', "drop has 'svg|a', which is no CSS selector that can be used: "),
        (FED + 'drop = ["p:first-line-of"]', "drop has 'p:first-line-of', which is no CSS selector that can be used: "),
        (FED + 'drop = "p"', ', source \'bbc\': drop must be a list, as in ["…", "…"], not '),
        ("[[source]]\nid = 1", ": sources is missing"),
        ("sources = 3", ": sources must be a list"),
        ("sources = [3]", ", entry 1: a source must be a [[sources]] table, not 3"),
        ("[[sources]\n", " is not valid TOML: "),
        ("x = \n", "(at line 1, column 5)"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in problem(tmp_path, text)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = problem(tmp_path, GOOD + 'feeds = ["x"]\nwire = 1\n[[sources]]\nid = "b"\nfeed = "x"')
    assert told.count("source 'bbc': ") == 2
    assert told.count("source 'b': ") == 2
    assert told.endswith("source 'b': unknown key 'feed'; did you mean 'feeds'?")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="cannot be read: no such file or directory; NEWSDUCK_SOURCES names"):
        sources.read(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(SourcesError, match="is not UTF-8"):
        sources.read(tmp_path / "latin.toml")


def test_the_shipped_list_is_sound() -> None:
    listed = sources.read(SHIPPED)
    assert len(listed.sources) >= 21
    assert len({source.language for source in listed.sources} - {None}) >= 4
    assert any(source.is_wire for source in listed.sources)
    assert all(feed.url.startswith("https://") for feed in listed.feeds)
    assert all(source.country and source.language and source.family_id for source in listed.sources[:-1])
    assert listed.folders == (("samples", SHIPPED.parent / "samples"),)
