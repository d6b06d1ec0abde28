CREATE OR REPLACE VIEW report.entity_daily AS
WITH named AS (
    SELECT
        (m.published_at AT TIME ZONE 'UTC')::DATE AS "day",
        coalesce(e.merged_into, e.entity_id) AS entity_id,
        m.article_id,
        any_value(m.source_id) AS source_id,
        count(*) AS mentions
    FROM main.mentions AS m
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    GROUP BY 1, 2, 3
), counted AS (
    SELECT
        n."day",
        n.entity_id,
        count(*) AS articles,
        count(DISTINCT n.source_id) AS sources,
        sum(n.mentions)::BIGINT AS mentions
    FROM named AS n
    GROUP BY ALL
)
SELECT c."day", e.name AS entity, e."type", c.articles, c.sources, c.mentions, c.entity_id
FROM counted AS c
JOIN main.entities AS e ON e.entity_id = c.entity_id;

COMMENT ON VIEW report.entity_daily IS 'Who and what was in the news on each day?';
COMMENT ON COLUMN report.entity_daily."day" IS 'Day of publication, UTC';
COMMENT ON COLUMN report.entity_daily.entity IS 'Its name; merged entities count for the one they were merged into';
COMMENT ON COLUMN report.entity_daily.articles IS 'Articles that mention it';
COMMENT ON COLUMN report.entity_daily.sources IS 'Sources that mention it';
COMMENT ON COLUMN report.entity_daily.mentions IS 'Mentions of it';
