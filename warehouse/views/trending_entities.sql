CREATE OR REPLACE VIEW report.trending_entities AS
WITH totals AS (
    SELECT
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 2 DAY) AS recent,
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) <= l.ends_at - INTERVAL 2 DAY) AS before
    FROM main.articles AS a
    CROSS JOIN report.latest AS l
    WHERE coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 16 DAY
      AND coalesce(a.published_at, a.first_seen_at) <= l.ends_at
), counted AS (
    SELECT
        coalesce(e.merged_into, e.entity_id) AS entity_id,
        count(DISTINCT m.article_id) FILTER (m.published_at > l.ends_at - INTERVAL 2 DAY) AS recent,
        count(DISTINCT m.article_id) FILTER (m.published_at <= l.ends_at - INTERVAL 2 DAY) AS before,
        count(DISTINCT m.source_id) FILTER (m.published_at > l.ends_at - INTERVAL 2 DAY) AS sources
    FROM main.mentions AS m
    CROSS JOIN report.latest AS l
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE m.published_at > l.ends_at - INTERVAL 16 DAY AND m.published_at <= l.ends_at
    GROUP BY ALL
)
SELECT
    e.name AS entity,
    e."type",
    c.recent AS articles,
    c.before AS articles_before,
    c.sources,
    round((c.recent + c.before) * t.recent / (t.recent + t.before), 2) AS expected,
    round((c.recent - (c.recent + c.before) * t.recent / (t.recent + t.before))
        / sqrt((c.recent + c.before) * t.recent / (t.recent + t.before)), 2) AS residual,
    c.entity_id
FROM counted AS c
CROSS JOIN totals AS t
JOIN main.entities AS e ON e.entity_id = c.entity_id
WHERE c.recent > 0
ORDER BY residual DESC, articles DESC, entity;

COMMENT ON VIEW report.trending_entities IS 'Who and what is in the news more than usual: the last 2 days of the data against the 14 before?';
COMMENT ON COLUMN report.trending_entities.entity IS 'Its name';
COMMENT ON COLUMN report.trending_entities.articles IS 'Articles of the last 2 days that mention it';
COMMENT ON COLUMN report.trending_entities.articles_before IS 'Articles of the 14 days before';
COMMENT ON COLUMN report.trending_entities.sources IS 'Sources of the last 2 days that mention it';
COMMENT ON COLUMN report.trending_entities.expected IS 'Articles to be expected in the 2 days, were its share of all articles the same as before';
COMMENT ON COLUMN report.trending_entities.residual IS 'Pearson residual: (articles - expected) / sqrt(expected); above 2 is more than chance';
