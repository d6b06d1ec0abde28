-- Which persons stand at the centre of the most widely reported stories?
WITH widest AS (
    SELECT b.story_id, b.story, b.families, b.articles
    FROM report.story_board AS b
    ORDER BY b.families DESC, b.articles DESC, b.last_published_at DESC
    LIMIT 20
), named AS (
    SELECT a.story_id, e.name, count(DISTINCT a.article_id) AS articles, count(*) AS mentions
    FROM widest AS w
    JOIN main.articles AS a ON a.story_id = w.story_id
    JOIN main.mentions AS m ON m.article_id = a.article_id
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
    WHERE e."type" = 'person'
    GROUP BY ALL
), listed AS (
    SELECT n.story_id, list(n.name ORDER BY n.articles DESC, n.mentions DESC, n.name)[1:5] AS persons
    FROM named AS n
    GROUP BY n.story_id
)
SELECT w.story, w.families, w.articles, l.persons
FROM widest AS w
LEFT JOIN listed AS l ON l.story_id = w.story_id
ORDER BY w.families DESC, w.articles DESC, w.story
