-- Which names are new on the day, and in which article first? (None where there are no earlier days to compare with.)
WITH earlier AS (
    SELECT DISTINCT coalesce(e.merged_into, e.entity_id) AS entity_id
    FROM main.mentions AS m
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE m.published_at < $day::TIMESTAMP AT TIME ZONE 'UTC'
), firsts AS (
    SELECT d.entity_id, d.entity, d."type", d.articles, d.sources, d.mentions
    FROM report.entity_daily AS d
    WHERE d."day" = $day
      AND d."type" IN ('person', 'organization', 'place')
      AND d.entity_id NOT IN (SELECT x.entity_id FROM earlier AS x)
), top AS (
    SELECT f.*, count(*) OVER () AS names
    FROM firsts AS f
    WHERE EXISTS (SELECT 1 FROM report.daily_volume AS v WHERE v."day" < $day)
    ORDER BY f.sources DESC, f.articles DESC, f.mentions DESC, f.entity, f.entity_id
    LIMIT 30
), naming AS (
    SELECT DISTINCT coalesce(e.merged_into, e.entity_id) AS entity_id, m.article_id
    FROM main.mentions AS m
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE coalesce(e.merged_into, e.entity_id) IN (SELECT t.entity_id FROM top AS t)
), introduced AS (
    SELECT t.*, arg_min(a.article_id, (a.dated_at, a.article_id)) AS article_id
    FROM top AS t
    JOIN naming AS n ON n.entity_id = t.entity_id
    JOIN report.articles AS a ON a.article_id = n.article_id AND a."day" = $day
    GROUP BY ALL
)
SELECT
    a.title,
    a.source,
    a.url,
    list(
        {'entity': i.entity, 'type': i."type", 'articles': i.articles, 'sources': i.sources}
        ORDER BY i.sources DESC, i.articles DESC, i.mentions DESC, i.entity, i.entity_id
    ) AS introduces,
    max(i.sources) AS sources,
    any_value(i.names) AS names,
    a.article_id
FROM introduced AS i
JOIN report.articles AS a ON a.article_id = i.article_id
GROUP BY a.article_id, a.title, a.source, a.url
ORDER BY max(i.sources) DESC, max(i.articles) DESC, max(i.mentions) DESC, a.article_id
LIMIT 15
