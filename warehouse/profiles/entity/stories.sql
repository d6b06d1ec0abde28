-- Which stories is it in?
SELECT
    b.story,
    count(DISTINCT a.article_id) AS articles,
    b.articles AS story_articles,
    b.families,
    b.last_published_at,
    b.story_id
FROM main.mentions AS m
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN main.articles AS a ON a.article_id = m.article_id
JOIN report.story_board AS b ON b.story_id = a.story_id
WHERE coalesce(x.merged_into, x.entity_id) = $id
GROUP BY ALL
ORDER BY articles DESC, b.last_published_at DESC, b.story_id
LIMIT 15
