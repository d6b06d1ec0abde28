-- How much was published on the day, beside the fourteen days before?
SELECT
    d."day",
    coalesce(v.articles, 0) AS articles,
    coalesce(v.texts, 0) AS texts,
    coalesce(v.sources, 0) AS sources,
    coalesce(v.families, 0) AS families,
    coalesce(v.stories, 0) AS stories,
    coalesce(v.words, 0) AS words,
    (SELECT count(*) FROM report.articles AS a WHERE a."day" = $day AND a.published_precision IS NULL) AS undated,
    (
        SELECT median(b.articles) FROM report.daily_volume AS b WHERE b."day" BETWEEN $day - 14 AND $day - 1
    ) AS usual_articles,
    (SELECT max(b."day") FROM report.daily_volume AS b WHERE b."day" < $day) AS day_before,
    (SELECT min(b."day") FROM report.daily_volume AS b WHERE b."day" > $day) AS day_after,
    (SELECT count(*) FROM report.daily_volume AS b WHERE b."day" BETWEEN $day - 14 AND $day - 1) AS days_before,
    (SELECT max(r.started_at) FROM report.run_summary AS r) AS last_run_at
FROM (SELECT $day AS "day") AS d
LEFT JOIN report.daily_volume AS v ON v."day" = d."day"
