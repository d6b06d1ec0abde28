"""The two articles of one event that stand for what users have: what they expect of them, line by line."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.flows.command import ROOT, Newsduck
from warehouse import database

TABLES = (
    "articles",
    "article_versions",
    "removed_blocks",
    "mentions",
    "entities",
    "aliases",
    "article_topics",
    "article_keyphrases",
    "article_features",
    "enrichments",
    "stories",
    "story_articles",
)
BOTH = {
    ("person", "Marco Rubio"),
    ("person", "Mike Waltz"),
    ("person", "Steve Witkoff"),
    ("person", "Sergei Lavrov"),
    ("person", "Yuri Ushakov"),
    ("person", "Donald Trump"),
    ("place", "Saudi Arabia"),
    ("place", "Russia"),
    ("place", "Ukraine"),
    ("place", "United States"),
}


@pytest.fixture(scope="module")
def loaded(dev_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Newsduck:
    newsduck = Newsduck(tmp_path_factory.mktemp("promised"))
    done = newsduck("load", str(dev_data.parent / "samples"))
    assert done.code == 0, done.err
    return newsduck


def dump(newsduck: Newsduck) -> dict[str, list[str]]:
    with closing(database.open_published(newsduck.folder / "data" / "published.duckdb")) as db:
        return {name: sorted(map(repr, db.table(name).fetchall())) for name in TABLES}


def test_nothing_is_left_of_the_furniture_and_all_of_it_is_kept_aside(loaded: Newsduck) -> None:
    texts = " ".join(str(row["text"]) for row in loaded.rows("SELECT text FROM main.article_versions"))
    removed = [str(row["text"]) for row in loaded.rows("SELECT text FROM main.removed_blocks ORDER BY ordinal")]
    for furniture in ("Share.", "Exit mobile version", "Article Subheadings"):
        assert furniture not in texts
        assert furniture in removed
    assert "News Journos" not in texts
    assert any(text.startswith("As the News Editor at") for text in removed)
    assert texts.count("Overview of the Diplomatic Meeting") == 1  # the heading; its line in the list is gone
    assert removed.count("Overview of the Diplomatic Meeting") == 1


def test_the_titles_are_sensible(loaded: Newsduck) -> None:
    titles = [str(row["title"]) for row in loaded.rows("SELECT title FROM main.articles")]
    assert all(30 <= len(title) <= 110 and title[0].isupper() for title in titles)


def test_both_stand_in_one_story(loaded: Newsduck) -> None:
    assert loaded.rows("SELECT article_count FROM main.stories") == [{"article_count": 2}]
    assert loaded.rows("SELECT count(DISTINCT story_id) AS stories FROM main.articles") == [{"stories": 1}]


def test_persons_and_places_are_one_each_and_in_both(loaded: Newsduck) -> None:
    rows = loaded.rows(
        "SELECT e.type, e.name, count(DISTINCT m.article_id) AS articles FROM main.mentions AS m"
        " JOIN main.entities AS e USING (entity_id) GROUP BY e.entity_id, e.type, e.name"
    )
    named = [(row["type"], row["name"]) for row in rows]
    assert len(named) == len(set(named))
    assert {(row["type"], row["name"]) for row in rows if row["articles"] == 2} >= BOTH
    persons = {str(name) for kind, name in named if kind == "person"}
    assert {name for name in persons if name.endswith(("Lavrov", "Ryabkov"))} == {"Sergei Lavrov", "Sergey Ryabkov"}
    assert "Vladimir Putin" in persons


def test_the_topics_are_diplomacy_and_conflict(loaded: Newsduck) -> None:
    rows = loaded.rows(
        "SELECT x.article_id, list(t.label) AS labels FROM main.article_topics AS x"
        " JOIN main.topics AS t USING (topic_id) GROUP BY x.article_id"
    )
    assert len(rows) == 2
    for row in rows:
        assert isinstance(row["labels"], list)
        assert {"international relations", "diplomacy", "armed conflict"} <= set(row["labels"])


def test_loading_again_changes_no_row(loaded: Newsduck, dev_data: Path) -> None:
    before = dump(loaded)
    done = loaded("load", str(dev_data.parent / "samples"))
    assert "2 unchanged" in done.out
    assert dump(loaded) == before


def test_loading_the_shipped_samples_again_changes_no_row(tmp_path: Path) -> None:
    newsduck = Newsduck(tmp_path)
    samples = str(ROOT / "deploy" / "samples")
    assert newsduck("load", samples).code == 0
    before = dump(newsduck)
    assert all(before[name] for name in TABLES)
    assert newsduck("load", samples).code == 0
    assert dump(newsduck) == before
