-- Who or what is it, and how often was it in the news in the last thirty days of the data?
WITH daily AS MATERIALIZED (
    -- Of articles that tell no date only the day is known when they were read, which is none of the news.
    SELECT a."day", count(DISTINCT a.article_id) AS articles
    FROM main.mentions AS m
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    JOIN report.articles AS a ON a.article_id = m.article_id
    WHERE coalesce(x.merged_into, x.entity_id) = $id AND a.published_precision IS NOT NULL
    GROUP BY ALL
), latest AS (
    SELECT max(a."day") AS "day"
    FROM report.articles AS a
    WHERE a.published_precision IS NOT NULL AND a.dated_at <= a.first_seen_at + INTERVAL 1 DAY
), days AS (
    SELECT list(coalesce(d.articles, 0) ORDER BY n.day_no) AS days
    FROM range(30) AS n(day_no)
    CROSS JOIN latest AS l
    LEFT JOIN daily AS d ON d."day" = l."day" - 29 + n.day_no::INTEGER
), outlets AS (
    SELECT count(DISTINCT m.article_id) AS articles, count(*) AS mentions, count(DISTINCT m.source_id) AS sources
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
    o.articles,
    o.mentions,
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
