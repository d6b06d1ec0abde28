-- How much was published on each of the last 30 days?
SELECT d.*
FROM report.daily_volume AS d
ORDER BY d."day" DESC
LIMIT 30
