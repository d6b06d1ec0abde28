-- Who had the stories first?
SELECT f.source, count(*) AS stories_first, median(f.minutes_ahead) AS median_minutes_ahead, max(f.story) AS example
FROM report.first_to_report AS f
GROUP BY f.source_id, f.source
ORDER BY stories_first DESC, f.source
LIMIT 20
