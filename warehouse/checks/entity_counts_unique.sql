-- Each entity stands at most once in entity_counts.
SELECT t.entity_id, count(*) AS copies
FROM main.entity_counts AS t
GROUP BY t.entity_id
HAVING count(*) > 1
ORDER BY t.entity_id
