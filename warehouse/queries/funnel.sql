-- How did the items of the last run end?
SELECT f.stage, f.outcome, f.items, f.percent, f.example_reason, f.example_item
FROM report.funnel AS f
WHERE f.run_id = (SELECT r.run_id FROM report.run_summary AS r ORDER BY r.started_at DESC, r.run_id LIMIT 1)
ORDER BY f.items DESC, f.outcome
