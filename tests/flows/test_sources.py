from __future__ import annotations

from pathlib import Path

import pytest

from extractors.identity import hash_id
from flows import sources
from flows.sources import SourceList, SourcesError

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
        (GOOD, ", source 'bbc': give feeds or a folder"),
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
