-- Each stage of an article stands once in enrichments.
SELECT t.article_id, t.stage, count(*) AS copies
FROM main.enrichments AS t
GROUP BY t.article_id, t.stage
HAVING count(*) > 1
ORDER BY t.article_id, t.stage
