-- Which persons are the most widely reported stories about?
WITH widest AS (
    SELECT s.story_id, s.title AS story, s.family_count AS families, s.article_count AS articles
    FROM main.stories AS s
    WHERE s.merged_into IS NULL
    ORDER BY s.family_count DESC, s.article_count DESC, s.last_published_at DESC
    LIMIT 20
), named AS (
    SELECT
        a.story_id, e.name, count(*) AS mentions,
        -- A mention's part of how much its article is about whom it names.
        coalesce(sum(t.score / t.mention_count), 0) AS salience
    FROM widest AS w
    JOIN main.articles AS a ON a.story_id = w.story_id
    JOIN main.mentions AS m ON m.article_id = a.article_id
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
    LEFT JOIN main.article_entities AS t
        ON t.article_id = m.article_id AND t.entity_id = coalesce(m.document_entity_id, m.entity_id)
    WHERE e."type" = 'person'
    GROUP BY ALL
), listed AS (
    SELECT n.story_id, list(n.name ORDER BY n.salience DESC, n.mentions DESC, n.name)[1:5] AS persons
    FROM named AS n
    GROUP BY n.story_id
)
SELECT w.story, w.families, w.articles, l.persons
FROM widest AS w
LEFT JOIN listed AS l ON l.story_id = w.story_id
ORDER BY w.families DESC, w.articles DESC, w.story
