-- Which stories are told by one text that many print, and which by many?
SELECT
    b.story, b.articles, b.texts, b.families, round(b.texts / b.articles, 2) AS share_of_own_texts, b.last_published_at
FROM report.story_board AS b
WHERE b.articles >= 2
ORDER BY share_of_own_texts, b.articles DESC, b.last_published_at DESC, b.story
LIMIT 20
