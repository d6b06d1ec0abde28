-- Each span of an article stands once in quotes.
SELECT t.article_id, t.start_char, t.end_char, count(*) AS copies
FROM main.quotes AS t
GROUP BY t.article_id, t.start_char, t.end_char
HAVING count(*) > 1
ORDER BY t.article_id, t.start_char, t.end_char
