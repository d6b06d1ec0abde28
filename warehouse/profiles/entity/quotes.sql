-- What does it say, by the latest articles? (Each statement once, as its first article has it.)
WITH said AS (
    SELECT q.*, trim(regexp_replace(lower(strip_accents(q.quote)), '[^\pL\pN]+', ' ', 'g')) AS key
    FROM report.quotes AS q
    WHERE q.entity_id = $id
), once AS (
    SELECT s.*, count(DISTINCT s.source_id) OVER same AS outlets
    FROM said AS s
    WINDOW same AS (PARTITION BY s.key)
    QUALIFY row_number() OVER (PARTITION BY s.key ORDER BY s.dated_at, s.article_id, s.start_char) = 1
)
SELECT o.quote, o.verb, o.source, o.title, o.dated_at, a.published_precision, o.outlets, o.url, o.article_id
FROM once AS o
JOIN main.articles AS a ON a.article_id = o.article_id
ORDER BY o.dated_at DESC, o.article_id, o.start_char
LIMIT 12
