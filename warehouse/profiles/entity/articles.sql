-- Which articles name it, latest first?
SELECT
    a.dated_at,
    a.published_precision,
    a.source,
    a.title,
    count(*) AS mentions,
    a.url,
    count(*) OVER () AS total,
    a.article_id
FROM main.mentions AS m
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN report.articles AS a ON a.article_id = m.article_id
WHERE coalesce(x.merged_into, x.entity_id) = $id
GROUP BY ALL
ORDER BY a.dated_at DESC, a.article_id
LIMIT 40
