-- Each mention's entity exists.
SELECT m.article_id, m.surface, m.entity_id
FROM main.mentions AS m
WHERE m.entity_id IS NOT NULL AND m.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e)
ORDER BY m.article_id, m.surface
