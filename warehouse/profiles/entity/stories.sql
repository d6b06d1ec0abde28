-- Which stories is it in?
WITH dated AS (
    -- Of an article without a date only the time is known when it was read, which is none of the story.
    SELECT a.story_id, max(a.published_at) AS last_published_at
    FROM main.articles AS a
    WHERE a.published_precision IS NOT NULL
    GROUP BY a.story_id
)
SELECT
    b.story,
    count(DISTINCT a.article_id) AS articles,
    b.articles AS story_articles,
    b.families,
    d.last_published_at,
    b.story_id
FROM main.mentions AS m
JOIN main.entities AS x ON x.entity_id = m.entity_id
JOIN main.articles AS a ON a.article_id = m.article_id
JOIN report.story_board AS b ON b.story_id = a.story_id
LEFT JOIN dated AS d ON d.story_id = b.story_id
WHERE coalesce(x.merged_into, x.entity_id) = $id
GROUP BY ALL
ORDER BY articles DESC, d.last_published_at DESC NULLS LAST, b.story_id
LIMIT 15
