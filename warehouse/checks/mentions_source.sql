-- Each mention carries the source and the date of its article.
SELECT m.article_id, m.surface
FROM main.mentions AS m
JOIN main.articles AS a ON a.article_id = m.article_id
WHERE m.source_id <> a.source_id OR m.published_at <> coalesce(a.published_at, a.first_seen_at)
ORDER BY m.article_id, m.surface
