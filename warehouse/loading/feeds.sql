-- A feed with status `new` comes from the configuration and says nothing of polling: a known one keeps its state.

MERGE INTO main.feeds AS t
USING (
    SELECT s.* EXCLUDE (row_no)
    FROM staged_feeds AS s
    QUALIFY row_number() OVER (PARTITION BY s.feed_id ORDER BY s.row_no DESC) = 1
    ORDER BY s.row_no
) AS s
ON t.feed_id = s.feed_id
WHEN MATCHED AND s.status = 'new' THEN UPDATE SET source_id = s.source_id, kind = s.kind, url = s.url
WHEN MATCHED THEN UPDATE SET
    source_id = s.source_id, kind = s.kind, url = s.url, etag = s.etag, last_modified = s.last_modified,
    poll_minutes = s.poll_minutes, next_fetch_at = s.next_fetch_at, failures = s.failures, status = s.status,
    last_success_at = coalesce(s.last_success_at, t.last_success_at),
    last_new_at = coalesce(s.last_new_at, t.last_new_at)
WHEN NOT MATCHED THEN INSERT VALUES (
    s.feed_id, s.source_id, s.kind, s.url, s.etag, s.last_modified, s.poll_minutes, s.next_fetch_at,
    s.failures, s.status, s.last_success_at, s.last_new_at
);
