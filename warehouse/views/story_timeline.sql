CREATE OR REPLACE VIEW report.story_timeline AS
SELECT
    s.title AS story,
    row_number() OVER (
        PARTITION BY a.story_id ORDER BY coalesce(a.published_at, a.first_seen_at), a.article_id
    ) AS position,
    coalesce(a.published_at, a.first_seen_at) AS dated_at,
    date_diff('minute', s.first_published_at, coalesce(a.published_at, a.first_seen_at)) AS minutes_after_first,
    coalesce(c.name, a.source_id) AS source,
    a.title,
    a.duplicate_kind,
    m.method,
    m.score,
    m.evidence,
    a.article_id,
    s.story_id
FROM main.articles AS a
JOIN main.stories AS s ON s.story_id = a.story_id
LEFT JOIN main.story_articles AS m ON m.article_id = a.article_id
LEFT JOIN main.sources AS c ON c.source_id = a.source_id
ORDER BY s.story_id, position;

COMMENT ON VIEW report.story_timeline IS 'In which order was each story reported, by whom?';
COMMENT ON COLUMN report.story_timeline.story IS 'Title of the story';
COMMENT ON COLUMN report.story_timeline.position IS 'Place in the story, from 1';
COMMENT ON COLUMN report.story_timeline.dated_at IS 'When it was published, else first seen';
COMMENT ON COLUMN report.story_timeline.minutes_after_first IS 'Minutes since the story began';
COMMENT ON COLUMN report.story_timeline.source IS 'Name of the source';
