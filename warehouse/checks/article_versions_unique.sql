-- Each version stands once in article_versions.
SELECT t.version_id, count(*) AS copies
FROM main.article_versions AS t
GROUP BY t.version_id
HAVING count(*) > 1
ORDER BY t.version_id
