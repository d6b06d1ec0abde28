-- An entity has a row in entity_merges if and only if it is merged, and into the same one.
SELECT coalesce(m.entity_id, e.entity_id) AS entity_id, m.merged_into AS explained, e.merged_into
FROM main.entity_merges AS m
FULL JOIN (SELECT x.entity_id, x.merged_into FROM main.entities AS x WHERE x.merged_into IS NOT NULL) AS e
    ON e.entity_id = m.entity_id
WHERE m.merged_into IS DISTINCT FROM e.merged_into
ORDER BY 1
