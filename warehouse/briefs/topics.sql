-- What was it about, in the fourteen days to the day, oldest first? (An article on two topics counts for both.)
WITH daily AS (
    SELECT t.topic_id, t.topic, t."day", t.articles
    FROM report.topic_daily AS t
    WHERE t.level = 1 AND t."day" BETWEEN $day - 13 AND $day
), ranked AS (
    SELECT d.topic_id, row_number() OVER (ORDER BY sum(d.articles) DESC, d.topic_id) AS rank
    FROM daily AS d
    GROUP BY d.topic_id
), placed AS (
    SELECT
        CASE WHEN r.rank < 8 THEN d.topic ELSE 'all others' END AS topic,
        least(r.rank, 8) AS rank,
        d."day",
        sum(d.articles)::BIGINT AS articles
    FROM daily AS d
    JOIN ranked AS r ON r.topic_id = d.topic_id
    GROUP BY ALL
)
SELECT
    t.topic,
    sum(p.articles)::BIGINT AS articles,
    coalesce(sum(p.articles) FILTER (p."day" = $day), 0)::BIGINT AS articles_on_day,
    list(coalesce(p.articles, 0) ORDER BY n.day_no) AS days
FROM (SELECT DISTINCT p.topic, p.rank FROM placed AS p) AS t
CROSS JOIN range(14) AS n(day_no)
LEFT JOIN placed AS p ON p.rank = t.rank AND p."day" = $day - 13 + n.day_no::INTEGER
GROUP BY t.topic, t.rank
ORDER BY t.rank
