-- The outcomes add up to what the batches stored and updated.
SELECT o.stored, b.stored, o.updated, b.updated
FROM (
    SELECT count(*) FILTER (x.outcome = 'stored') AS stored, count(*) FILTER (x.outcome = 'updated') AS updated
    FROM main.outcomes AS x
) AS o
CROSS JOIN (
    SELECT coalesce(sum(y.stored), 0) AS stored, coalesce(sum(y.updated), 0) AS updated FROM main.loaded_batches AS y
) AS b
WHERE o.stored <> b.stored OR o.updated <> b.updated
