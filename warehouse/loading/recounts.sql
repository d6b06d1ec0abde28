-- The counts of entities of which mentions went, moved or were dated anew. Needs `touched`.

CREATE OR REPLACE TEMP TABLE recounted AS
SELECT DISTINCT t.entity_id FROM touched AS t WHERE t.added IS NULL;

DELETE FROM main.entity_counts AS t WHERE t.entity_id IN (SELECT r.entity_id FROM recounted AS r);

INSERT INTO main.entity_counts BY NAME
SELECT
    m.entity_id,
    count(DISTINCT m.article_id) AS articles,
    count(*) AS mentions,
    list_sort(list(DISTINCT m.source_id)) AS source_ids,
    min(m.published_at) AS first_seen_at,
    max(m.published_at) AS last_seen_at,
    arg_min(m.article_id, (m.published_at, m.article_id)) AS first_article_id
FROM main.mentions AS m
WHERE m.entity_id IN (SELECT r.entity_id FROM recounted AS r)
GROUP BY m.entity_id
ORDER BY m.entity_id;
