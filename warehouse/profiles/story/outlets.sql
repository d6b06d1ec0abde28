-- Which outlets report it, with how many articles, since when?
SELECT
    a.source,
    count(*) AS articles,
    count(*) FILTER (a.duplicate_of IS NULL) AS texts,
    min(a.dated_at) AS first_at,
    arg_min(coalesce(a.published_precision, ''), (a.dated_at, a.article_id)) AS first_precision,
    max(a.dated_at) AS last_at,
    count(*) OVER () AS total
FROM report.articles AS a
WHERE a.story_id = $id
GROUP BY a.source_id, a.source
ORDER BY articles DESC, first_at, a.source, a.source_id
LIMIT 40
