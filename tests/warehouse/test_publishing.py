from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import Load
from tests.warehouse.samples import article
from warehouse import database, publishing

READ = """
import sys, duckdb
db = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(db.execute("SELECT count(*) FROM report.articles AS a").fetchall()[0][0], flush=True)
"""
LOOK = """
import sys
from pathlib import Path
from warehouse import database
while not Path(sys.argv[2]).exists():
    db = database.open_published(Path(sys.argv[1]))
    articles, versions = db.execute(
        "SELECT (SELECT count(*) FROM articles AS a), (SELECT count(*) FROM article_versions AS v)").fetchall()[0]
    assert articles == versions > 0, (articles, versions)
    db.close()
    print(articles, flush=True)
"""


def articles(path: Path) -> int:
    with database.open_published(path) as db:
        return int(db.execute("SELECT count(*) FROM report.articles AS a").fetchall()[0][0])


def test_what_is_published_is_the_present_state(db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path) -> None:
    published = tmp_path / "out" / "published.duckdb"
    for number in (1, 2):
        load(article(str(number)))
        publishing.publish(db, published)
        assert articles(published) == number
    assert list(published.parent.iterdir()) == [published]


def test_a_reader_in_another_process_keeps_reading_what_it_opened(
    db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    published = tmp_path / "published.duckdb"
    load(article("1"))
    publishing.publish(db, published)
    command = [sys.executable, "-c", READ, str(published)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:  # noqa: S603  our own
        assert reader.stdin is not None
        assert reader.stdout is not None
        for _ in range(2):
            print("count", file=reader.stdin, flush=True)
            assert reader.stdout.readline() == "1\n"
            load(article("2"))
            publishing.publish(db, published)
        reader.communicate("")
    assert articles(published) == 2


def test_an_open_reader_in_this_process_does_not_hide_the_new_file(
    db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    published = tmp_path / "published.duckdb"
    publishing.publish(db, published)
    with database.open_published(published) as old:
        load(article())
        publishing.publish(db, published)
        assert articles(published) == 1
        assert old.execute("SELECT count(*) FROM report.articles AS a").fetchall() == [(0,)]


def test_readers_never_see_half_a_file(db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path) -> None:
    published, done = tmp_path / "published.duckdb", tmp_path / "done"
    load(article("0"))
    publishing.publish(db, published)
    command = [sys.executable, "-c", LOOK, str(published), str(done)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:  # noqa: S603  our own
        assert reader.stdout is not None
        assert reader.stdout.readline() == "1\n"
        for number in range(1, 6):
            load(article(str(number)))
            publishing.publish(db, published)
        done.touch()
        _, errors = reader.communicate()
    assert (reader.returncode, errors) == (0, "")


def test_publishing_keeps_the_writers_lock(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    publishing.publish(db, tmp_path / "published.duckdb")
    path = tmp_path / "private" / "newsduck.duckdb"
    second = "import sys, duckdb; duckdb.connect(sys.argv[1])"
    ended = subprocess.run([sys.executable, "-c", second, path], capture_output=True, text=True, check=False)  # noqa: S603  our own
    assert ended.returncode == 1
    assert "Could not set lock" in ended.stderr


def test_a_failed_copy_leaves_the_published_file(db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    publishing.publish(db, published)
    load(article())
    (tmp_path / "published.duckdb.part").mkdir()
    with pytest.raises(OSError, match="directory"):
        publishing.publish(db, published)
    assert articles(published) == 0
