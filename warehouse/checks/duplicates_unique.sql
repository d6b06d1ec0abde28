-- Each article, repeating one other at most, stands once in duplicates.
SELECT t.article_id, count(*) AS copies
FROM main.duplicates AS t
GROUP BY t.article_id
HAVING count(*) > 1
ORDER BY t.article_id
