CREATE OR REPLACE VIEW report.feed_health AS
WITH last_fetch AS (
    SELECT
        x.url,
        max(x.requested_at) AS requested_at,
        arg_max(x.outcome, x.requested_at) AS outcome,
        arg_max_null(x.http_status, x.requested_at) AS http_status,
        arg_max_null(x.error, x.requested_at) AS error
    FROM main.fetches AS x
    WHERE x.url IN (SELECT unnest([f.url, f.moved_to]) FROM main.feeds AS f)
    GROUP BY x.url
)
SELECT
    coalesce(s.name, f.source_id) AS source,
    f.url,
    f.status,
    f.failures,
    l.requested_at AS last_fetch_at,
    l.outcome AS last_outcome,
    l.http_status,
    l.error,
    f.last_success_at,
    f.last_new_at,
    f.next_fetch_at,
    f.poll_minutes,
    f.source_id,
    f.feed_id
FROM main.feeds AS f
LEFT JOIN main.sources AS s ON s.source_id = f.source_id
LEFT JOIN last_fetch AS l ON l.url = coalesce(f.moved_to, f.url)
WHERE coalesce(s.active, true) AND f.status <> 'removed'
ORDER BY f.status = 'ok', f.failures DESC, source, f.url;

COMMENT ON VIEW report.feed_health IS 'Which feeds answer, and how did the last request to each end?';
COMMENT ON COLUMN report.feed_health.source IS 'Name of the source';
COMMENT ON COLUMN report.feed_health.last_fetch_at IS 'When it was last asked';
COMMENT ON COLUMN report.feed_health.last_outcome IS 'How that ended';
COMMENT ON COLUMN report.feed_health.http_status IS 'Status code of that answer';
COMMENT ON COLUMN report.feed_health.error IS 'What went wrong then';
COMMENT ON COLUMN report.feed_health.url IS 'Address of the feed';
