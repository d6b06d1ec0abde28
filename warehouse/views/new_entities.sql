CREATE OR REPLACE VIEW report.new_entities AS
WITH named AS (
    SELECT
        coalesce(e.merged_into, e.entity_id) AS entity_id,
        m.article_id,
        min(m.published_at) AS named_at,
        any_value(m.source_id) AS source_id,
        count(*) AS mentions
    FROM main.mentions AS m
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    GROUP BY 1, 2
), counted AS (
    SELECT
        n.entity_id,
        min(n.named_at) AS first_seen_at,
        max(n.named_at) AS last_seen_at,
        count(*) AS articles,
        count(DISTINCT n.source_id) AS sources,
        sum(n.mentions)::BIGINT AS mentions,
        arg_min(n.article_id, (n.named_at, n.article_id)) AS article_id
    FROM named AS n
    GROUP BY n.entity_id
)
SELECT
    (c.first_seen_at AT TIME ZONE 'UTC')::DATE AS first_day,
    e.name AS entity,
    e."type",
    c.articles,
    c.sources,
    c.mentions,
    c.first_seen_at,
    c.last_seen_at,
    c.article_id,
    c.entity_id
FROM counted AS c
JOIN main.entities AS e ON e.entity_id = c.entity_id
ORDER BY first_day DESC, c.sources DESC, c.articles DESC, c.mentions DESC, e.name, c.entity_id;

COMMENT ON VIEW report.new_entities IS 'When was each person, organization, place … first named, the newest first?';
COMMENT ON COLUMN report.new_entities.first_day IS 'Day of the first article that names it, UTC';
COMMENT ON COLUMN report.new_entities.entity IS 'Its name; merged entities count for the one they were merged into';
COMMENT ON COLUMN report.new_entities.articles IS 'Articles that name it, to the end of the data';
COMMENT ON COLUMN report.new_entities.sources IS 'Sources that name it';
COMMENT ON COLUMN report.new_entities.mentions IS 'Mentions of it';
COMMENT ON COLUMN report.new_entities.first_seen_at IS 'When the first article that names it was published';
COMMENT ON COLUMN report.new_entities.last_seen_at IS 'When the last one was';
COMMENT ON COLUMN report.new_entities.article_id IS 'The first article that names it';
