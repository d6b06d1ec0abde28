-- The counts of each entity are those of its mentions.
WITH counted AS (
    SELECT
        m.entity_id,
        count(DISTINCT m.article_id) AS articles,
        count(*) AS mentions,
        list_sort(list(DISTINCT m.source_id)) AS source_ids,
        min(m.published_at) AS first_seen_at,
        max(m.published_at) AS last_seen_at,
        arg_min(m.article_id, (m.published_at, m.article_id)) AS first_article_id
    FROM main.mentions AS m
    WHERE m.entity_id IS NOT NULL
    GROUP BY m.entity_id
)
SELECT coalesce(t.entity_id, c.entity_id) AS entity_id, t.articles, c.articles AS counted
FROM main.entity_counts AS t
FULL JOIN counted AS c ON c.entity_id = t.entity_id
WHERE (t.articles, t.mentions, t.source_ids, t.first_seen_at, t.last_seen_at, t.first_article_id)
    IS DISTINCT FROM (c.articles, c.mentions, c.source_ids, c.first_seen_at, c.last_seen_at, c.first_article_id)
ORDER BY 1
