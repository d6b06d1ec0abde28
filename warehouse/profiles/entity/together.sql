-- Who and what is named in the same articles?
WITH naming AS (
    SELECT DISTINCT m.article_id
    FROM main.mentions AS m
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    WHERE coalesce(x.merged_into, x.entity_id) = $id
)
SELECT e.name AS entity, e."type", count(DISTINCT m.article_id) AS articles, e.entity_id
FROM naming AS n
JOIN main.mentions AS m ON m.article_id = n.article_id
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
WHERE e.entity_id <> $id
GROUP BY ALL
ORDER BY articles DESC, e.name, e.entity_id
LIMIT 24
