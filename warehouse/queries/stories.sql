-- What are the stories of the last two days, the most widely reported first?
SELECT b.story, b.articles, b.sources, b.families, b.last_published_at, b.story_id
FROM report.story_board AS b
WHERE b.last_published_at > (SELECT l.ends_at FROM report.latest AS l) - INTERVAL 2 DAY
ORDER BY b.families DESC, b.articles DESC, b.last_published_at DESC
LIMIT 20
