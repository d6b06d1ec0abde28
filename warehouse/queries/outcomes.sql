-- What became of each link and file of the last run?
SELECT o.outcome, o.stage, o.item, o.reason, o.source_id
FROM main.outcomes AS o
WHERE o.run_id = (SELECT r.run_id FROM report.run_summary AS r ORDER BY r.started_at DESC, r.run_id LIMIT 1)
ORDER BY o.outcome, o.item
