-- Who is quoted in it, and by how many outlets? (Each statement once, as its first article has it.)
WITH said AS (
    SELECT q.*, trim(regexp_replace(lower(strip_accents(q.quote)), '[^\pL\pN]+', ' ', 'g')) AS key
    FROM report.quotes AS q
    WHERE q.story_id = $id AND q.duplicate_of IS NULL AND len(q.quote) BETWEEN 40 AND 400
)
SELECT
    arg_min(s.quote, (s.dated_at, s.article_id, s.start_char)) AS quote,
    arg_min(coalesce(s.entity, s.speaker), (s.dated_at, s.article_id, s.start_char)) AS who,
    arg_min(s.source, (s.dated_at, s.article_id, s.start_char)) AS source,
    arg_min_null(s.url, (s.dated_at, s.article_id, s.start_char)) AS url,
    count(DISTINCT s.source_id) AS outlets
FROM said AS s
GROUP BY s.key
ORDER BY outlets DESC, min((s.dated_at, s.article_id, s.start_char)), s.key
LIMIT 12
