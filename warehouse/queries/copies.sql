-- Who prints whose texts?
SELECT s.original_source, s.source, s.duplicate_kind, s.articles, s.median_minutes_later, s.example
FROM report.syndication AS s
ORDER BY s.articles DESC, s.original_source, s.source
LIMIT 20
