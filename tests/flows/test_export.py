"""Exports as other programs meet them: whole, described, harmless in a spreadsheet, and loaded again without loss."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors import feeds
from tests.flows.command import Newsduck
from tests.flows.test_reprocess import ROWS
from tests.warehouse.test_families import FEED

FORMULA = {
    "title": '=HYPERLINK("https://evil.example","Click")',
    "published_at": "2026-11-18T09:30:00Z",
    "source": "../../evil",
    "language": "en",
    "authors": ["\uff1d2+5"],
    "text": "+1 is the number that Mayor Niall Burke of Sligo gave his new ferry on Wednesday, to no surprise.\n\n"
    "The ferry crosses the bay twice a day, and its captain Orla Walsh hopes for a calm winter and many passengers.\n\n"
    '"=2 ferries would be better than one," Burke said in Sligo.',
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Newsduck:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, [*ROWS, FORMULA])))
    newsduck = Newsduck(folder)
    assert newsduck("load", "rows.jsonl").code == 0
    return newsduck


def described(folder: Path) -> dict[str, Any]:
    made = json.loads((folder / "datapackage.json").read_text())
    for resource in made["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert sum((folder / path).stat().st_size for path in paths) == resource["bytes"]
        if len(paths) == 1:
            digest = hashlib.sha256((folder / paths[0]).read_bytes()).hexdigest()
            assert resource["hash"] == f"sha256:{digest}"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    named = [each["path"] for each in made["resources"]]
    assert found == {
        "datapackage.json",
        *(path for each in named for path in ([each] if isinstance(each, str) else each)),
    }
    return dict(made)


def test_parquet_is_partitioned_by_day(loaded: Newsduck) -> None:
    assert loaded("export", "parquet").code == 0
    folder = loaded.folder / "parquet"
    assert [each["name"] for each in described(folder)["resources"]] == [
        "articles",
        "mentions",
        "article_entities",
        "quotes",
        "topics",
        "stories",
    ]
    days = {path.name for path in (folder / "articles").iterdir()}
    assert days == {"day=2026-11-17", "day=2026-11-18"}
    with duckdb.connect() as db:
        query = "SELECT day::VARCHAR, title FROM read_parquet(?, hive_partitioning = true) ORDER BY ALL"
        found = db.execute(query, [str(folder / "articles" / "*" / "*.parquet")]).fetchall()
    assert found == [
        ("2026-11-17", ROWS[0]["title"]),
        ("2026-11-18", FORMULA["title"]),
        ("2026-11-18", ROWS[1]["title"]),
    ]


def test_no_cell_of_a_csv_is_a_formula(loaded: Newsduck) -> None:
    assert loaded("export", "csv", "--format", "csv").code == 0
    described(loaded.folder / "csv")
    cells = []
    for path in (loaded.folder / "csv").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))]
    assert f"'{FORMULA['title']}" in cells


def test_json_lines_are_loaded_again_without_loss(loaded: Newsduck, tmp_path: Path) -> None:
    assert loaded("export", "jsonl", "--format", "jsonl").code == 0
    described(loaded.folder / "jsonl")
    shutil.copytree(loaded.folder / "jsonl", tmp_path / "jsonl")
    other = Newsduck(tmp_path)
    assert other("load", "jsonl").code == 0
    assert other.rows("SELECT DISTINCT outcome FROM main.outcomes") == [{"outcome": "stored"}]
    assert other("load", "jsonl/articles.jsonl").code == 0  # which changes nothing
    for query in (
        "SELECT * EXCLUDE (version_id) FROM main.articles",
        "SELECT * EXCLUDE (version_id, page_sha256, extractor, archive_file, archive_offset) FROM article_versions",
        "SELECT article_id, part, start_char, end_char, surface, type, entity_id FROM main.mentions",
        "SELECT * FROM main.article_topics",
        "SELECT * EXCLUDE (state) FROM main.stories",
    ):
        assert sorted(map(str, other.rows(query))) == sorted(map(str, loaded.rows(query)))
    assert other.rows("SELECT * FROM report.stale_rows") == []
    assert loaded("load", "jsonl/articles.jsonl").code == 0
    assert {row["version_count"] for row in loaded.rows("SELECT version_count FROM main.articles")} == {1}


def test_an_export_that_cannot_be_loaded_says_which_can(loaded: Newsduck) -> None:
    assert loaded("export", "table", "--format", "csv").code == 0
    done = loaded("load", "table")
    assert done.code == 2
    assert "`newsduck export --format jsonl` makes one that can" in done.err


def test_a_row_that_claims_the_id_of_another_address_is_no_article(loaded: Newsduck, tmp_path: Path) -> None:
    assert loaded("export", "claims", "--format", "jsonl").code == 0
    rows = [json.loads(line) for line in (loaded.folder / "claims" / "articles.jsonl").read_text().splitlines()]
    first = next(row for row in rows if row["url_canonical"])
    changed = [
        first | {"url_canonical": "https://other.example/"},
        first | {"article_id": "../../../etc/passwd", "url_canonical": None},
        first | {"title": None},
        first | {"text": ["a", "list"]},
        first | {"removed": "no list"},
        {"format": first["format"]},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, changed)))
    done = Newsduck(tmp_path)("load", "rows.jsonl")
    assert done.code == 1
    assert done.err.count("no_text, no whole row of an export") == len(changed)


def test_ninjs_has_what_the_standard_asks_for(loaded: Newsduck) -> None:
    assert loaded("export", "ninjs", "--format", "ninjs").code == 0
    described(loaded.folder / "ninjs")
    items = [json.loads(line) for line in (loaded.folder / "ninjs" / "articles.ninjs.jsonl").read_text().splitlines()]
    assert len(items) == 3
    bridge = next(item for item in items if item["headlines"][0]["value"] == ROWS[0]["title"])
    assert bridge["type"] == "text"
    assert bridge["uri"].startswith("urn:newsduck:article:")
    assert bridge["contentCreated"] == "2026-11-17T08:00:00Z"
    assert bridge["bodies"][0]["value"] == ROWS[0]["text"]
    assert "Aoife Brennan" in [person["name"] for person in bridge["people"]]
    assert all(each["uri"].startswith("http://cv.iptc.org/newscodes/mediatopic/") for each in bridge["subjects"])
    assert bridge["standard"]["version"] == "3.0"


def instants(feed: dict[str, Any]) -> list[datetime]:
    return [datetime.fromisoformat(item["date_published"]) for item in feed["items"]]


def check_json_feed(feed: dict[str, Any]) -> None:
    """Assert the rules of https://www.jsonfeed.org/version/1.1/ as far as a file can break them."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    texts = {"id", "url", "title", "content_text", "summary", "image", "date_published", "date_modified", "language"}
    for item in feed["items"]:
        assert item.keys() <= texts | {"authors", "tags", "_newsduck"}
        assert item["content_text"]
        assert all(isinstance(item[name], str) and item[name] for name in item.keys() & texts)
        assert all(item[name].startswith(("http://", "https://")) for name in item.keys() & {"url", "image"})
        assert all(author.keys() & {"name", "url", "avatar"} for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
    assert all(at.tzinfo for at in instants(feed))
    assert instants(feed) == sorted(instants(feed), reverse=True)


def test_a_json_feed_follows_the_standard_and_our_reader_takes_it(loaded: Newsduck) -> None:
    done = loaded("export", "feed", "--format", "jsonfeed")
    assert "holds 3 articles" in done.out
    described(loaded.folder / "feed")
    body = (loaded.folder / "feed" / "feed.json").read_bytes()
    check_json_feed(json.loads(body))
    read = feeds.links(body, FEED, base="https://here.example/feed.json", now=datetime.now(UTC))
    assert isinstance(read, feeds.FeedReading)
    assert read.kind == "json"
    offered = {link.url: (link.title_hint, link.published_hint) for link in read.links}
    assert offered == {row["url"]: (row["title"], datetime.fromisoformat(row["published_at"])) for row in ROWS}


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        (("--entity", "aoife brennan"), {ROWS[0]["title"]}),
        (("--story", ROWS[1]["title"]), {ROWS[1]["title"]}),
        (("--topic", ""), None),
        (("--topic", "medtop:99999999"), None),
        (("--entity", "Nobody at all"), None),
    ],
)
def test_a_feed_is_of_one_entity_story_or_topic(
    loaded: Newsduck, choice: tuple[str, str], titles: set[str] | None
) -> None:
    done = loaded("export", "chosen", "--format", "jsonfeed", *choice)
    if titles is None:
        assert done.code == 2
        assert "is called" in done.err
        return
    assert done.code == 0, done.err
    feed = json.loads((loaded.folder / "chosen" / "feed.json").read_text())
    assert {item["title"] for item in feed["items"]} == titles


def test_a_feed_on_a_topic_has_what_the_table_has(loaded: Newsduck) -> None:
    [topic] = loaded.rows(
        "SELECT p.label, count(*) AS articles FROM main.article_topics AS t JOIN main.topics AS p"
        " ON p.topic_id = t.topic_id WHERE p.level = 1 GROUP BY p.label ORDER BY articles DESC, p.label LIMIT 1"
    )
    done = loaded("export", "topic", "--format", "jsonfeed", "--topic", str(topic["label"]).upper())
    assert f"holds {topic['articles']} articles" in done.out
    feed = json.loads((loaded.folder / "topic" / "feed.json").read_text())
    assert feed["title"] == topic["label"]
    assert all(topic["label"] in item["tags"] for item in feed["items"])


def test_former_texts_are_exported_too(tmp_path: Path) -> None:
    other = Newsduck(tmp_path)
    for text in (ROWS[0]["text"], ROWS[0]["text"] + "\n\nThe ministry later said that repairs would take ten weeks."):
        (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[0] | {"text": text}))
        assert other("load", "rows.jsonl").code == 0
    assert other("export", "all", "--format", "jsonl").code == 0
    described(tmp_path / "all")
    [former] = [json.loads(line) for line in (tmp_path / "all" / "versions.jsonl").read_text().splitlines()]
    assert (former["version_no"], former["cause"], former["text"]) == (1, "first", ROWS[0]["text"])


def test_what_is_exported_can_be_narrowed_and_replaced_but_nothing_else_is(loaded: Newsduck) -> None:
    assert "holds 3 articles" in loaded("export", "some", "--format", "jsonl").out
    assert "holds 1 articles" in loaded("export", "some", "--format", "csv", "--source", "cork-echo.example").out
    assert not (loaded.folder / "some" / "articles.jsonl").exists()
    assert "holds 2 articles" in loaded("export", "some", "--since", "2026-11-18").out
    (loaded.folder / "mine").mkdir()
    (loaded.folder / "mine" / "thesis.txt").write_text("years of work")
    for arguments in (("mine",), ("rows.jsonl",), ("new", "--format", "xml")):
        done = loaded("export", *arguments)
        assert done.code == 2
        assert len(done.err.splitlines()) == 1
    assert (loaded.folder / "mine" / "thesis.txt").exists()
    assert not (loaded.folder / "new").exists()
    assert not list(loaded.folder.glob(".*.part"))
