-- Counted before anything is joined, by the article's own story_id: a question for one story reads its articles alone.
-- What is counted carries no titles and addresses, which are looked up by the number of their row.
CREATE OR REPLACE VIEW report.story_timeline AS
WITH told AS (
    SELECT
        a.rowid AS place,
        a.story_id,
        a.article_id,
        a.duplicate_of IS NULL AS is_text,
        coalesce(a.published_at, a.first_seen_at) AS dated_at,
        coalesce(c.name, a.source_id) AS source,
        row_number() OVER (
            PARTITION BY a.story_id, coalesce(c.family_id, a.source_id)
            ORDER BY coalesce(a.published_at, a.first_seen_at), a.article_id
        ) = 1 AS is_first_of_family
    FROM main.articles AS a
    LEFT JOIN main.sources AS c ON c.source_id = a.source_id
    WHERE a.story_id IS NOT NULL
), counted AS (
    SELECT
        t.*,
        row_number() OVER in_time AS position,
        (count(*) FILTER (t.is_text) OVER in_time)::BIGINT AS texts,
        (count(*) FILTER (t.is_first_of_family) OVER in_time)::BIGINT AS families
    FROM told AS t
    WINDOW in_time AS (
        PARTITION BY t.story_id ORDER BY t.dated_at, t.article_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
)
SELECT
    s.title AS story,
    t.position,
    t.dated_at,
    date_diff('minute', s.first_published_at, t.dated_at) AS minutes_after_first,
    t.source,
    a.title,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    a.duplicate_kind,
    t.texts,
    t.families,
    m.method,
    m.score,
    m.evidence,
    t.article_id,
    t.story_id
FROM counted AS t
JOIN main.articles AS a ON a.rowid = t.place
JOIN main.stories AS s ON s.story_id = t.story_id
LEFT JOIN main.story_articles AS m ON m.story_id = t.story_id AND m.article_id = t.article_id
ORDER BY t.story_id, t.position;

COMMENT ON VIEW report.story_timeline IS 'In which order was each story reported, by whom?';
COMMENT ON COLUMN report.story_timeline.url IS 'Its final address, else the canonical one';
COMMENT ON COLUMN report.story_timeline.story IS 'Title of the story';
COMMENT ON COLUMN report.story_timeline.position IS 'Place in the story, from 1: the articles until then';
COMMENT ON COLUMN report.story_timeline.dated_at IS 'When it was published, else first seen';
COMMENT ON COLUMN report.story_timeline.minutes_after_first IS 'Minutes since the story began';
COMMENT ON COLUMN report.story_timeline.source IS 'Name of the source';
COMMENT ON COLUMN report.story_timeline.texts IS 'Of the articles until then, those that repeat no other';
COMMENT ON COLUMN report.story_timeline.families IS 'Independent publishers until then';
COMMENT ON COLUMN report.story_timeline.title IS 'Title of the current version';
COMMENT ON COLUMN report.story_timeline.story_id IS 'The story; write the id out: for a subquery the timelines of all stories are made';
