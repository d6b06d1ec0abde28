-- An article repeats another one that exists and is itself no duplicate.
SELECT a.article_id, a.duplicate_of
FROM main.articles AS a
LEFT JOIN main.articles AS o ON o.article_id = a.duplicate_of
WHERE a.duplicate_of IS NOT NULL
  AND (o.article_id IS NULL OR o.duplicate_of IS NOT NULL OR a.duplicate_of = a.article_id OR a.duplicate_kind IS NULL)
ORDER BY a.article_id
