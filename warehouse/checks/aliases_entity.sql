-- Each spelling's entity exists.
SELECT a.alias, a.entity_id
FROM main.aliases AS a
WHERE a.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e)
ORDER BY a.alias
