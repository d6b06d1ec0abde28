-- Each language has one name for a concept in topic_labels.
SELECT t.topic_id, t.language, count(*) AS copies
FROM main.topic_labels AS t
GROUP BY t.topic_id, t.language
HAVING count(*) > 1
ORDER BY t.topic_id, t.language
