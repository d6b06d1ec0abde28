-- Which sources have gone silent, and do their feeds still answer?
SELECT h.source, h.health, h.last_article_at, h.hours_since_article, f.status, f.last_outcome, f.error, f.last_success_at
FROM report.source_health AS h
LEFT JOIN report.feed_health AS f ON f.source_id = h.source_id
WHERE h.health IN ('silent', 'low', 'never')
ORDER BY h.hours_since_article DESC NULLS FIRST, h.source, f.url
