-- Each article is forgotten once.
SELECT t.article_id, count(*) AS copies
FROM main.tombstones AS t
GROUP BY t.article_id
HAVING count(*) > 1
ORDER BY t.article_id
