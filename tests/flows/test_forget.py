"""A takedown: nothing of the article is left, the others stand as they stood, and it does not come back."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows import direct
from flows.errors import NothingFound
from flows.settings import Settings
from tests.flows.command import Newsduck
from tests.flows.test_reprocess import ROWS
from tests.flows.test_search import FERRY
from warehouse import checks, database

FAMILY = "Quibblewort"
TAKEN_DOWN = {
    "url": "https://galway-post.example/quibblewort?utm_source=feed",
    "title": f"{FAMILY} family sells its farm",
    "published_at": "2026-11-17T09:00:00Z",
    "text": f"The {FAMILY} family of Galway sold its farm on Tuesday after four generations, Seamus {FAMILY} said."
    " A neighbour bought the meadows, and the house by the lake stays empty for now.",
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, [ROWS[0], TAKEN_DOWN, ROWS[1]])))
    newsduck = Newsduck(folder)
    assert newsduck("load", "rows.jsonl").code == 0
    assert newsduck("backup", "before.tar").code == 0
    return folder


@pytest.fixture
def newsduck(loaded: Path, tmp_path: Path) -> Newsduck:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return Newsduck(tmp_path)


def places(home: Path) -> list[str]:
    """Return the files below the home in whose bytes, unpacked, the secret stands."""
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_file():
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            found += [path.name] if FAMILY.lower().encode() in body.lower() else []
    return found


def broken(newsduck: Newsduck) -> dict[str, str]:
    with database.open_writer(newsduck.folder / "data" / "private" / "newsduck.duckdb") as db:
        return checks.broken(db)


TITLES = "SELECT title FROM main.articles ORDER BY ALL"
OTHERS = [{"title": row["title"]} for row in ROWS]


def test_nothing_is_left_and_the_others_stand(newsduck: Newsduck) -> None:
    home = newsduck.folder / "data"
    assert {"newsduck.duckdb", "published.duckdb"} < set(places(home))  # in plain sight before, the archive too
    before = newsduck.rows("SELECT * EXCLUDE (story_id) FROM main.articles WHERE title NOT LIKE 'Quib%' ORDER BY ALL")
    done = newsduck("forget", str(TAKEN_DOWN["url"]), "--reason", "the family asks for it")
    assert (done.code, done.err) == (0, "")
    assert newsduck.rows("SELECT * EXCLUDE (story_id) FROM main.articles ORDER BY ALL") == before
    # A link and an outcome say that the address was there; words, names and bytes are gone.
    with database.open_writer(home / "private" / "newsduck.duckdb") as db:
        assert db.execute("SELECT count(*) FROM entities AS e WHERE e.name ILIKE '%quibble%'").fetchall() == [(0,)]
        assert db.execute("SELECT t.reason, t.to_erase FROM tombstones AS t").fetchall() == [
            ("the family asks for it", [])
        ]
    assert not [name for name in places(home) if name.endswith(".gz")]
    assert broken(newsduck) == {}
    again = newsduck("reprocess", "--stage", "text")
    assert "2 items: 2 unchanged" in again.out  # their pages moved in the archive, and are found


def test_its_words_are_not_in_the_bytes_of_the_warehouse(newsduck: Newsduck) -> None:
    files = [newsduck.folder / "data" / name for name in ("published.duckdb", "private/newsduck.duckdb")]
    words = (f"{FAMILY} family".encode(), f"Seamus {FAMILY}".encode())
    assert all(word in file.read_bytes() for file in files for word in words)
    assert newsduck("forget", str(TAKEN_DOWN["url"])).code == 0
    assert not [word for file in files for word in words if word in file.read_bytes()]


def test_it_does_not_come_back_by_the_same_file_an_export_or_a_backup(newsduck: Newsduck) -> None:
    assert newsduck("export", "out", "--format", "jsonl").code == 0
    assert newsduck("forget", "https://galway-post.example/quibblewort").code == 0
    again = newsduck("load", "rows.jsonl", "out/articles.jsonl")
    assert again.code == 0
    assert again.err.count("forgotten, it was taken down") == 2
    assert newsduck.rows(TITLES) == OTHERS
    restored = newsduck("restore", "before.tar", "--force")
    assert restored.code == 0, restored.err
    assert newsduck.rows(TITLES) == OTHERS
    assert broken(newsduck) == {}
    shutil.rmtree(next((newsduck.folder / "data").glob("replaced-*")))
    assert not [name for name in places(newsduck.folder / "data") if name.endswith(".gz")]


def test_what_is_not_there_or_was_forgotten_is_a_sentence(newsduck: Newsduck) -> None:
    done = newsduck("forget", "https://galway-post.example/nothing")
    assert done.code == 1
    assert "no article 'https://galway-post.example/nothing'" in done.err
    assert newsduck("forget", str(TAKEN_DOWN["url"])).code == 0
    done = newsduck("forget", "https://galway-post.example/quibblewort")
    assert done.code == 1
    assert "was taken down before" in done.err


def test_a_page_that_names_it_as_its_own_address_is_not_kept_either(newsduck: Newsduck) -> None:
    assert newsduck("forget", str(TAKEN_DOWN["url"])).code == 0
    other = f"""<html><head><title>{TAKEN_DOWN["title"]}</title>
    <link rel="canonical" href="https://galway-post.example/quibblewort"></head>
    <body><article><h1>{TAKEN_DOWN["title"]}</h1><p>{TAKEN_DOWN["text"]}</p></article></body></html>"""
    rows = [{"url": "https://galway-post.example/amp/quibblewort", "html": other}, FERRY]
    (newsduck.folder / "amp.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = newsduck("load", "amp.jsonl")
    assert done.code == 0
    assert "forgotten, it was taken down" in done.err
    assert not [name for name in places(newsduck.folder / "data") if name.endswith(".gz")]
    assert broken(newsduck) == {}
    assert "3 items: 3 unchanged" in newsduck("reprocess", "--stage", "text").out


KILLED = """
import importlib, os, sys
from pathlib import Path
from flows import direct
from flows.settings import Settings
module, name, address = sys.argv[1:]
place = importlib.import_module(module)
function = getattr(place, name)
def killed(it, *rest):
    if name != "erase" or it.suffix == ".gz":
        os._exit(9)
    function(it, *rest)
setattr(place, name, killed)
direct.forget(Settings(home=Path("data"), workers=1), address, None, print)
"""


@pytest.mark.parametrize(
    ("module", "name"), [("flows.erasing", "erase"), ("flows.cluster", "cluster"), ("warehouse.publishing", "publish")]
)
def test_one_that_was_killed_is_finished_by_the_next(newsduck: Newsduck, module: str, name: str) -> None:
    address = str(TAKEN_DOWN["url"])
    killed = subprocess.run(  # noqa: S603  our own code
        [sys.executable, "-c", KILLED, module, name, address], cwd=newsduck.folder, check=False
    )
    assert killed.returncode == 9
    assert set(broken(newsduck)) == ({"tombstones_kept"} if name == "erase" else set())
    done = newsduck("forget", address)
    assert (done.code, done.err) == (0, "")
    assert "was taken down before, by a command that was stopped" in done.out
    assert broken(newsduck) == {}
    assert not [place for place in places(newsduck.folder / "data") if place.endswith(".gz")]
    assert newsduck.rows("SELECT title FROM main.articles WHERE story_id IS NOT NULL ORDER BY ALL") == OTHERS
    with pytest.raises(NothingFound, match="was taken down before; nothing is left of it"):
        direct.forget(Settings(home=newsduck.folder / "data", workers=1), address, None, print)
