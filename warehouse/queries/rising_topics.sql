-- Which topics rose in the last two days of the data, and in which stories?
WITH rising AS (
    SELECT t.topic_id, t.topic, t.articles, t.articles_before, t.expected, t.residual
    FROM report.trending_topics AS t
    WHERE t.articles >= 2 AND t.residual > 0
    ORDER BY t.residual DESC, t.articles DESC, t.topic
    LIMIT 15
), told AS (
    SELECT x.topic_id, a.story_id, count(*) AS articles
    FROM main.article_topics AS x
    JOIN rising AS r ON r.topic_id = x.topic_id
    JOIN main.articles AS a ON a.article_id = x.article_id
    WHERE a.story_id IS NOT NULL
      AND coalesce(a.published_at, a.first_seen_at) > (SELECT l.ends_at FROM report.latest AS l) - INTERVAL 2 DAY
    GROUP BY x.topic_id, a.story_id
    QUALIFY row_number() OVER (PARTITION BY x.topic_id ORDER BY count(*) DESC, a.story_id) = 1
)
SELECT r.topic, r.articles, r.articles_before, r.expected, r.residual, s.title AS largest_story
FROM rising AS r
LEFT JOIN told AS t ON t.topic_id = r.topic_id
LEFT JOIN main.stories AS s ON s.story_id = t.story_id
ORDER BY r.residual DESC, r.articles DESC, r.topic
