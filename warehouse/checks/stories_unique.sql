-- Each story stands once in stories.
SELECT t.story_id, count(*) AS copies
FROM main.stories AS t
GROUP BY t.story_id
HAVING count(*) > 1
ORDER BY t.story_id
