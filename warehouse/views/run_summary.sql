CREATE OR REPLACE VIEW report.run_summary AS
WITH ended AS (
    SELECT
        o.run_id,
        count(*) AS items,
        count(*) FILTER (o.outcome = 'stored') AS stored,
        count(*) FILTER (o.outcome = 'updated') AS updated,
        count(*) FILTER (o.outcome IN ('unchanged', 'duplicate', 'not_modified')) AS known,
        count(*) FILTER (o.outcome = 'deferred') AS deferred
    FROM main.outcomes AS o
    GROUP BY o.run_id
), spent AS (
    SELECT t.run_id, sum(t.cpu_seconds) AS cpu_seconds FROM main.run_steps AS t GROUP BY t.run_id
), fetched AS (
    SELECT x.run_id, count(*) AS requests, sum(x.bytes)::BIGINT AS bytes FROM main.fetches AS x GROUP BY x.run_id
)
SELECT
    r.started_at,
    r.flow,
    r.trigger,
    r.state,
    coalesce(e.items, 0) AS items,
    coalesce(e.stored, 0) AS stored,
    coalesce(e.updated, 0) AS updated,
    coalesce(e.known, 0) AS known,
    coalesce(e.deferred, 0) AS deferred,
    coalesce(e.items - e.stored - e.updated - e.known - e.deferred, 0) AS rejected,
    coalesce(f.requests, 0) AS requests,
    coalesce(f.bytes, 0) AS bytes,
    round(date_diff('millisecond', r.started_at, r.finished_at) / 1000, 1) AS seconds,
    round(s.cpu_seconds, 1) AS cpu_seconds,
    r.code_version,
    r.run_id
FROM main.runs AS r
LEFT JOIN ended AS e ON e.run_id = r.run_id
LEFT JOIN spent AS s ON s.run_id = r.run_id
LEFT JOIN fetched AS f ON f.run_id = r.run_id
ORDER BY r.started_at DESC, r.run_id;

COMMENT ON VIEW report.run_summary IS 'What did each run do, and what did it cost?';
COMMENT ON COLUMN report.run_summary.items IS 'Links and files that entered the run';
COMMENT ON COLUMN report.run_summary.stored IS 'New articles';
COMMENT ON COLUMN report.run_summary.updated IS 'Articles with another text than before';
COMMENT ON COLUMN report.run_summary.known IS 'Articles that were there already, and pages that have not changed';
COMMENT ON COLUMN report.run_summary.deferred IS 'Items left to a later run';
COMMENT ON COLUMN report.run_summary.rejected IS 'Items that became no article';
COMMENT ON COLUMN report.run_summary.requests IS 'HTTP requests';
COMMENT ON COLUMN report.run_summary.bytes IS 'Bytes received';
COMMENT ON COLUMN report.run_summary.seconds IS 'Seconds on the clock';
COMMENT ON COLUMN report.run_summary.cpu_seconds IS 'CPU seconds of all stages';
COMMENT ON COLUMN report.run_summary.run_id IS 'The run: its start and a random part';
