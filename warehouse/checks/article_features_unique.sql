-- Each article stands once in article_features.
SELECT t.article_id, count(*) AS copies
FROM main.article_features AS t
GROUP BY t.article_id
HAVING count(*) > 1
ORDER BY t.article_id
