-- Each model of a stage stands once in models.
SELECT t.stage, t.model, count(*) AS copies
FROM main.models AS t
GROUP BY t.stage, t.model
HAVING count(*) > 1
ORDER BY t.stage, t.model
