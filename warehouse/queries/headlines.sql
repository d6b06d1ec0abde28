-- Which headlines were changed last?
SELECT h.observed_at, h.source, h.title_before, h.title_after, h.minutes_after_publication
FROM report.headline_changes AS h
ORDER BY h.observed_at DESC, h.article_id
LIMIT 20
