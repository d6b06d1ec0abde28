-- Who and what is named in it?
SELECT
    e.name AS entity,
    e."type",
    count(DISTINCT m.article_id) AS articles,
    count(*) AS mentions,
    e.entity_id
FROM main.mentions AS m
JOIN main.articles AS a ON a.article_id = m.article_id
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
WHERE a.story_id = $id
GROUP BY ALL
ORDER BY articles DESC, mentions DESC, e.name, e.entity_id
LIMIT 24
