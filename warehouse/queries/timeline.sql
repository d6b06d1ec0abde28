-- In which order was the most widely reported story told?
WITH widest AS (
    SELECT b.story_id, b.first_published_at
    FROM report.story_board AS b
    ORDER BY b.families DESC, b.articles DESC, b.story_id
    LIMIT 1
)
SELECT
    row_number() OVER (ORDER BY a.dated_at, a.article_id) AS position,
    a.dated_at,
    date_diff('minute', w.first_published_at, a.dated_at) AS minutes_after_first,
    a.source,
    a.title,
    a.duplicate_kind
FROM widest AS w
JOIN report.articles AS a ON a.story_id = w.story_id
ORDER BY position
