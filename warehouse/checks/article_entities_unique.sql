-- Each entity of an article stands once in article_entities.
SELECT t.article_id, t.entity_id, count(*) AS copies
FROM main.article_entities AS t
GROUP BY t.article_id, t.entity_id
HAVING count(*) > 1
ORDER BY t.article_id, t.entity_id
