-- Which persons stand at the centre of each story?
WITH named AS (
    SELECT a.story, a.story_id, e.name, count(DISTINCT a.article_id) AS articles, count(*) AS mentions
    FROM report.articles AS a
    JOIN main.mentions AS m ON m.article_id = a.article_id
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE a.story_id IS NOT NULL AND e."type" = 'person'
    GROUP BY ALL
)
SELECT
    n.story,
    max(n.articles) AS articles_of_first,
    list(n.name ORDER BY n.articles DESC, n.mentions DESC, n.name)[1:5] AS persons
FROM named AS n
GROUP BY n.story_id, n.story
ORDER BY articles_of_first DESC, n.story
LIMIT 20
