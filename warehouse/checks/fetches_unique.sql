-- Each request stands once in fetches.
SELECT t.fetch_id, count(*) AS copies
FROM main.fetches AS t
GROUP BY t.fetch_id
HAVING count(*) > 1
ORDER BY t.fetch_id
