-- What is counted over all articles: stories, copies, spellings.

INSERT INTO main.stories (
    story_id, title, state, first_published_at, last_published_at, article_count, source_count, lead_article_id, merged_into
)
SELECT
    a.story_id, first(a.title ORDER BY a.first_seen_at, a.article_id),
    CASE WHEN max(a.first_seen_at) > getvariable('ends_at') - INTERVAL 4 DAY THEN 'open' ELSE 'closed' END,
    min(coalesce(a.published_at, a.first_seen_at)), max(coalesce(a.published_at, a.first_seen_at)),
    count(*), count(DISTINCT a.source_id), first(a.article_id ORDER BY a.first_seen_at, a.article_id), NULL
FROM main.articles AS a
GROUP BY a.story_id
ORDER BY min(a.first_seen_at);

UPDATE main.articles AS t
SET duplicate_of = s.lead_article_id, duplicate_kind = ['syndicated', 'near', 'exact'][(hash(t.article_id) % 3)::INTEGER + 1]
FROM main.stories AS s
WHERE s.story_id = t.story_id AND t.article_id <> s.lead_article_id AND hash(t.article_id, 'copy') % 5 = 0;

INSERT INTO main.duplicates
SELECT a.article_id, a.duplicate_of, a.duplicate_kind, 0.9, 'earliest', '{"containment": 0.9}', 'copies 1'
FROM main.articles AS a
WHERE a.duplicate_of IS NOT NULL
ORDER BY a.first_seen_at;

INSERT INTO main.aliases
SELECT m.surface, lower(m.surface), m.entity_id, CASE WHEN contains(m.surface, ' ') THEN 'full' ELSE 'surname' END, 'document',
       count(DISTINCT m.article_id), false
FROM main.mentions AS m
WHERE m.entity_id IS NOT NULL
GROUP BY m.surface, m.entity_id
ORDER BY m.entity_id, m.surface;

INSERT INTO main.loaded_batches
SELECT 'all', getvariable('ends_at'), count(*), sum(a.version_count - 1), 0, 0
FROM main.articles AS a;

DELETE FROM main.entities AS e
WHERE e.entity_id NOT IN (SELECT a.entity_id FROM main.aliases AS a)
  AND e.entity_id NOT IN (SELECT x.merged_into FROM main.entities AS x WHERE x.merged_into IS NOT NULL);

INSERT INTO main.entity_merges
SELECT e.entity_id, e.merged_into, 'nickname', 0.9, '{}', 'resolution 1'
FROM main.entities AS e
WHERE e.merged_into IS NOT NULL;

CREATE OR REPLACE TEMP TABLE touched AS SELECT e.entity_id, NULL AS added FROM main.entities AS e;
