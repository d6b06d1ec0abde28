"""The full-text index beside the published file: what it finds, when it is of another state, what makes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined
from warehouse import fulltext, publishing
from warehouse.search import Words

pytestmark = pytest.mark.skipif(not fulltext.is_installed(), reason="duckdb-extension-fts is not installed")


@pytest.fixture
def published(db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path) -> Path:
    load(
        joined(
            article("a", text="Die Fähre fährt. 1,5 Milliarden für 2026.", title="Fähre", names=()),
            article("b", text="Ferry, ferry, FERRY and bridge.", title="Ferry", names=(), source_id="herald"),
            article("c", text="A bridge of the ferry is closed; nothing else is known of it so far.", names=()),
            article("d", text="Мост закрыт.", title="Мост", names=(), published_at=NOW - timedelta(days=9)),
        )
    )
    path = tmp_path / "it's published.duckdb"
    publishing.publish(db, path)
    return path


def found(published: Path, *terms: str, **narrower: object) -> list[tuple[str, int]]:
    hits = fulltext.ranked(published, Words(terms=terms), 10, **narrower)  # type: ignore[arg-type]
    with duckdb.connect(published, read_only=True) as db:
        urls = dict(db.execute("SELECT a.article_id, a.url_canonical FROM main.articles AS a").fetchall())
    return [(urls[hit.article_id].rpartition("/")[2], hit.matched) for hit in hits]


def test_words_of_any_script_are_found_those_with_all_of_them_first(published: Path) -> None:
    fulltext.make(published)
    assert found(published, "ferry") == [("b", 1), ("c", 1)]
    assert found(published, "closed", "ferry") == [("c", 2), ("b", 1)]
    assert found(published, "fähre") == [("a", 1)]
    assert found(published, "faehre") == []
    assert found(published, "2026") == [("a", 1)]
    assert found(published, "мост") == [("d", 1)]
    assert found(published, "turnip") == []
    assert found(published, "it's; DROP") == [("c", 1)]


def test_it_can_be_narrowed(published: Path) -> None:
    fulltext.make(published)
    assert found(published, "ferry", source_ids=["herald"]) == [("b", 1)]
    assert found(published, "мост", since=NOW) == []


def test_it_is_current_until_something_else_is_published(
    published: Path, db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    assert not fulltext.is_current(published)
    fulltext.make(published)
    assert fulltext.is_current(published)
    load(article("e", text="A turnip.", names=(), run_id="run2"))
    publishing.publish(db, published)
    assert not fulltext.is_current(published)
    fulltext.make(published)
    assert found(published, "turnip") == [("e", 1)]
    assert [path.name for path in published.parent.glob("*fts*")] == ["it's published.fts.duckdb"]
