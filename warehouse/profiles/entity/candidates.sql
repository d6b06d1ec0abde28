-- Which entities may be meant, by id, name or a spelling?
WITH asked AS (
    SELECT trim(lower(strip_accents($words))) AS words
), named AS (
    SELECT e.entity_id, e.name AS spelling, 3 AS worth FROM main.entities AS e
    UNION ALL
    SELECT a.entity_id, a.alias, 2 FROM main.aliases AS a WHERE NOT a.blocked
), judged AS (
    SELECT
        coalesce(e.merged_into, e.entity_id) AS entity_id,
        max(CASE
            WHEN e.entity_id = a.words THEN 4
            WHEN lower(strip_accents(n.spelling)) = a.words THEN n.worth
            ELSE jaro_winkler_similarity(lower(strip_accents(n.spelling)), a.words)
        END) AS likeness
    FROM named AS n
    CROSS JOIN asked AS a
    JOIN main.entities AS e ON e.entity_id = n.entity_id
    WHERE a.words <> ''
    GROUP BY 1
    HAVING likeness >= 0.85
), counted AS (
    SELECT d.entity_id, sum(d.articles)::BIGINT AS articles
    FROM report.entity_daily AS d
    WHERE d.entity_id IN (SELECT j.entity_id FROM judged AS j)
    GROUP BY d.entity_id
)
SELECT
    e.entity_id AS id,
    e.name,
    e."type" || ', ' || coalesce(c.articles, 0) || ' articles' AS about,
    j.likeness >= 2 AS is_sure
FROM judged AS j
JOIN main.entities AS e ON e.entity_id = j.entity_id
LEFT JOIN counted AS c ON c.entity_id = j.entity_id
ORDER BY j.likeness DESC, c.articles DESC NULLS LAST, e.name, e.entity_id
LIMIT 8
