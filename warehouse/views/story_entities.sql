CREATE OR REPLACE VIEW report.story_entities AS
WITH named AS (
    SELECT
        a.story_id,
        n.entity_id,
        count(*) AS articles,
        count(*) FILTER (a.duplicate_of IS NULL) AS texts,
        count(DISTINCT coalesce(c.family_id, a.source_id)) AS families,
        sum(n.mentions)::BIGINT AS mentions,
        sum(n.score) FILTER (a.duplicate_of IS NULL) AS weight
    FROM report.article_entities AS n
    JOIN main.articles AS a ON a.article_id = n.article_id
    LEFT JOIN main.sources AS c ON c.source_id = a.source_id
    WHERE a.story_id IS NOT NULL
    GROUP BY ALL
)
SELECT
    s.title AS story,
    e.name AS entity,
    e."type",
    n.articles,
    n.texts,
    n.families,
    n.mentions,
    round(coalesce(n.weight, 0) / s.text_count, 4) AS salience,
    row_number() OVER (
        PARTITION BY n.story_id ORDER BY coalesce(n.weight, 0) DESC, n.articles DESC, e.name, n.entity_id
    ) AS rank,
    n.entity_id,
    n.story_id
FROM named AS n
JOIN main.stories AS s ON s.story_id = n.story_id
JOIN main.entities AS e ON e.entity_id = n.entity_id
ORDER BY n.story_id, rank;

COMMENT ON VIEW report.story_entities IS 'Who and what is each story about?';
COMMENT ON COLUMN report.story_entities.story IS 'Title of the story';
COMMENT ON COLUMN report.story_entities.entity IS 'Its name';
COMMENT ON COLUMN report.story_entities.articles IS 'Articles of the story that mention it';
COMMENT ON COLUMN report.story_entities.texts IS 'Those of them that repeat no other';
COMMENT ON COLUMN report.story_entities.families IS 'Independent publishers that mention it';
COMMENT ON COLUMN report.story_entities.mentions IS 'Mentions in the articles of the story';
COMMENT ON COLUMN report.story_entities.salience IS 'Mean share of the story''s texts that is about it, 0 to 1';
COMMENT ON COLUMN report.story_entities.rank IS 'From 1 within the story, the most salient first';
