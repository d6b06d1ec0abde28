-- What new articles add to the counts of the entities that they name. Needs `arrived`.

MERGE INTO main.entity_counts AS t
USING (
    SELECT
        a.entity_id,
        count(DISTINCT a.article_id) AS articles,
        count(*) AS mentions,
        list_sort(list(DISTINCT a.source_id)) AS source_ids,
        min(a.published_at) AS first_seen_at,
        max(a.published_at) AS last_seen_at,
        arg_min(a.article_id, (a.published_at, a.article_id)) AS first_article_id
    FROM arrived AS a
    WHERE a.entity_id IS NOT NULL AND NOT a.is_known
    GROUP BY a.entity_id
    ORDER BY a.entity_id
) AS s
ON t.entity_id = s.entity_id
WHEN MATCHED THEN UPDATE SET
    articles = t.articles + s.articles,
    mentions = t.mentions + s.mentions,
    source_ids = list_sort(list_distinct(t.source_ids || s.source_ids)),
    first_seen_at = least(t.first_seen_at, s.first_seen_at),
    last_seen_at = greatest(t.last_seen_at, s.last_seen_at),
    first_article_id = CASE WHEN (s.first_seen_at, s.first_article_id) < (t.first_seen_at, t.first_article_id)
                            THEN s.first_article_id ELSE t.first_article_id END
WHEN NOT MATCHED THEN INSERT;
