-- A feed with status `new` comes from the configuration and says nothing of polling: a known one keeps its state.
-- One action for both, since DuckLake's MERGE has no more.

MERGE INTO main.feeds AS t
USING (
    SELECT s.* EXCLUDE (row_no)
    FROM staged_feeds AS s
    QUALIFY row_number() OVER (PARTITION BY s.feed_id ORDER BY s.row_no DESC) = 1
    ORDER BY s.row_no
) AS s
ON t.feed_id = s.feed_id
WHEN MATCHED THEN UPDATE SET
    source_id = s.source_id, kind = s.kind, url = s.url,
    etag = CASE s.status WHEN 'new' THEN t.etag ELSE s.etag END,
    last_modified = CASE s.status WHEN 'new' THEN t.last_modified ELSE s.last_modified END,
    poll_minutes = CASE s.status WHEN 'new' THEN t.poll_minutes ELSE s.poll_minutes END,
    next_fetch_at = CASE s.status WHEN 'new' THEN t.next_fetch_at ELSE s.next_fetch_at END,
    failures = CASE s.status WHEN 'new' THEN t.failures ELSE s.failures END,
    status = CASE WHEN s.status <> 'new' THEN s.status WHEN t.status = 'removed' THEN 'new' ELSE t.status END,
    last_success_at = coalesce(s.last_success_at, t.last_success_at),
    last_new_at = coalesce(s.last_new_at, t.last_new_at),
    body_sha256 = CASE s.status WHEN 'new' THEN t.body_sha256 ELSE s.body_sha256 END,
    moved_to = CASE s.status WHEN 'new' THEN t.moved_to ELSE s.moved_to END,
    not_before = CASE s.status WHEN 'new' THEN t.not_before ELSE s.not_before END,
    parent_id = s.parent_id
WHEN NOT MATCHED THEN INSERT VALUES (
    s.feed_id, s.source_id, s.kind, s.url, s.etag, s.last_modified, s.poll_minutes, s.next_fetch_at,
    s.failures, s.status, s.last_success_at, s.last_new_at,
    s.body_sha256, s.moved_to, s.not_before, s.parent_id
);
