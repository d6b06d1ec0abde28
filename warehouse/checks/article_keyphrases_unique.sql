-- Each phrase of an article stands once in article_keyphrases.
SELECT t.article_id, t.phrase, count(*) AS copies
FROM main.article_keyphrases AS t
GROUP BY t.article_id, t.phrase
HAVING count(*) > 1
ORDER BY t.article_id, t.phrase
