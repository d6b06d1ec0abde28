-- How is it spelled, where does each spelling come from, what was merged and why, and in which article does it stand?
WITH spelled AS (
    SELECT m.surface, m.link_method, m.article_id, m.published_at
    FROM main.mentions AS m
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    WHERE coalesce(x.merged_into, x.entity_id) = $id
), shown AS (
    SELECT
        s.surface,
        count(DISTINCT s.article_id) AS articles,
        list(DISTINCT s.link_method ORDER BY s.link_method) AS found_by,
        arg_min(s.article_id, (s.published_at, s.article_id)) AS article_id
    FROM spelled AS s
    GROUP BY s.surface
)
SELECT
    coalesce(s.surface, a.alias) AS alias,
    a.kind,
    a.origin,
    coalesce(a.blocked, false) AS blocked,
    coalesce(s.articles, 0) AS articles,
    s.found_by,
    a.merged_from,
    a.method,
    a.score,
    coalesce(
        array_to_string(from_json(a.evidence -> '$.names', '["VARCHAR"]'), ' = '),
        a.evidence ->> '$.reason'
    ) AS evidence,
    r.title AS example,
    r.url
FROM shown AS s
FULL JOIN (SELECT * FROM report.entity_aliases AS v WHERE v.entity_id = $id) AS a ON a.alias = s.surface
LEFT JOIN report.articles AS r ON r.article_id = s.article_id
ORDER BY articles DESC, alias, a.kind, a.origin
LIMIT 24
