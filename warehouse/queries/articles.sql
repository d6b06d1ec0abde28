-- Which are the newest articles?
SELECT a."day", a.source, a.title, a.story, a.word_count, a.url
FROM report.articles AS a
ORDER BY a.dated_at DESC, a.title
LIMIT 20
