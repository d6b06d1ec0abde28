-- What did each source give on the day, and is it well now? (Health is that of the last run.)
WITH told AS (
    SELECT
        a.source_id,
        any_value(a.source) AS source,
        count(*) AS articles,
        count(*) FILTER (a.duplicate_of IS NULL) AS texts
    FROM report.articles AS a
    WHERE a."day" = $day
    GROUP BY a.source_id
), feeds AS (
    SELECT f.source_id, count(*) AS failing, min(coalesce(f.error, f.last_outcome)) AS reason
    FROM report.feed_health AS f
    WHERE f.status NOT IN ('ok', 'new')
    GROUP BY f.source_id
), judged AS (
    SELECT
        coalesce(h.source, t.source) AS source,
        CASE WHEN f.failing > 0 AND coalesce(h.health, 'ok') IN ('ok', 'new') THEN 'failing' ELSE h.health END AS health,
        coalesce(t.articles, 0) AS articles,
        coalesce(t.texts, 0) AS texts,
        h.articles AS last_24_hours,
        h.usual,
        h.last_article_at,
        coalesce(f.failing, 0) AS feeds_failing,
        f.reason,
        coalesce(h.source_id, t.source_id) AS source_id
    FROM told AS t
    FULL JOIN report.source_health AS h ON h.source_id = t.source_id
    LEFT JOIN feeds AS f ON f.source_id = coalesce(h.source_id, t.source_id)
)
SELECT j.*, count(*) OVER () AS sources
FROM judged AS j
-- Of loaded files and single pages, which nobody polls, ten are enough.
QUALIFY j.health IS NOT NULL OR row_number() OVER (PARTITION BY j.health IS NULL ORDER BY j.articles DESC, j.source_id) <= 10
ORDER BY list_position(['failing', 'silent', 'low', 'flood', 'never'], j.health) NULLS LAST,
    j.articles DESC, j.source, j.source_id
LIMIT 40
