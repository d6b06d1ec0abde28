-- In how many articles and sources each entity stands, and since when: of all of 20 million mentions 6 CPU s of counting.

CREATE TABLE entity_counts (
    entity_id VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    mentions BIGINT NOT NULL,
    source_ids VARCHAR[] NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    first_article_id VARCHAR NOT NULL
);

INSERT INTO entity_counts BY NAME
SELECT
    m.entity_id,
    count(DISTINCT m.article_id) AS articles,
    count(*) AS mentions,
    list_sort(list(DISTINCT m.source_id)) AS source_ids,
    min(m.published_at) AS first_seen_at,
    max(m.published_at) AS last_seen_at,
    arg_min(m.article_id, (m.published_at, m.article_id)) AS first_article_id
FROM mentions AS m
WHERE m.entity_id IS NOT NULL
GROUP BY m.entity_id
ORDER BY m.entity_id;
