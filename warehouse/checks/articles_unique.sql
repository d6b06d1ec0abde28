-- Each article stands once in articles.
SELECT t.article_id, count(*) AS copies
FROM main.articles AS t
GROUP BY t.article_id
HAVING count(*) > 1
ORDER BY t.article_id
