-- Each article, being in one story only, stands once in story_articles.
SELECT t.article_id, count(*) AS copies
FROM main.story_articles AS t
GROUP BY t.article_id
HAVING count(*) > 1
ORDER BY t.article_id
