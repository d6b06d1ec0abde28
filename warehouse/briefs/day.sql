-- Which is the latest day that an article says it is of? (Over a day ahead of when it was read is a mistake.)
SELECT coalesce(max(a."day") FILTER (a.published_at IS NOT NULL), max(a."day")) AS "day"
FROM report.articles AS a
WHERE a.dated_at <= a.first_seen_at + INTERVAL 1 DAY
