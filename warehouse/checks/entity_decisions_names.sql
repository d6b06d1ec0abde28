-- An entity that a decision in force names has that name, and only one decision names it.
SELECT d.decision_id, d.name, e.name
FROM main.entity_decisions AS d
JOIN main.entities AS e ON e.entity_id = d.entity_a
WHERE d.undone_at IS NULL AND d.action = 'rename' AND e.name <> d.name
ORDER BY d.decision_id
