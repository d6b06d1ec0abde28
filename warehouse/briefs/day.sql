-- Which is the latest day that a brief can be made of? (Of five articles or more, or as many as the week's fullest has.)
WITH days AS (
    -- A date over a day ahead of when the article was read is a mistake. One without a date stands on the day when it was
    -- read, which is no day of news unless there is nothing else.
    SELECT a."day", count(*) AS articles
    FROM report.articles AS a
    WHERE epoch_us(a.dated_at) - epoch_us(a.first_seen_at) <= 86400000000
      AND (
          a.published_precision IS NOT NULL
          OR NOT EXISTS (SELECT 1 FROM main.articles AS d WHERE d.published_precision IS NOT NULL)
      )
    GROUP BY a."day"
), week AS (
    SELECT d."day", d.articles
    FROM days AS d
    WHERE d."day" > (SELECT max(x."day") FROM days AS x) - 7
)
SELECT max(w."day") AS "day"
FROM week AS w
WHERE w.articles >= least(5, (SELECT max(x.articles) FROM week AS x))
