import duckdb

from tests.warehouse.conftest import Load
from tests.warehouse.samples import article
from warehouse import repeats

LINE = "Sign up for our letter."


def store(load: Load, number: int, *, line: str = LINE) -> None:
    batch = article(f"{number}", text=f"Something happened in town {number}.\n\n{line}")
    batch["removed_blocks"] = []
    load(batch)


def part(db: duckdb.DuckDBPyConnection) -> None:
    """Put each article into a story of its own."""
    db.execute("UPDATE articles SET story_id = article_id")


def test_a_line_of_three_stories_is_a_repeat_of_its_source_only(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    for number in range(2):
        store(load, number)
    part(db)
    assert repeats.of(db, ["gazette"]) == {}
    store(load, 2)
    part(db)
    assert repeats.of(db, ["gazette", "herald"]) == {"gazette": [LINE]}
    assert repeats.of(db, ["herald"]) == {}
    assert repeats.of(db, []) == {}


def test_articles_that_no_run_has_judged_yet_teach_nothing(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    for number in range(3):
        store(load, number)
    assert repeats.of(db, ["gazette"]) == {}


def test_articles_of_one_story_and_copies_count_once(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    for number in range(3):
        store(load, number)
    db.execute("UPDATE articles SET story_id = 's1'")
    assert repeats.of(db, ["gazette"]) == {}
    db.execute("UPDATE articles SET story_id = article_id, duplicate_of = 'x'")
    assert repeats.of(db, ["gazette"]) == {}


def test_what_was_learned_is_not_forgotten_where_it_was_removed(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    for number in range(3):
        store(load, number, line="Another end.")
    part(db)
    db.execute(
        "INSERT INTO removed_blocks BY NAME SELECT v.version_id, 0 AS ordinal, ? AS text, 'repeated_on_source' AS rule,"
        " 'learned' AS layer, 1.0 AS score, v.article_id, 'gazette' AS source_id FROM article_versions AS v",
        [LINE],
    )
    assert LINE in repeats.of(db, ["gazette"])["gazette"]
