-- Who and what is named most, more or less than usual: the two days to the day against the fourteen before?
WITH told AS MATERIALIZED (
    -- An article without a date stands on the day when it was read: it makes nobody rise, unless all of the day are so.
    SELECT a.article_id, a."day"
    FROM report.news AS a
    WHERE a."day" BETWEEN $day - 15 AND $day
), daily AS MATERIALIZED (
    SELECT t."day", n.entity_id, n.name AS entity, n."type", count(DISTINCT t.article_id) AS articles, count(*) AS mentions
    FROM told AS t
    JOIN main.mentions AS m ON m.article_id = t.article_id
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    JOIN main.entities AS n ON n.entity_id = coalesce(e.merged_into, e.entity_id)
    WHERE n."type" IN ('person', 'organization', 'place')
      AND m.published_at >= ($day - 15)::TIMESTAMP AT TIME ZONE 'UTC'
    GROUP BY ALL
), totals AS (
    SELECT
        count(*) FILTER (t."day" >= $day - 1) AS recent,
        count(*) FILTER (t."day" < $day - 1) AS before
    FROM told AS t
), counted AS (
    SELECT
        d."type",
        d.entity,
        d.entity_id,
        coalesce(sum(d.articles) FILTER (d."day" >= $day - 1), 0)::BIGINT AS articles,
        coalesce(sum(d.articles) FILTER (d."day" < $day - 1), 0)::BIGINT AS articles_before,
        sum(d.mentions) FILTER (d."day" >= $day - 1) AS mentions
    FROM daily AS d
    GROUP BY ALL
), expected AS (
    SELECT c.*, (c.articles + c.articles_before) * t.recent / nullif(t.recent + t.before, 0) AS expected
    FROM counted AS c
    CROSS JOIN totals AS t
), judged AS (
    -- The Pearson residual: beyond 2 is more than chance.
    SELECT e.*, (e.articles - e.expected) / sqrt(nullif(e.expected, 0)) AS residual
    FROM expected AS e
), listed AS (
    SELECT
        'most named' AS trend,
        row_number() OVER (PARTITION BY j."type" ORDER BY j.articles DESC, j.mentions DESC, j.entity, j.entity_id) AS rank,
        j.*
    FROM judged AS j
    WHERE j.articles > 0
    UNION ALL
    SELECT
        'rising',
        row_number() OVER (PARTITION BY j."type" ORDER BY j.residual DESC, j.entity, j.entity_id),
        j.*
    FROM judged AS j
    WHERE j.residual >= 2 AND j.articles >= 2
    UNION ALL
    SELECT
        'fading',
        row_number() OVER (PARTITION BY j."type" ORDER BY j.residual, j.entity, j.entity_id),
        j.*
    FROM judged AS j
    WHERE j.residual <= -2
), days AS (
    SELECT i.entity_id, list(coalesce(d.articles, 0) ORDER BY n.day_no) AS days
    FROM (SELECT DISTINCT l.entity_id FROM listed AS l WHERE l.rank <= 5) AS i
    CROSS JOIN range(16) AS n(day_no)
    LEFT JOIN daily AS d ON d.entity_id = i.entity_id AND d."day" = $day - 15 + n.day_no::INTEGER
    GROUP BY i.entity_id
)
SELECT
    l."type",
    l.trend,
    l.rank,
    l.entity,
    l.articles,
    l.articles_before,
    round(l.expected, 1) AS expected,
    round(l.residual, 1) AS residual,
    y.days,
    l.entity_id
FROM listed AS l
JOIN days AS y ON y.entity_id = l.entity_id
WHERE l.rank <= 5
ORDER BY list_position(['person', 'organization', 'place'], l."type"),
    list_position(['rising', 'fading', 'most named'], l.trend), l.rank
