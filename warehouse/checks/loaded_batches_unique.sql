-- Each batch stands once in loaded_batches.
SELECT t.batch_id, count(*) AS copies
FROM main.loaded_batches AS t
GROUP BY t.batch_id
HAVING count(*) > 1
ORDER BY t.batch_id
