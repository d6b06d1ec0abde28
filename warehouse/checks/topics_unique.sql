-- Each concept stands once in topics.
SELECT t.topic_id, count(*) AS copies
FROM main.topics AS t
GROUP BY t.topic_id
HAVING count(*) > 1
ORDER BY t.topic_id
