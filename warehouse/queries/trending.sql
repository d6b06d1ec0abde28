-- Who and what is in the news more than usual?
SELECT t.entity, t."type", t.articles, t.articles_before, t.expected, t.residual
FROM report.trending_entities AS t
WHERE t.articles >= 2
ORDER BY t.residual DESC, t.articles DESC, t.entity
LIMIT 20
