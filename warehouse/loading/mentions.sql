-- The mentions of the batch as they will stand, with day and source: reports then need no join. Known articles alone are
-- looked up among all.
CREATE OR REPLACE TEMP TABLE arrived AS
WITH dated AS (
    SELECT n.article_id, n.source_id, coalesce(n.published_at, n.first_seen_at) AS published_at FROM new_articles AS n
    UNION ALL
    SELECT a.article_id, a.source_id, coalesce(a.published_at, a.first_seen_at)
    FROM main.articles AS a
    WHERE a.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known)
)
SELECT s.* REPLACE (f.version_id AS version_id), d.source_id, d.published_at, f.is_known
FROM staged_mentions AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = 'entities'
JOIN dated AS d ON d.article_id = s.article_id
QUALIFY row_number() OVER (
    PARTITION BY s.article_id, s.part, s.start_char, s.end_char, s."type", s.model ORDER BY s.row_no
) = 1;

-- The pairs whose article_count may change: those that go and those that come. Where all of their articles are new, they
-- need only be added; the others are counted anew, over all mentions there are.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT
    p.surface, p.entity_id,
    CASE WHEN NOT bool_or(p.is_known) THEN count(DISTINCT p.article_id) END AS added
FROM (
    SELECT m.surface, m.entity_id, m.article_id, true AS is_known
    FROM main.mentions AS m
    WHERE m.article_id IN (
        SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'entities'
        UNION
        SELECT r.article_id FROM redated AS r
    )
    UNION ALL
    SELECT a.surface, a.entity_id, a.article_id, a.is_known FROM arrived AS a
) AS p
WHERE p.entity_id IS NOT NULL
GROUP BY p.surface, p.entity_id;

DELETE FROM main.mentions AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'entities');

-- In time order, so that a question for some days reads these alone.
INSERT INTO main.mentions BY NAME
SELECT a.* EXCLUDE (row_no, is_known)
FROM arrived AS a
ORDER BY a.published_at, a.article_id, a.row_no;
