CREATE OR REPLACE VIEW report.funnel AS
SELECT
    r.started_at,
    o.run_id,
    o.stage,
    o.outcome,
    count(*) AS items,
    round(100 * count(*) / sum(count(*)) OVER (PARTITION BY o.run_id), 1) AS percent,
    min(o.reason) AS example_reason,
    min(o.item) AS example_item
FROM main.outcomes AS o
LEFT JOIN main.runs AS r ON r.run_id = o.run_id
GROUP BY r.started_at, o.run_id, o.stage, o.outcome
ORDER BY r.started_at DESC, o.run_id, items DESC, o.outcome;

COMMENT ON VIEW report.funnel IS 'What became of all the links and files of each run?';
COMMENT ON COLUMN report.funnel.items IS 'Items that ended so';
COMMENT ON COLUMN report.funnel.percent IS 'Share of the run''s items';
COMMENT ON COLUMN report.funnel.example_reason IS 'Reason of one of them';
COMMENT ON COLUMN report.funnel.example_item IS 'One of them';
