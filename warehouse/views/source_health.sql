CREATE OR REPLACE VIEW report.source_health AS
WITH latest AS (
    SELECT greatest((SELECT max(r.started_at) FROM main.runs AS r),
                    (SELECT max(a.first_seen_at) FROM main.articles AS a)) AS ends_at
), seen AS (
    SELECT
        a.source_id,
        date_diff('second', a.first_seen_at, l.ends_at) // 86400 AS days_ago,
        count(*) AS articles
    FROM main.articles AS a
    CROSS JOIN latest AS l
    GROUP BY ALL
), ages AS (
    SELECT a.source_id, min(a.first_seen_at) AS first_article_at, max(a.first_seen_at) AS last_article_at
    FROM main.articles AS a
    GROUP BY a.source_id
), windows AS (
    SELECT
        s.source_id,
        w.days_ago,
        coalesce(n.articles, 0) AS articles
    FROM main.sources AS s
    CROSS JOIN (SELECT unnest(range(15)) AS days_ago) AS w
    LEFT JOIN seen AS n ON n.source_id = s.source_id AND n.days_ago = w.days_ago
), counted AS (
    SELECT
        w.source_id,
        sum(w.articles) FILTER (w.days_ago = 0)::BIGINT AS articles,
        median(w.articles) FILTER (w.days_ago > 0) AS usual,
        max(w.articles) FILTER (w.days_ago > 0) AS most
    FROM windows AS w
    GROUP BY w.source_id
)
SELECT
    s.name AS source,
    CASE WHEN g.source_id IS NULL THEN 'never'
         WHEN g.first_article_at > l.ends_at - INTERVAL 7 DAY THEN 'new'
         WHEN c.articles = 0 AND (c.usual >= 1 OR g.last_article_at < l.ends_at - INTERVAL 15 DAY) THEN 'silent'
         WHEN c.usual >= 4 AND c.articles < c.usual / 3 THEN 'low'
         WHEN c.articles > 3 * greatest(c.most, 5) THEN 'flood'
         ELSE 'ok' END AS health,
    c.articles,
    c.usual,
    c.most,
    g.last_article_at,
    round(date_diff('minute', g.last_article_at, l.ends_at) / 60, 1) AS hours_since_article,
    s.source_id
FROM main.sources AS s
JOIN counted AS c ON c.source_id = s.source_id
LEFT JOIN ages AS g ON g.source_id = s.source_id
CROSS JOIN latest AS l
WHERE s.active AND s.kind = 'feed'
ORDER BY health = 'ok', health, source;

COMMENT ON VIEW report.source_health IS 'Which sources have gone quiet, or loud: their last 24 hours against the 14 windows of 24 hours before?';
COMMENT ON COLUMN report.source_health.source IS 'Name of the source; only active ones with feeds';
COMMENT ON COLUMN report.source_health.health IS 'never (no article yet), new (first one less than 7 days ago), silent, low (under a third of usual), flood (over three times the most), ok';
COMMENT ON COLUMN report.source_health.articles IS 'Articles first seen in the 24 hours before the last run';
COMMENT ON COLUMN report.source_health.usual IS 'Median of the 14 windows before';
COMMENT ON COLUMN report.source_health.most IS 'Most of the 14 windows before';
COMMENT ON COLUMN report.source_health.last_article_at IS 'When its latest article was first seen';
COMMENT ON COLUMN report.source_health.hours_since_article IS 'Hours from then until the last run';
