-- What became of the links and files of the day (or of the nearest day with a run), each counted once by its last end?
WITH ran AS (
    SELECT DISTINCT make_timestamp(epoch_us(r.started_at))::DATE AS "day"
    FROM report.run_summary AS r
    ORDER BY abs("day" - $day), "day" DESC
    LIMIT 1
), ended AS (
    SELECT
        o.item,
        arg_max(o.outcome, (o.occurred_at, o.run_id, o.outcome)) AS outcome,
        arg_max_null(o.reason, (o.occurred_at, o.run_id, o.outcome)) AS reason
    FROM main.outcomes AS o
    JOIN report.run_summary AS r ON r.run_id = o.run_id
    JOIN ran AS d ON d."day" = make_timestamp(epoch_us(r.started_at))::DATE
    GROUP BY o.item
)
SELECT
    CASE
        WHEN e.outcome IN ('stored', 'updated', 'unchanged', 'duplicate', 'not_modified') THEN 'taken'
        WHEN e.outcome = 'deferred' THEN 'later'
        ELSE 'left out'
    END AS fate,
    e.outcome,
    count(*) AS items,
    round(100 * count(*) / sum(count(*)) OVER (), 1) AS percent,
    min(e.reason) AS example_reason,
    arg_min(e.item, (e.reason, e.item)) AS example_item,
    any_value(d."day") AS "day"
FROM ended AS e
CROSS JOIN ran AS d
GROUP BY e.outcome
ORDER BY list_position(['left out', 'later', 'taken'], fate), items DESC, e.outcome
