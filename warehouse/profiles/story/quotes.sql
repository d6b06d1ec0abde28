-- What is quoted in it, by how many outlets? (Words between quotation marks; the article says whose they are.)
WITH lines AS (
    SELECT a.article_id, a.source_id, a.source, a.url, a.dated_at, unnest(string_split(a.text, chr(10))) AS line
    FROM report.articles AS a
    WHERE a.story_id = $id AND a.duplicate_of IS NULL
), quoted AS (
    -- Line by line, so that a mark without its partner spoils no more than its line.
    SELECT l.*, unnest(regexp_extract_all(l.line, '[“„"«]([^“”„"«»]+?),?[”“"»]', 1)) AS words
    FROM lines AS l
), keyed AS (
    SELECT q.*, trim(regexp_replace(lower(strip_accents(q.words)), '[^\pL\pN]+', ' ', 'g')) AS key
    FROM quoted AS q
    WHERE len(q.words) BETWEEN 40 AND 400 AND regexp_matches(q.words, '^\S.*\S$')
)
SELECT
    arg_min(k.words, (k.dated_at, k.article_id, k.words)) AS quote,
    arg_min(k.source, (k.dated_at, k.article_id, k.words)) AS source,
    arg_min_null(k.url, (k.dated_at, k.article_id, k.words)) AS url,
    count(DISTINCT k.source_id) AS outlets
FROM keyed AS k
GROUP BY k.key
ORDER BY outlets DESC, min((k.dated_at, k.article_id)), k.key
LIMIT 12
