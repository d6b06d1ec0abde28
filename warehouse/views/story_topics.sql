CREATE OR REPLACE VIEW report.story_topics AS
WITH counted AS (
    SELECT
        a.story_id,
        x.topic_id,
        count(*) AS articles,
        count(*) FILTER (a.duplicate_of IS NULL) AS texts,
        count(DISTINCT coalesce(c.family_id, a.source_id)) AS families,
        avg(x.score) AS score
    FROM main.article_topics AS x
    JOIN main.articles AS a ON a.article_id = x.article_id
    LEFT JOIN main.sources AS c ON c.source_id = a.source_id
    WHERE a.story_id IS NOT NULL
    GROUP BY ALL
)
SELECT
    s.title AS story,
    coalesce(t.label, c.topic_id) AS topic,
    t.level,
    c.articles,
    c.texts,
    c.families,
    round(c.score, 4) AS score,
    row_number() OVER (
        PARTITION BY c.story_id, t.level ORDER BY c.texts DESC, c.articles DESC, c.score DESC, c.topic_id
    ) AS rank,
    c.topic_id,
    c.story_id
FROM counted AS c
JOIN main.stories AS s ON s.story_id = c.story_id
LEFT JOIN main.topics AS t ON t.topic_id = c.topic_id
ORDER BY c.story_id, t.level, rank;

COMMENT ON VIEW report.story_topics IS 'On which subjects is each story?';
COMMENT ON COLUMN report.story_topics.story IS 'Title of the story';
COMMENT ON COLUMN report.story_topics.topic IS 'Label of the topic';
COMMENT ON COLUMN report.story_topics.articles IS 'Articles of the story on it';
COMMENT ON COLUMN report.story_topics.texts IS 'Those of them that repeat no other';
COMMENT ON COLUMN report.story_topics.families IS 'Independent publishers with an article on it';
COMMENT ON COLUMN report.story_topics.score IS 'Mean of the articles'' scores';
COMMENT ON COLUMN report.story_topics.rank IS 'From 1 within the story and level, the topic of most texts first';
