-- Which paragraphs were changed after publication, in the last week of the data?
SELECT t.observed_at, t.source, t.title, t.change, t.paragraph_before, t.paragraph_after
FROM report.text_changes AS t
WHERE t.observed_at > (SELECT max(r.started_at) FROM main.runs AS r) - INTERVAL 7 DAY
ORDER BY t.observed_at DESC, t.article_id, t.position, t.change
LIMIT 30
