-- Each entity stands at most once in resolved_entities.
SELECT t.entity_id, count(*) AS copies
FROM main.resolved_entities AS t
GROUP BY t.entity_id
HAVING count(*) > 1
ORDER BY t.entity_id
