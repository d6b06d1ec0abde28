-- Each row of article_entities is of an article and an entity that exist.
SELECT t.article_id, t.entity_id
FROM main.article_entities AS t
WHERE t.article_id NOT IN (SELECT a.article_id FROM main.articles AS a)
   OR t.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e)
ORDER BY t.article_id, t.entity_id
