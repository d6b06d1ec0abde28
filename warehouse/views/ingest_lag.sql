CREATE OR REPLACE VIEW report.ingest_lag AS
SELECT
    make_timestamp(epoch_us(a.first_seen_at))::DATE AS "day",
    coalesce(s.name, a.source_id) AS source,
    count(*) AS articles,
    round(median(date_diff('second', a.published_at, a.first_seen_at)) / 60, 1) AS median_minutes,
    round(quantile_cont(date_diff('second', a.published_at, a.first_seen_at), 0.9) / 60, 1) AS p90_minutes,
    count(*) FILTER (a.published_at > a.first_seen_at) AS dated_ahead,
    a.source_id
FROM main.articles AS a
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
WHERE a.published_precision IN ('second', 'minute')
GROUP BY ALL
ORDER BY "day" DESC, median_minutes DESC;

COMMENT ON VIEW report.ingest_lag IS 'How long after publication does newsduck have an article, by source and day?';
COMMENT ON COLUMN report.ingest_lag."day" IS 'Day it was first seen, UTC';
COMMENT ON COLUMN report.ingest_lag.source IS 'Name of the source';
COMMENT ON COLUMN report.ingest_lag.articles IS 'Articles dated to the minute';
COMMENT ON COLUMN report.ingest_lag.median_minutes IS 'Minutes from publication to first sight, median';
COMMENT ON COLUMN report.ingest_lag.p90_minutes IS 'The same, for nine of ten articles at most';
COMMENT ON COLUMN report.ingest_lag.dated_ahead IS 'Articles whose date lies after they were seen: wrong, or a wrong time zone';
