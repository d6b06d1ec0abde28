-- An entity is merged into one that exists and is itself not merged.
SELECT e.entity_id, e.merged_into
FROM main.entities AS e
LEFT JOIN main.entities AS f ON f.entity_id = e.merged_into
WHERE e.merged_into IS NOT NULL AND (f.entity_id IS NULL OR f.merged_into IS NOT NULL)
ORDER BY e.entity_id
