-- Each article was stored once and updated as often as it has further versions.
SELECT a.article_id, a.version_count, c.stored, c.updated
FROM main.articles AS a
LEFT JOIN (
    SELECT
        o.article_id,
        count(*) FILTER (o.outcome = 'stored') AS stored,
        count(*) FILTER (o.outcome = 'updated') AS updated
    FROM main.outcomes AS o
    GROUP BY o.article_id
) AS c ON c.article_id = a.article_id
WHERE coalesce(c.stored, 0) <> 1 OR coalesce(c.updated, 0) <> a.version_count - 1
ORDER BY a.article_id
