-- What is it about?
SELECT t.label AS topic, t.level, count(*) AS articles, round(max(x.score), 2) AS score, t.topic_id
FROM main.article_topics AS x
JOIN main.articles AS a ON a.article_id = x.article_id
JOIN main.topics AS t ON t.topic_id = x.topic_id
WHERE a.story_id = $id
GROUP BY ALL
ORDER BY articles DESC, t.level DESC, score DESC, t.topic_id
LIMIT 8
