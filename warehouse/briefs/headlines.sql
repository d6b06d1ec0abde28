-- Which headlines were changed on the day, from what to what?
SELECT
    h.observed_at,
    h.source,
    h.title_before,
    h.title_after,
    h.minutes_after_publication,
    h.url,
    count(*) OVER () AS changes
FROM report.headline_changes AS h
WHERE make_timestamp(epoch_us(h.observed_at))::DATE = $day
ORDER BY h.observed_at DESC, h.article_id, h.version_no
LIMIT 15
