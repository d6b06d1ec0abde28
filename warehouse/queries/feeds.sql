-- Which feeds do not answer?
SELECT f.source, f.url, f.status, f.failures, f.last_outcome, f.http_status, f.error, f.last_success_at, f.next_fetch_at
FROM report.feed_health AS f
WHERE f.status NOT IN ('ok', 'new')
ORDER BY f.failures DESC, f.source, f.url
