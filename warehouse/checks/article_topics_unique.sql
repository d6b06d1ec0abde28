-- Each topic of an article stands once in article_topics.
SELECT t.article_id, t.topic_id, count(*) AS copies
FROM main.article_topics AS t
GROUP BY t.article_id, t.topic_id
HAVING count(*) > 1
ORDER BY t.article_id, t.topic_id
