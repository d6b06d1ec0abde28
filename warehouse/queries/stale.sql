-- What would `newsduck reprocess --stale` do again?
SELECT s.stage, s.reason, s.model, count(*) AS articles
FROM report.stale_rows AS s
GROUP BY ALL
ORDER BY articles DESC, s.stage, s.reason
