"""A made-up published warehouse of any size, whose titles, names, reasons and addresses are what a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from warehouse import database, publishing, tables

DAY = date(2026, 11, 20)  # of the latest articles
_FILL = """
CREATE TEMP TABLE made AS
SELECT
    'a' || n AS article_id, 'v' || n AS version_id, 's' || n % 23 AS source_id, 'e' || n % 7 AS entity, n,
    's' || n % 16 || '-' || n // 16 % 40 AS story_id,
    TIMESTAMPTZ '2026-11-20 22:00:00+00' - n % 16 * INTERVAL 1 DAY - n * 7 % 1200 * INTERVAL 1 MINUTE AS at,
    replace(replace($title, '#', n::VARCHAR), '~', repeat('"', 3000)) AS title,
    replace($urls[1 + n % len($urls)], '#', n::VARCHAR) AS url
FROM range($articles) AS r(n);
INSERT INTO sources BY NAME
SELECT 's' || n AS source_id, $name || n AS name, 'feed' AS kind, '{}' AS overrides, n = 0 AS is_wire,
    []::VARCHAR[] AS tags, true AS active
FROM range(30) AS r(n);
INSERT INTO feeds BY NAME
SELECT 'f' || n AS feed_id, 's' || n AS source_id, 'feed' AS kind, 'https://f.example/' || n AS url, 30 AS poll_minutes,
    2.0 AS failures, CASE WHEN n < 3 THEN 'failing' ELSE 'ok' END AS status
FROM range(30) AS r(n);
INSERT INTO fetches BY NAME
SELECT 'x' || n AS fetch_id, 'run1' AS run_id, 'https://f.example/' || n AS url, 'f.example' AS host,
    TIMESTAMPTZ '2026-11-20 20:00:00+00' AS requested_at, 1 AS duration_ms, 1 AS attempt, 'timeout' AS outcome,
    $name AS error, 0 AS redirects, 0 AS bytes, 0 AS waited_ms, []::VARCHAR[] AS reservations
FROM range(3) AS r(n);
INSERT INTO runs BY NAME
SELECT 'run1' AS run_id, 'pipeline' AS flow, 'hand' AS "trigger", 'completed' AS state, '{}' AS parameters,
    TIMESTAMPTZ '2026-11-20 20:00:00+00' AS started_at, '0.1.0' AS code_version
WHERE $articles > 0;
INSERT INTO articles BY NAME
SELECT m.article_id, m.version_id, m.source_id, m.title, m.url, m.url AS url_canonical, m.url AS url_final,
    'en' AS language, m.at AS published_at, CASE WHEN m.n % 5 = 4 THEN 'day' ELSE 'minute' END AS published_precision,
    m.at AS first_seen_at, m.at AS last_seen_at, 300 AS word_count, 1 AS version_count, m.story_id,
    CASE WHEN m.n % 11 = 10 THEN 'a0' END AS duplicate_of
FROM made AS m;
INSERT INTO article_versions BY NAME
SELECT m.article_id, v.version_no, m.version_id || CASE v.version_no WHEN 1 THEN '' ELSE 'b' END AS version_id,
    v.cause, m.at + v.version_no * INTERVAL 1 MINUTE AS observed_at, v.version_no || m.title AS title,
    []::VARCHAR[] AS authors, 'A text.' AS text, []::VARCHAR[] AS keywords, 'x' AS text_sha256, 'x' AS page_sha256,
    'reader 1' AS extractor, 0.9 AS quality, []::VARCHAR[] AS quality_flags, '{}' AS metadata_from,
    []::VARCHAR[] AS reservations
FROM made AS m
JOIN (VALUES (1, 'first'), (2, 'edit')) AS v(version_no, cause) ON v.version_no = 1 OR m.n % 9 = 0;
INSERT INTO stories BY NAME
SELECT m.story_id, any_value('story ' || m.title) AS title, 'open' AS state, min(m.at) AS first_published_at,
    max(m.at) AS last_published_at, count(*) AS article_count, count(DISTINCT m.source_id) AS source_count,
    min(m.article_id) AS lead_article_id
FROM made AS m GROUP BY m.story_id;
INSERT INTO entities BY NAME
SELECT t.type || n AS entity_id, t.type, $name || t.type || n AS name, 'ner 1' AS created_by
FROM range(90) AS r(n), (VALUES ('person'), ('organization'), ('place')) AS t("type");
INSERT INTO mentions BY NAME
SELECT DISTINCT m.article_id, m.version_id, 0 AS start_char, 5 AS end_char, 'x' AS surface, t.type, 'body' AS part,
    t.type || k.number AS entity_id, 'exact' AS link_method, 0.9 AS score, 'X' AS label, 'ner 1' AS model, m.source_id,
    m.at AS published_at
FROM made AS m, (VALUES ('person'), ('organization'), ('place')) AS t("type"),
    unnest([m.n % 40, CASE WHEN m.n % 16 > 1 THEN m.n % 30 ELSE 40 + m.n % 50 END]) AS k(number);
INSERT INTO article_entities BY NAME
SELECT m.article_id, m.entity_id, 0.5 AS score, 1 AS rank, count(*) AS mention_count, false AS in_title,
    0 AS first_char, 'salience 1' AS model
FROM mentions AS m GROUP BY m.article_id, m.entity_id;
INSERT INTO quotes BY NAME
SELECT m.article_id, m.version_id, 0 AS start_char, 7 AS end_char, 'It says: ' || m.title AS quote, $name AS speaker,
    'person' || m.n % 40 AS entity_id, 'said' AS verb, 0.9 AS score, 'quotes 1' AS model
FROM made AS m;
INSERT INTO topics BY NAME
SELECT 't' || n AS topic_id, $name || 'topic' || n AS label, 1 AS level, 'x' AS definition FROM range(17) AS r(n);
INSERT INTO article_topics BY NAME
SELECT m.article_id, 't' || (m.n * m.n % 17) AS topic_id, 0.8 AS score, 1 AS rank, 'topics 1' AS model FROM made AS m;
INSERT INTO outcomes BY NAME
SELECT 'run1' AS run_id, m.url AS item, 'read' AS stage, m.at AS occurred_at, $name AS reason,
    ['stored', 'wall', 'too_short', 'deferred', 'unchanged', 'no_text'][1 + m.n % 6] AS outcome
FROM made AS m;
CREATE OR REPLACE TEMP TABLE touched AS SELECT e.entity_id, NULL AS added FROM entities AS e;
"""


def publish(
    home: Path,
    articles: int,
    *,
    title: str = "Headline #",
    name: str = "Name ",
    urls: Sequence[str] = ("https://news.example/#",),
) -> Path:
    """Publish so many articles of sixteen days, seven minutes from one to the next, and return the file.

    In `title` and in each of `urls`, which take turns, a `#` becomes the article's number; in `title` a `~` becomes
    3,000 quotation marks. `name` begins the name of each source, entity and topic, and is the reason of each failure.
    """
    values = {"articles": articles, "title": title, "name": name, "urls": list(urls)}
    with closing(database.open_writer(home / "private" / "newsduck.duckdb")) as db:
        for statement in db.extract_statements(_FILL):
            db.execute(statement, {key: values[key] for key in statement.named_parameters})
        db.execute(tables.script("recounts"))
        publishing.publish(db, home / "published.duckdb")
    return home / "published.duckdb"
