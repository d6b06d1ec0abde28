-- Each row of topic_labels belongs to a topic.
SELECT l.topic_id, l.language
FROM main.topic_labels AS l
WHERE l.topic_id NOT IN (SELECT t.topic_id FROM main.topics AS t)
ORDER BY l.topic_id, l.language
