CREATE OR REPLACE VIEW report.headline_changes AS
WITH versions AS (
    SELECT
        v.article_id, v.version_no, v.cause, v.observed_at, v.title AS title_after,
        lag(v.title) OVER (PARTITION BY v.article_id ORDER BY v.version_no) AS title_before
    FROM main.article_versions AS v
)
SELECT
    v.observed_at,
    coalesce(s.name, a.source_id) AS source,
    v.title_before,
    v.title_after,
    v.version_no,
    date_diff('minute', coalesce(a.published_at, a.first_seen_at), v.observed_at) AS minutes_after_publication,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    a.source_id,
    v.article_id
FROM versions AS v
JOIN main.articles AS a ON a.article_id = v.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
WHERE v.cause = 'edit' AND v.title_before <> v.title_after
ORDER BY v.observed_at DESC, v.article_id;

COMMENT ON VIEW report.headline_changes IS 'Which headlines were changed after publication, from what to what?';
COMMENT ON COLUMN report.headline_changes.source IS 'Name of the source';
COMMENT ON COLUMN report.headline_changes.title_before IS 'The headline until then';
COMMENT ON COLUMN report.headline_changes.title_after IS 'The headline since';
COMMENT ON COLUMN report.headline_changes.minutes_after_publication IS 'Minutes from publication until the change was seen';
COMMENT ON COLUMN report.headline_changes.url IS 'Address of the article';
