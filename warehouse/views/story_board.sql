-- Counts stand in the stories (checks/stories_counts.sql); what is counted here is joined to them, so that a question which
-- does not ask for languages does not gather them. Instants are subtracted as numbers: as times it takes four times as
-- long. In no order of its own: sorting 355,000 stories takes half of the time, and a question sorts what it chose.
CREATE OR REPLACE VIEW report.story_board AS
WITH latest AS (
    -- Dates more than a day ahead of when they were read are mistakes.
    SELECT max(coalesce(a.published_at, a.first_seen_at)) AS ends_at
    FROM main.articles AS a
    WHERE a.published_at IS NULL OR epoch_us(a.published_at) - epoch_us(a.first_seen_at) <= 86400000000
), recent AS (
    SELECT
        a.story_id,
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 6 HOUR) AS articles_6h,
        count(*) AS articles_24h
    FROM main.articles AS a
    CROSS JOIN latest AS l
    WHERE coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 24 HOUR
      AND coalesce(a.published_at, a.first_seen_at) <= l.ends_at
    GROUP BY a.story_id
), told AS (
    SELECT a.story_id, list_sort(list_distinct(list(a.language))) AS languages
    FROM main.articles AS a
    WHERE a.language IS NOT NULL
    GROUP BY a.story_id
)
SELECT
    s.title AS story,
    s.state,
    s.article_count::BIGINT AS articles,
    s.text_count AS texts,
    s.source_count::BIGINT AS sources,
    s.family_count::BIGINT AS families,
    t.languages,
    s.first_published_at,
    s.last_published_at,
    round(date_diff('minute', s.first_published_at, s.last_published_at) / 60, 1) AS hours,
    coalesce(r.articles_6h, 0) AS articles_6h,
    coalesce(r.articles_24h, 0) AS articles_24h,
    s.split_from,
    s.lead_article_id,
    s.story_id
FROM main.stories AS s
LEFT JOIN told AS t ON t.story_id = s.story_id
LEFT JOIN recent AS r ON r.story_id = s.story_id
WHERE s.merged_into IS NULL;

COMMENT ON VIEW report.story_board IS 'What are the stories, and how widely is each reported?';
COMMENT ON COLUMN report.story_board.story IS 'Its title: the most central headline';
COMMENT ON COLUMN report.story_board.articles IS 'Articles in it';
COMMENT ON COLUMN report.story_board.texts IS 'Distinct texts in it: an article and its copies have one';
COMMENT ON COLUMN report.story_board.sources IS 'Sources that report it';
COMMENT ON COLUMN report.story_board.families IS 'Independent publishers that report it';
COMMENT ON COLUMN report.story_board.languages IS 'Languages it is reported in';
COMMENT ON COLUMN report.story_board.hours IS 'Hours between its first and last article';
COMMENT ON COLUMN report.story_board.articles_6h IS 'Articles of the last 6 hours of the data';
COMMENT ON COLUMN report.story_board.articles_24h IS 'Articles of the last 24 hours of the data';
