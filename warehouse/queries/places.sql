-- Which places are in the most articles?
SELECT d.entity AS place, sum(d.articles)::BIGINT AS articles, sum(d.mentions)::BIGINT AS mentions, max(d."day") AS last_day
FROM report.entity_daily AS d
WHERE d."type" = 'place'
GROUP BY d.entity_id, d.entity
ORDER BY articles DESC, mentions DESC, place
LIMIT 20
