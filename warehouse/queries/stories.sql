-- What are the stories of the last two days, the most widely reported first?
SELECT b.story, b.articles, b.sources, b.families, b.last_published_at, b.story_id
FROM report.story_board AS b
WHERE b.last_published_at > (
    -- Dates more than a day ahead of when they were read are mistakes.
    SELECT coalesce(
        max(a.published_at) FILTER (epoch_us(a.published_at) - epoch_us(a.first_seen_at) <= 86400000000),
        max(a.first_seen_at)
    )
    FROM main.articles AS a
) - INTERVAL 2 DAY
ORDER BY b.families DESC, b.articles DESC, b.last_published_at DESC
LIMIT 20
