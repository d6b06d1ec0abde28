-- Which persons are in the most articles?
SELECT d.entity AS person, sum(d.articles)::BIGINT AS articles, sum(d.mentions)::BIGINT AS mentions, max(d."day") AS last_day
FROM report.entity_daily AS d
WHERE d."type" = 'person'
GROUP BY d.entity_id, d.entity
ORDER BY articles DESC, mentions DESC, person
LIMIT 20
