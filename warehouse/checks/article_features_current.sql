-- Each row of article_features is of an article's current version.
SELECT t.article_id, t.version_id
FROM main.article_features AS t
WHERE NOT EXISTS (SELECT 1 FROM main.articles AS a WHERE a.article_id = t.article_id AND a.version_id = t.version_id)
ORDER BY t.article_id, t.version_id
