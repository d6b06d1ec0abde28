-- How soon after publication are articles here?
SELECT l."day", l.source, l.articles, l.median_minutes, l.p90_minutes
FROM report.ingest_lag AS l
ORDER BY l."day" DESC, l.median_minutes DESC
LIMIT 30
