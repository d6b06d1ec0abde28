-- Which paragraphs were changed after publication, in the last week of the data?
WITH latest AS (
    -- Rows by their numbers, so that no other text is unpacked; report.text_changes has every change there ever was.
    SELECT v.article_id, v.observed_at, b.rowid AS row_before, v.rowid AS row_after
    FROM main.article_versions AS v
    JOIN main.article_versions AS b ON b.article_id = v.article_id AND b.version_no = v.version_no - 1
    WHERE v.cause = 'edit' AND v.text_sha256 <> b.text_sha256
      AND v.observed_at > (SELECT max(r.started_at) FROM main.runs AS r) - INTERVAL 7 DAY
    ORDER BY v.observed_at DESC, v.article_id
    LIMIT 30
)
SELECT
    l.observed_at,
    coalesce(s.name, a.source_id) AS source,
    a.title,
    list_filter(string_split(b.text, chr(10)), lambda p : NOT list_contains(string_split(v.text, chr(10)), p)) AS before,
    list_filter(string_split(v.text, chr(10)), lambda p : NOT list_contains(string_split(b.text, chr(10)), p)) AS after
FROM latest AS l
JOIN main.article_versions AS b ON b.rowid = l.row_before
JOIN main.article_versions AS v ON v.rowid = l.row_after
JOIN main.articles AS a ON a.article_id = l.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
ORDER BY l.observed_at DESC, l.article_id
