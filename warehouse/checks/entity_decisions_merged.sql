-- Entities that a decision in force merges are one.
SELECT d.decision_id, a.name, b.name
FROM main.entity_decisions AS d
JOIN main.entities AS a ON a.entity_id = d.entity_a
JOIN main.entities AS b ON b.entity_id = d.entity_b
WHERE d.undone_at IS NULL
  AND d.action = 'merge'
  AND coalesce(a.merged_into, a.entity_id) <> coalesce(b.merged_into, b.entity_id)
ORDER BY d.decision_id
