from __future__ import annotations

import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import source_file, sources
from flows.source_entry import Entry
from flows.sources import SourcesError

ECHO = Entry(id="echo", name="The Echo", feeds=["https://echo.example/feed", "https://echo.example/uk"], language="en")
POST = Entry(id="post", name='Post "1"', sitemaps=["https://post.example/news.xml"], drop=["p.x"], pause_seconds=2.5)
OWN = """\
# My list.

[[sources]]
name   =   "Own"   # as on the masthead
id = 'own'
feeds = [
  "https://own.example/f",  # the main one
]
# the end
"""


def written(path: Path) -> str:
    return path.read_bytes().decode()


def test_a_new_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    assert source_file.entries(path) == []
    source_file.append(path, [ECHO, POST])
    assert source_file.entries(path) == [ECHO, POST]
    assert sources.read(path).overrides["post"].drop == ("p.x",)
    assert path.stat().st_mode & 0o777 == 0o644
    assert os.listdir(tmp_path) == ["sources.toml"]  # noqa: PTH208  hidden files too


def test_what_a_person_wrote_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(OWN)
    path.chmod(0o600)
    source_file.append(path, [ECHO])
    assert written(path) == (
        OWN
        + """
[[sources]]
id = "echo"
name = "The Echo"
feeds = [
    "https://echo.example/feed",
    "https://echo.example/uk",
]
language = "en"
"""
    )
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\n",
        "# only a comment",
        OWN,
        OWN.rstrip("\n"),
        OWN.replace("\n", "\r\n"),
        "\ufeff" + OWN,
        "sources = []\n",
        'sources = [\n  {id = "own", name = "Own", feeds = ["https://own.example/f"]},  # inline\n]\n',
    ],
)
def test_any_form_of_the_file_takes_another_entry(tmp_path: Path, before: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(before.encode())
    known = source_file.entries(path)
    source_file.append(path, [ECHO, POST])
    assert source_file.entries(path) == [*known, ECHO, POST]
    after = written(path)
    assert after.startswith("\ufeff") == before.startswith("\ufeff")
    assert after.count("#") == before.count("#")
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in before


def test_nothing_is_written_where_the_list_could_not_be_used(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    source_file.append(path, [ECHO])
    before = written(path)
    with pytest.raises(SourcesError, match="source 'echo': two sources have this id"):
        source_file.append(path, [ECHO])
    assert written(path) == before
    path.write_text("sources = 3")
    with pytest.raises(SourcesError, match="sources must be a list"):
        source_file.append(path, [ECHO])
    assert os.listdir(tmp_path) == ["sources.toml"]  # noqa: PTH208


def test_a_link_goes_on_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "list.toml").write_text(OWN)
    (tmp_path / "sources.toml").symlink_to(tmp_path / "real" / "list.toml")
    source_file.append(tmp_path / "sources.toml", [ECHO])
    assert (tmp_path / "sources.toml").is_symlink()
    assert len(source_file.entries(tmp_path / "real" / "list.toml")) == 2


def test_many_may_append_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    new = [Entry(id=f"s{n}", name="S", feeds=[f"https://s{n}.example/f"]) for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda entry: source_file.append(path, [entry]), new)) == [None] * 12
    assert sorted(entry.id for entry in source_file.entries(path)) == sorted(entry.id for entry in new)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"there is no folder .*gone; NEWSDUCK_SOURCES names the file"):
        source_file.append(tmp_path / "gone" / "sources.toml", [ECHO])
    with pytest.raises(FileNotFoundError) as caught:
        source_file.replace(tmp_path / "gone" / "list.opml", "x")
    assert caught.value.filename == str(tmp_path / "gone")


@pytest.mark.parametrize(
    ("taken", "proposals", "expected"),
    [
        (set(), ["bbc", "BBC News"], "bbc"),
        ({"bbc"}, ["bbc", "BBC News"], "bbc-news"),
        ({"bbc", "bbc-news"}, ["bbc", "BBC News"], "bbc-2"),
        ({"bbc", "bbc-2", "bbc-3"}, ["bbc"], "bbc-4"),
        (set(), ["Süddeutsche Zeitung!"], "suddeutsche-zeitung"),
        (set(), ["人民网", "people.com.cn"], "people.com.cn"),
        (set(), ["人民网"], "source"),
        (set(), ["files"], "files-2"),
        (set(), ["-._x"], "x"),
        (set(), ["n" * 60], "n" * 40),
    ],
)
def test_ids_are_free_and_can_be_typed(taken: set[str], proposals: list[str], expected: str) -> None:
    assert source_file.free_id(taken, *proposals) == expected


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "b", "source", "x-2"])))
def test_every_id_can_be_one(name: str, taken: set[str]) -> None:
    found = source_file.free_id(taken, name)
    assert found not in taken
    Entry(id=found, name="A", feeds=["https://a.example/f"])


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.lists(st.text(max_size=20)))
def test_every_name_survives(name: str, tags: list[str]) -> None:
    tags = [tag.encode("utf-8", "replace").decode() for tag in tags]
    entry = Entry(id="a", name=name, feeds=["https://a.example/f"], tags=tags)
    (table,) = tomllib.loads(source_file.as_toml([entry]))["sources"]
    assert Entry.model_validate(table) == entry
