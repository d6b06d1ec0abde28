CREATE OR REPLACE VIEW report.topic_daily AS
SELECT
    make_timestamp(epoch_us(coalesce(a.published_at, a.first_seen_at)))::DATE AS "day",
    coalesce(t.label, x.topic_id) AS topic,
    t.level,
    count(*) AS articles,
    count(*) FILTER (a.duplicate_of IS NULL) AS texts,
    count(DISTINCT a.source_id) AS sources,
    count(DISTINCT coalesce(s.family_id, a.source_id)) AS families,
    count(DISTINCT a.story_id) AS stories,
    x.topic_id
FROM main.article_topics AS x
JOIN main.articles AS a ON a.article_id = x.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
LEFT JOIN main.topics AS t ON t.topic_id = x.topic_id
GROUP BY ALL;

COMMENT ON VIEW report.topic_daily IS 'How much was published on each topic each day?';
COMMENT ON COLUMN report.topic_daily."day" IS 'Day of publication, UTC';
COMMENT ON COLUMN report.topic_daily.topic IS 'Label of the topic';
COMMENT ON COLUMN report.topic_daily.articles IS 'Articles on it';
COMMENT ON COLUMN report.topic_daily.texts IS 'Articles on it that repeat no earlier one';
COMMENT ON COLUMN report.topic_daily.sources IS 'Sources with an article on it';
COMMENT ON COLUMN report.topic_daily.families IS 'Publishers with an article on it';
COMMENT ON COLUMN report.topic_daily.stories IS 'Stories with an article on it';
