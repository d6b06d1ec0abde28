-- What an article repeats and its row in duplicates agree.
SELECT coalesce(a.article_id, d.article_id) AS article_id, a.duplicate_of, d.duplicate_of
FROM (SELECT b.* FROM main.articles AS b WHERE b.duplicate_of IS NOT NULL) AS a
FULL JOIN main.duplicates AS d ON d.article_id = a.article_id
WHERE a.duplicate_of IS DISTINCT FROM d.duplicate_of OR a.duplicate_kind IS DISTINCT FROM d.duplicate_kind
ORDER BY 1
