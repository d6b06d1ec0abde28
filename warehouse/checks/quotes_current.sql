-- Each row of quotes is of an article's current version.
SELECT t.article_id, t.start_char
FROM main.quotes AS t
WHERE NOT EXISTS (SELECT 1 FROM main.articles AS a WHERE a.article_id = t.article_id AND a.version_id = t.version_id)
ORDER BY t.article_id, t.start_char
