-- Each spelling of an entity stands once in aliases.
SELECT t.alias, t.entity_id, count(*) AS copies
FROM main.aliases AS t
GROUP BY t.alias, t.entity_id
HAVING count(*) > 1
ORDER BY t.alias, t.entity_id
