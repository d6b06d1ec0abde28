-- Which places are in the most articles of the last 7 days of the data?
SELECT
    e.name AS place,
    count(DISTINCT m.article_id) AS articles,
    count(DISTINCT m.source_id) AS sources,
    count(*) AS mentions
FROM main.mentions AS m
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
WHERE e."type" = 'place'
  AND m.published_at > (SELECT l.ends_at FROM report.latest AS l) - INTERVAL 7 DAY
GROUP BY e.entity_id, e.name
ORDER BY articles DESC, mentions DESC, place
LIMIT 20
