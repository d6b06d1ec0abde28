-- Which topics may be meant, by id, code or label?
WITH asked AS (
    SELECT trim(lower(strip_accents($words))) AS words
), counted AS (
    SELECT x.topic_id, count(*) AS articles FROM main.article_topics AS x GROUP BY x.topic_id
), judged AS (
    SELECT
        t.topic_id,
        t.label,
        t.level,
        CASE
            WHEN a.words IN (t.topic_id, replace(t.topic_id, 'medtop:', '')) THEN 3
            WHEN lower(strip_accents(t.label)) = a.words THEN 2
            WHEN len(a.words) >= 4 AND contains(lower(strip_accents(t.label)), a.words) THEN 0.9
            ELSE jaro_winkler_similarity(lower(strip_accents(t.label)), a.words)
        END AS likeness
    FROM main.topics AS t
    CROSS JOIN asked AS a
    WHERE a.words <> ''
)
SELECT
    j.topic_id AS id,
    j.label AS name,
    'level ' || j.level || ', ' || coalesce(c.articles, 0) || ' articles' AS about,
    j.likeness >= 2 AS is_sure
FROM judged AS j
LEFT JOIN counted AS c ON c.topic_id = j.topic_id
WHERE j.likeness >= 0.85
ORDER BY j.likeness DESC, c.articles DESC NULLS LAST, j.label, j.topic_id
LIMIT 8
