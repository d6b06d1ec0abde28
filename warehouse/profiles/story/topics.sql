-- On which subjects is it, how likely is each, and what spoke for it most? (By the article that it is likeliest of.)
WITH found AS (
    SELECT
        x.topic_id,
        any_value(x.topic) AS topic,
        any_value(x.level) AS level,
        count(*) AS articles,
        round(avg(x.score), 2) AS score,
        arg_max(x.evidence, (x.score, x.article_id))[1] AS evidence
    FROM report.article_topics AS x
    WHERE x.article_id IN (SELECT a.article_id FROM main.articles AS a WHERE a.story_id = $id)
    GROUP BY x.topic_id
)
SELECT f.topic, f.level, f.articles, f.score, f.evidence, f.topic_id
FROM found AS f
ORDER BY f.articles DESC, f.score DESC, f.level DESC, f.topic_id
LIMIT 8
