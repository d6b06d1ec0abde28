-- From the mentions, each with its part of how much its article is about whom it names: as the articles of the story are
-- chosen first, a question for one story takes 0.4 CPU s at 580,000 articles; over report.article_entities, which sums
-- what was merged in all of them, 1.8.
CREATE OR REPLACE VIEW report.story_entities AS
WITH told AS (
    SELECT
        a.story_id,
        a.article_id,
        coalesce(e.merged_into, e.entity_id) AS entity_id,
        a.duplicate_of IS NULL AS is_own,
        coalesce(c.family_id, a.source_id) AS family_id,
        count(*) AS mentions,
        round(least(1, sum(t.score / t.mention_count)), 4) AS score
    FROM main.articles AS a
    JOIN main.mentions AS m ON m.article_id = a.article_id
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    JOIN main.article_entities AS t
        ON t.article_id = m.article_id AND t.entity_id = coalesce(m.document_entity_id, m.entity_id)
    LEFT JOIN main.sources AS c ON c.source_id = a.source_id
    WHERE a.story_id IS NOT NULL
    GROUP BY ALL
), named AS (
    SELECT
        t.story_id,
        t.entity_id,
        count(*) AS articles,
        count(*) FILTER (t.is_own) AS texts,
        count(DISTINCT t.family_id) AS families,
        sum(t.mentions)::BIGINT AS mentions,
        sum(t.score) FILTER (t.is_own) AS weight
    FROM told AS t
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
