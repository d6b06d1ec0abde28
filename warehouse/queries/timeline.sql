-- In which order was the most widely reported story told?
SELECT t.position, t.dated_at, t.minutes_after_first, t.source, t.title, t.duplicate_kind
FROM report.story_timeline AS t
WHERE t.story_id = (
    SELECT b.story_id FROM report.story_board AS b ORDER BY b.families DESC, b.articles DESC, b.story_id LIMIT 1
)
ORDER BY t.position
