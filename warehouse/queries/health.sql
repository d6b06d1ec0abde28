-- Which sources are not well?
SELECT h.source, h.health, h.articles, h.usual, h.hours_since_article, h.source_id
FROM report.source_health AS h
ORDER BY h.health = 'ok', h.health, h.source
