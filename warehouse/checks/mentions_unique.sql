-- Each span of an article, as one type by one model, stands once in mentions.
SELECT t.article_id, t.part, t.start_char, t.end_char, t."type", t.model, count(*) AS copies
FROM main.mentions AS t
GROUP BY t.article_id, t.part, t.start_char, t.end_char, t."type", t.model
HAVING count(*) > 1
ORDER BY t.article_id, t.part, t.start_char, t.end_char, t."type", t.model
