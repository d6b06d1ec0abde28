CREATE OR REPLACE VIEW report.entity_daily AS
SELECT
    (m.published_at AT TIME ZONE 'UTC')::DATE AS "day",
    coalesce(f.name, e.name) AS entity,
    coalesce(f."type", e."type") AS "type",
    count(DISTINCT m.article_id) AS articles,
    count(DISTINCT m.source_id) AS sources,
    count(*) AS mentions,
    coalesce(f.entity_id, e.entity_id) AS entity_id
FROM main.mentions AS m
JOIN main.entities AS e ON e.entity_id = m.entity_id
LEFT JOIN main.entities AS f ON f.entity_id = e.merged_into
GROUP BY ALL;

COMMENT ON VIEW report.entity_daily IS 'Who and what was in the news on each day?';
COMMENT ON COLUMN report.entity_daily."day" IS 'Day of publication, UTC';
COMMENT ON COLUMN report.entity_daily.entity IS 'Its name; merged entities count for the one they were merged into';
COMMENT ON COLUMN report.entity_daily.articles IS 'Articles that mention it';
COMMENT ON COLUMN report.entity_daily.sources IS 'Sources that mention it';
COMMENT ON COLUMN report.entity_daily.mentions IS 'Mentions of it';
