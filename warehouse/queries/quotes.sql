-- Who said what, latest first?
SELECT q.dated_at, coalesce(q.entity, q.speaker) AS who, q.verb, q.quote, q.source, q.title
FROM report.quotes AS q
WHERE q.speaker IS NOT NULL AND q.duplicate_of IS NULL
ORDER BY q.dated_at DESC, q.article_id, q.start_char
LIMIT 20
