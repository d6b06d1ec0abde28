-- Which articles are in it, in their order, and why?
SELECT
    t.dated_at,
    a.published_precision,
    t.source,
    t.title,
    t.duplicate_kind,
    t.method,
    round(t.score, 2) AS score,
    a.word_count,
    a.url,
    count(*) OVER () AS total,
    t.article_id
FROM report.story_timeline AS t
JOIN report.articles AS a ON a.article_id = t.article_id
WHERE t.story_id = $id
ORDER BY t.position
LIMIT 60
