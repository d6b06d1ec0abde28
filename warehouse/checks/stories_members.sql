-- An article's story_id, its row in story_articles and the story agree.
SELECT coalesce(a.article_id, m.article_id) AS article_id, a.story_id, m.story_id
FROM (SELECT b.article_id, b.story_id FROM main.articles AS b WHERE b.story_id IS NOT NULL) AS a
FULL JOIN main.story_articles AS m ON m.article_id = a.article_id
LEFT JOIN main.stories AS s ON s.story_id = a.story_id
WHERE a.story_id IS NULL OR m.story_id IS NULL OR a.story_id <> m.story_id OR s.story_id IS NULL
ORDER BY 1
