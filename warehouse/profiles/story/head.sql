-- What is the story, how widely and when is it reported, and who had it first?
WITH told AS (
    -- Of an article without a date only the time is known when it was read, which is none of the story.
    SELECT a.dated_at
    FROM report.articles AS a
    WHERE a.story_id = $id AND a.published_precision IS NOT NULL
), span AS (
    -- 48 bars of as many hours each as it takes.
    SELECT
        min(t.dated_at) AS begins_at,
        max(t.dated_at) AS ends_at,
        round(date_diff('minute', min(t.dated_at), max(t.dated_at)) / 60, 1) AS spanned,
        greatest(1, 1 + date_diff('second', min(t.dated_at), max(t.dated_at)) // (48 * 3600)) AS hours
    FROM told AS t
), counted AS (
    SELECT date_diff('second', s.begins_at, t.dated_at) // (3600 * s.hours) AS bar, count(*) AS articles
    FROM told AS t
    CROSS JOIN span AS s
    GROUP BY ALL
)
SELECT
    b.story,
    b.state,
    b.articles,
    b.texts,
    b.sources,
    b.families,
    b.languages,
    s.begins_at AS first_published_at,
    s.ends_at AS last_published_at,
    s.spanned AS hours,
    f.source AS first_source,
    f.published_at AS first_at,
    f.next_source,
    f.minutes_ahead,
    (
        SELECT list(coalesce(c.articles, 0) ORDER BY n.bar)
        FROM range(48) AS n(bar)
        LEFT JOIN counted AS c ON c.bar = n.bar
    ) AS bars,
    s.begins_at,
    s.hours AS hours_a_bar,
    b.story_id
FROM report.story_board AS b
CROSS JOIN span AS s
LEFT JOIN report.first_to_report AS f ON f.story_id = b.story_id
WHERE b.story_id = $id
