-- Who or what is it, and how often was it in the news in the last thirty days of the data?
WITH daily AS MATERIALIZED (
    SELECT d."day", d.articles, d.mentions FROM report.entity_daily AS d WHERE d.entity_id = $id
), latest AS (
    SELECT max(v."day") AS "day"
    FROM report.daily_volume AS v
    WHERE v."day" <= (SELECT max((a.first_seen_at AT TIME ZONE 'UTC')::DATE) + 1 FROM main.articles AS a)
), days AS (
    SELECT list(coalesce(d.articles, 0) ORDER BY n.day_no) AS days
    FROM range(30) AS n(day_no)
    CROSS JOIN latest AS l
    LEFT JOIN daily AS d ON d."day" = l."day" - 29 + n.day_no::INTEGER
), outlets AS (
    SELECT count(DISTINCT m.source_id) AS sources
    FROM main.mentions AS m
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    WHERE coalesce(x.merged_into, x.entity_id) = $id
)
SELECT
    e.name AS entity,
    e."type",
    e.country_code,
    e.wikidata_id,
    e.created_by,
    coalesce((SELECT sum(d.articles) FROM daily AS d), 0)::BIGINT AS articles,
    coalesce((SELECT sum(d.mentions) FROM daily AS d), 0)::BIGINT AS mentions,
    o.sources,
    (SELECT min(d."day") FROM daily AS d) AS first_day,
    (SELECT max(d."day") FROM daily AS d) AS last_day,
    l."day" AS days_to,
    y.days,
    e.entity_id
FROM main.entities AS e
CROSS JOIN latest AS l
CROSS JOIN days AS y
CROSS JOIN outlets AS o
WHERE e.entity_id = $id
