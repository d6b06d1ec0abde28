-- Each entity stands once in entities.
SELECT t.entity_id, count(*) AS copies
FROM main.entities AS t
GROUP BY t.entity_id
HAVING count(*) > 1
ORDER BY t.entity_id
