-- What is said of it? (The paragraph that first names it; quotations before others, then the latest first.)
WITH spans AS (
    SELECT m.article_id, min(m.start_char) AS start_char
    FROM main.mentions AS m
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    WHERE coalesce(x.merged_into, x.entity_id) = $id AND m.part <> 'title'
    GROUP BY m.article_id
), paragraphs AS (
    SELECT
        a.article_id,
        a.source,
        a.title,
        a.url,
        a.dated_at,
        a.published_precision,
        regexp_extract(left(a.text, s.start_char), '[^\n]*$') || regexp_extract(a.text[s.start_char + 1:], '^[^\n]*')
            AS passage
    FROM spans AS s
    JOIN report.articles AS a ON a.article_id = s.article_id
    WHERE a.duplicate_of IS NULL
)
SELECT p.passage, p.source, p.title, p.url, p.dated_at, p.published_precision
FROM paragraphs AS p
ORDER BY NOT regexp_matches(p.passage, '[“”„"«»]'), p.dated_at DESC, p.article_id
LIMIT 10
