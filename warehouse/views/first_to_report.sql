CREATE OR REPLACE VIEW report.first_to_report AS
WITH dated AS (
    SELECT
        a.story_id, a.article_id, a.title, a.source_id, a.published_at, coalesce(c.family_id, a.source_id) AS family_id
    FROM main.articles AS a
    LEFT JOIN main.sources AS c ON c.source_id = a.source_id
    WHERE a.story_id IS NOT NULL AND a.published_precision IN ('second', 'minute')
), firsts AS (
    SELECT
        d.story_id,
        d.family_id,
        min(d.published_at) AS published_at,
        arg_min(d.article_id, (d.published_at, d.article_id)) AS article_id,
        arg_min(d.source_id, (d.published_at, d.article_id)) AS source_id,
        arg_min(d.title, (d.published_at, d.article_id)) AS title
    FROM dated AS d
    GROUP BY ALL
), ranked AS (
    SELECT
        f.*,
        row_number() OVER in_time AS place,
        lead(f.published_at) OVER in_time AS next_at,
        lead(f.source_id) OVER in_time AS next_source_id,
        count(*) OVER (PARTITION BY f.story_id) AS families
    FROM firsts AS f
    WINDOW in_time AS (PARTITION BY f.story_id ORDER BY f.published_at, f.article_id)
)
SELECT
    s.title AS story,
    s.article_count AS articles,
    s.text_count AS texts,
    coalesce(c.name, r.source_id) AS source,
    r.title,
    r.published_at,
    coalesce(n.name, r.next_source_id) AS next_source,
    date_diff('minute', r.published_at, r.next_at) AS minutes_ahead,
    r.families,
    r.source_id,
    r.article_id,
    r.story_id
FROM ranked AS r
JOIN main.stories AS s ON s.story_id = r.story_id
LEFT JOIN main.sources AS c ON c.source_id = r.source_id
LEFT JOIN main.sources AS n ON n.source_id = r.next_source_id
WHERE r.place = 1 AND r.families > 1
ORDER BY r.published_at DESC, r.story_id;

COMMENT ON VIEW report.first_to_report IS 'Who had each story first, and by how much?';
COMMENT ON COLUMN report.first_to_report.story IS 'Title of the story; only stories that two independent publishers dated to the minute';
COMMENT ON COLUMN report.first_to_report.articles IS 'Articles in the story, also those without a time';
COMMENT ON COLUMN report.first_to_report.texts IS 'Distinct texts among them: an article and its copies have one';
COMMENT ON COLUMN report.first_to_report.source IS 'Name of the source that was first';
COMMENT ON COLUMN report.first_to_report.next_source IS 'The first of another publisher';
COMMENT ON COLUMN report.first_to_report.minutes_ahead IS 'Minutes between the two';
COMMENT ON COLUMN report.first_to_report.families IS 'Independent publishers with a time to the minute';
COMMENT ON COLUMN report.first_to_report.title IS 'Title of the current version';
