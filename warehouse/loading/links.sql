-- Several feeds may offer one address, and in one batch: the first of them names it. An item's full text is kept only
-- until its address has become an article. The same feed giving another headline, or a later date, is an edit.
-- Instants are those of the latest batch, though earlier: the clock that made the others was then ahead.
-- An address of a site's archive (too_old) that another feed offers as news is news.

MERGE INTO main.links AS t
USING (
    SELECT
        s.url_canonical,
        first(s.url ORDER BY s.row_no) AS url,
        first(s.feed_id ORDER BY s.row_no) AS feed_id,
        first(s.source_id ORDER BY s.row_no) AS source_id,
        first(s.title_hint ORDER BY s.row_no) FILTER (s.title_hint IS NOT NULL) AS title_hint,
        first(s.published_hint ORDER BY s.row_no) FILTER (s.published_hint IS NOT NULL) AS published_hint,
        min(s.first_seen_at) AS first_seen_at,
        max(s.last_seen_at) AS last_seen_at,
        first(s.article_id ORDER BY s.row_no) FILTER (s.article_id IS NOT NULL) AS article_id,
        max(s.attempts) AS attempts,
        CASE WHEN count(*) = count(*) FILTER (s.last_outcome = 'too_old') THEN 'too_old'
             ELSE last(s.last_outcome ORDER BY s.row_no) FILTER (s.last_outcome <> 'too_old') END AS last_outcome,
        max(s.updated_hint) AS updated_hint,
        max(s.fetched_at) AS fetched_at,
        last(s.etag ORDER BY s.row_no) FILTER (s.fetched_at IS NOT NULL) AS etag,
        last(s.last_modified ORDER BY s.row_no) FILTER (s.fetched_at IS NOT NULL) AS last_modified,
        last(s.content ORDER BY s.row_no) FILTER (s.content IS NOT NULL) AS content
    FROM staged_links AS s
    GROUP BY s.url_canonical
    ORDER BY min(s.row_no)
) AS s
ON t.url_canonical = s.url_canonical
WHEN MATCHED THEN UPDATE SET
    title_hint = CASE WHEN s.feed_id = t.feed_id THEN coalesce(s.title_hint, t.title_hint)
                      ELSE coalesce(t.title_hint, s.title_hint) END,
    published_hint = coalesce(t.published_hint, s.published_hint),
    last_seen_at = s.last_seen_at,
    article_id = coalesce(s.article_id, t.article_id),
    attempts = greatest(t.attempts, s.attempts),
    last_outcome = CASE
        WHEN s.last_outcome = 'too_old' THEN t.last_outcome
        WHEN t.last_outcome = 'too_old' AND s.last_outcome IS NULL AND s.feed_id IS DISTINCT FROM t.feed_id THEN NULL
        ELSE coalesce(s.last_outcome, t.last_outcome) END,
    updated_hint = greatest(
        t.updated_hint, s.updated_hint,
        CASE WHEN s.published_hint > t.published_hint THEN s.published_hint END,
        CASE WHEN s.feed_id = t.feed_id AND s.title_hint <> t.title_hint THEN s.last_seen_at END
    ),
    fetched_at = coalesce(s.fetched_at, t.fetched_at),
    etag = CASE WHEN s.fetched_at IS NULL THEN t.etag ELSE s.etag END,
    last_modified = CASE WHEN s.fetched_at IS NULL THEN t.last_modified ELSE s.last_modified END,
    content = CASE WHEN coalesce(s.article_id, t.article_id) IS NULL THEN coalesce(s.content, t.content) END
WHEN NOT MATCHED THEN INSERT VALUES (
    s.url_canonical, s.url, s.feed_id, s.source_id, s.title_hint, s.published_hint,
    s.first_seen_at, s.last_seen_at, s.article_id, s.attempts, s.last_outcome,
    s.updated_hint, s.fetched_at, s.etag, s.last_modified, CASE WHEN s.article_id IS NULL THEN s.content END
);
