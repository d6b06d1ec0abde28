-- Each step of a run stands once in run_steps.
SELECT t.run_id, t.step, count(*) AS copies
FROM main.run_steps AS t
GROUP BY t.run_id, t.step
HAVING count(*) > 1
ORDER BY t.run_id, t.step
