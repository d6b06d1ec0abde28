-- The pairs whose article_count may change: those that go and those that come.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT m.surface, m.entity_id
FROM main.mentions AS m
WHERE m.entity_id IS NOT NULL
  AND m.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.stage = 'entities')
UNION
SELECT s.surface, s.entity_id
FROM staged_mentions AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = 'entities'
WHERE s.entity_id IS NOT NULL;

DELETE FROM main.mentions AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.stage = 'entities');

-- In time order, with day and source: reports then need neither a join nor a rollup.
INSERT INTO main.mentions BY NAME
SELECT
    s.* EXCLUDE (row_no) REPLACE (f.version_id AS version_id),
    a.source_id,
    coalesce(a.published_at, a.first_seen_at) AS published_at
FROM staged_mentions AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = 'entities'
JOIN main.articles AS a ON a.article_id = s.article_id
QUALIFY row_number() OVER (
    PARTITION BY s.article_id, s.part, s.start_char, s.end_char, s."type", s.model ORDER BY s.row_no
) = 1
ORDER BY published_at, s.article_id, s.row_no;
