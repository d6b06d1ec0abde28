CREATE OR REPLACE VIEW report.entity_cooccurrence AS
WITH named AS (
    SELECT DISTINCT m.article_id, coalesce(e.merged_into, e.entity_id) AS entity_id
    FROM main.mentions AS m
    CROSS JOIN report.latest AS l
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE m.published_at > l.ends_at - INTERVAL 14 DAY AND m.published_at <= l.ends_at
), alone AS (
    -- Numbered, since pairs of numbers are counted three times as fast as pairs of ids.
    SELECT n.entity_id, count(*) AS articles, row_number() OVER (ORDER BY n.entity_id) AS number
    FROM named AS n
    GROUP BY n.entity_id
    HAVING count(*) > 1
), numbered AS (
    SELECT n.article_id, a.number FROM named AS n JOIN alone AS a ON a.entity_id = n.entity_id
), pairs AS (
    SELECT n.number AS number_a, o.number AS number_b, count(*) AS articles
    FROM numbered AS n
    JOIN numbered AS o ON o.article_id = n.article_id AND o.number > n.number
    GROUP BY ALL
    HAVING count(*) > 1
)
SELECT
    ea.name AS entity_a,
    ea."type" AS type_a,
    eb.name AS entity_b,
    eb."type" AS type_b,
    p.articles,
    round(p.articles / (x.articles + y.articles - p.articles), 3) AS overlap,
    x.entity_id AS entity_id_a,
    y.entity_id AS entity_id_b
FROM pairs AS p
JOIN alone AS x ON x.number = p.number_a
JOIN alone AS y ON y.number = p.number_b
JOIN main.entities AS ea ON ea.entity_id = x.entity_id
JOIN main.entities AS eb ON eb.entity_id = y.entity_id;

COMMENT ON VIEW report.entity_cooccurrence IS 'Who and what are named together, in the last 14 days of the data?';
COMMENT ON COLUMN report.entity_cooccurrence.entity_a IS 'Name of the one';
COMMENT ON COLUMN report.entity_cooccurrence.entity_b IS 'Name of the other; each pair stands once';
COMMENT ON COLUMN report.entity_cooccurrence.type_a IS 'Kind of the one';
COMMENT ON COLUMN report.entity_cooccurrence.type_b IS 'Kind of the other';
COMMENT ON COLUMN report.entity_cooccurrence.articles IS 'Articles that mention both; pairs of a single article are left out';
COMMENT ON COLUMN report.entity_cooccurrence.overlap IS 'Articles with both as a share of those with either (Jaccard)';
COMMENT ON COLUMN report.entity_cooccurrence.entity_id_a IS 'Id of the one';
COMMENT ON COLUMN report.entity_cooccurrence.entity_id_b IS 'Id of the other';
