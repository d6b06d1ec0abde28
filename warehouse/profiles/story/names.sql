-- Who and what is it about? (By how much each article is about them, over all its articles.)
SELECT
    e.name AS entity,
    e."type",
    count(DISTINCT m.article_id) AS articles,
    count(*) AS mentions,
    e.entity_id
FROM main.articles AS a
JOIN main.mentions AS m ON m.article_id = a.article_id
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
LEFT JOIN main.article_entities AS t
    ON t.article_id = m.article_id AND t.entity_id = coalesce(m.document_entity_id, m.entity_id)
WHERE a.story_id = $id
GROUP BY ALL
ORDER BY coalesce(sum(t.score / t.mention_count), 0) DESC, articles DESC, mentions DESC, e.name, e.entity_id
LIMIT 24
