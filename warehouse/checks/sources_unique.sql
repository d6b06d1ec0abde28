-- Each source stands once in sources.
SELECT t.source_id, count(*) AS copies
FROM main.sources AS t
GROUP BY t.source_id
HAVING count(*) > 1
ORDER BY t.source_id
