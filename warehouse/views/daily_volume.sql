CREATE OR REPLACE VIEW report.daily_volume AS
SELECT
    make_timestamp(epoch_us(coalesce(a.published_at, a.first_seen_at)))::DATE AS "day",
    count(*) AS articles,
    count(*) FILTER (a.duplicate_of IS NULL) AS texts,
    count(DISTINCT a.source_id) AS sources,
    count(DISTINCT coalesce(s.family_id, a.source_id)) AS families,
    count(DISTINCT a.story_id) AS stories,
    sum(a.word_count)::BIGINT AS words
FROM main.articles AS a
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
GROUP BY ALL
ORDER BY "day" DESC;

COMMENT ON VIEW report.daily_volume IS 'How much was published each day, and how much of it says something of its own?';
COMMENT ON COLUMN report.daily_volume."day" IS 'Day of publication (else of first sight), UTC';
COMMENT ON COLUMN report.daily_volume.articles IS 'Articles';
COMMENT ON COLUMN report.daily_volume.texts IS 'Articles that repeat no earlier one';
COMMENT ON COLUMN report.daily_volume.sources IS 'Sources with an article';
COMMENT ON COLUMN report.daily_volume.families IS 'Publishers with an article';
COMMENT ON COLUMN report.daily_volume.stories IS 'Stories with an article';
COMMENT ON COLUMN report.daily_volume.words IS 'Words of all articles';
