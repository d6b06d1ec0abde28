-- Each block of a version stands once in removed_blocks.
SELECT t.version_id, t.ordinal, count(*) AS copies
FROM main.removed_blocks AS t
GROUP BY t.version_id, t.ordinal
HAVING count(*) > 1
ORDER BY t.version_id, t.ordinal
