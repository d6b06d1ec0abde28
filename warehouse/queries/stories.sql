-- What are the stories of the last two days, the most widely reported first?
SELECT b.story, b.articles, b.sources, b.families, b.last_published_at, b.story_id
FROM report.story_board AS b
WHERE b.last_published_at > (
    -- Dates more than a day ahead of when they were read are mistakes.
    SELECT max(a.dated_at) FROM report.articles AS a WHERE a.dated_at <= a.first_seen_at + INTERVAL 1 DAY
) - INTERVAL 2 DAY
ORDER BY b.families DESC, b.articles DESC, b.last_published_at DESC
LIMIT 20
