CREATE OR REPLACE VIEW report.extraction_quality AS
SELECT
    coalesce(s.name, a.source_id) AS source,
    v.extractor,
    count(*) AS articles,
    round(avg(v.quality), 3) AS mean_quality,
    round(quantile_cont(v.quality, 0.1), 3) AS p10_quality,
    count(*) FILTER (len(v.quality_flags) > 0) AS flagged,
    count(*) FILTER (a.published_at IS NULL) AS without_date,
    count(*) FILTER (len(v.authors) = 0) AS without_author,
    median(a.word_count) AS median_words,
    mode(v.quality_flags[1]) FILTER (len(v.quality_flags) > 0) AS most_frequent_flag,
    a.source_id
FROM main.articles AS a
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
GROUP BY ALL
ORDER BY mean_quality, articles DESC;

COMMENT ON VIEW report.extraction_quality IS 'How well are each source''s pages read?';
COMMENT ON COLUMN report.extraction_quality.source IS 'Name of the source';
COMMENT ON COLUMN report.extraction_quality.articles IS 'Articles, by their current version';
COMMENT ON COLUMN report.extraction_quality.mean_quality IS 'Mean quality, 0 to 1';
COMMENT ON COLUMN report.extraction_quality.p10_quality IS 'Quality that one in ten falls below';
COMMENT ON COLUMN report.extraction_quality.flagged IS 'Articles with something that looks wrong';
COMMENT ON COLUMN report.extraction_quality.without_date IS 'Articles without a date of publication';
COMMENT ON COLUMN report.extraction_quality.without_author IS 'Articles without an author';
COMMENT ON COLUMN report.extraction_quality.median_words IS 'Words, median';
COMMENT ON COLUMN report.extraction_quality.most_frequent_flag IS 'What looks wrong most often (each article''s first flag)';
