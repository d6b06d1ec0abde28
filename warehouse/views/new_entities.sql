-- First when each was named, in one cheap pass, then what else there is to count of those that a question chooses: new
-- since a week 0.6 CPU s for 12 million mentions, counted for all before the choice 5.6.
CREATE OR REPLACE VIEW report.new_entities AS
WITH spans AS (
    SELECT m.entity_id, min(m.published_at) AS first_seen_at FROM main.mentions AS m GROUP BY m.entity_id
), firsts AS (
    SELECT
        coalesce(e.merged_into, e.entity_id) AS entity_id,
        min(s.first_seen_at) AS first_seen_at,
        make_timestamp(epoch_us(min(s.first_seen_at)))::DATE AS first_day
    FROM spans AS s
    JOIN main.entities AS e ON e.entity_id = s.entity_id
    GROUP BY 1
), counted AS (
    SELECT
        f.entity_id,
        f.first_seen_at,
        f.first_day,
        max(m.published_at) AS last_seen_at,
        list_unique(list(hash(m.article_id)))::BIGINT AS articles,
        list_unique(list(hash(m.source_id)))::BIGINT AS sources,
        count(*) AS mentions,
        min(m.article_id) FILTER (m.published_at = f.first_seen_at) AS article_id
    FROM firsts AS f
    JOIN main.entities AS e ON coalesce(e.merged_into, e.entity_id) = f.entity_id
    JOIN main.mentions AS m ON m.entity_id = e.entity_id
    GROUP BY f.entity_id, f.first_seen_at, f.first_day
)
SELECT
    c.first_day,
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
