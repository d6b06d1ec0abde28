-- Each item of a run stands once in outcomes.
SELECT t.run_id, t.item, count(*) AS copies
FROM main.outcomes AS t
GROUP BY t.run_id, t.item
HAVING count(*) > 1
ORDER BY t.run_id, t.item
