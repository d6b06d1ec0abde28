-- Each two entities are at most one row of entity_pairs, the smaller id first.
SELECT t.entity_a, t.entity_b, count(*) AS copies
FROM main.entity_pairs AS t
GROUP BY t.entity_a, t.entity_b
HAVING count(*) > 1 OR t.entity_a >= t.entity_b
ORDER BY t.entity_a, t.entity_b
