-- Each decision stands once in entity_decisions.
SELECT t.decision_id, count(*) AS copies
FROM main.entity_decisions AS t
GROUP BY t.decision_id
HAVING count(*) > 1
ORDER BY t.decision_id
