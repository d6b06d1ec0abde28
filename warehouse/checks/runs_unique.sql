-- Each run stands once in runs.
SELECT t.run_id, count(*) AS copies
FROM main.runs AS t
GROUP BY t.run_id
HAVING count(*) > 1
ORDER BY t.run_id
