-- Which is the latest day that a brief can be made of? (Of five articles or more, or as many as the week's fullest has.)
WITH days AS (
    -- A date over a day ahead of when the article was read is a mistake.
    SELECT a."day", count(*) AS articles
    FROM report.articles AS a
    WHERE a.dated_at <= a.first_seen_at + INTERVAL 1 DAY
    GROUP BY a."day"
), week AS (
    SELECT d."day", d.articles
    FROM days AS d
    WHERE d."day" > (SELECT max(x."day") FROM days AS x) - 7
)
SELECT max(w."day") AS "day"
FROM week AS w
WHERE w.articles >= least(5, (SELECT max(x.articles) FROM week AS x))
