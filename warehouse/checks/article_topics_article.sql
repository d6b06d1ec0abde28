-- Each row of article_topics belongs to an article.
SELECT t.article_id, t.topic_id
FROM main.article_topics AS t
WHERE t.article_id NOT IN (SELECT a.article_id FROM main.articles AS a)
ORDER BY t.article_id, t.topic_id
