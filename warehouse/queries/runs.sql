-- How did the last runs go?
SELECT
    r.started_at, r.flow, r.trigger, r.state, r.items, r.stored, r.updated, r.known, r.deferred, r.rejected, r.seconds,
    r.cpu_seconds
FROM report.run_summary AS r
ORDER BY r.started_at DESC, r.run_id
LIMIT 10
