-- What are the articles about?
SELECT t.topic, t.level, sum(t.articles)::BIGINT AS articles, sum(t.texts)::BIGINT AS texts, max(t."day") AS last_day
FROM report.topic_daily AS t
GROUP BY t.topic_id, t.topic, t.level
ORDER BY articles DESC, t.topic
LIMIT 20
