-- Each line of a file stands once in identities.
SELECT t.file, t.line, count(*) AS copies
FROM main.identities AS t
GROUP BY t.file, t.line
HAVING count(*) > 1
ORDER BY t.file, t.line
