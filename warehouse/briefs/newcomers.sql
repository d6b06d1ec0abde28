-- Which names are new on the day, and in which article first? (None where there are no earlier days to compare with.)
WITH earlier AS (
    SELECT DISTINCT coalesce(e.merged_into, e.entity_id) AS entity_id
    FROM main.entity_counts AS c
    JOIN main.entities AS e ON e.entity_id = c.entity_id
    WHERE c.first_seen_at < $day::TIMESTAMP AT TIME ZONE 'UTC'
), told AS (
    -- An article without a date is new to us, not to the news: it introduces nobody, unless all of the day are so.
    SELECT a.article_id, a.dated_at, a.source_id
    FROM report.news AS a
    WHERE a."day" = $day
), naming AS (
    SELECT n.entity_id, n.name, n."type", m.article_id, count(*) AS mentions
    FROM main.mentions AS m
    JOIN told AS t ON t.article_id = m.article_id
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    JOIN main.entities AS n ON n.entity_id = coalesce(e.merged_into, e.entity_id)
    WHERE n."type" IN ('person', 'organization', 'place')
      AND n.entity_id NOT IN (SELECT x.entity_id FROM earlier AS x)
    GROUP BY ALL
), firsts AS (
    SELECT
        n.entity_id,
        n.name AS entity,
        n."type",
        count(*) AS articles,
        count(DISTINCT t.source_id) AS sources,
        sum(n.mentions) AS mentions,
        arg_min(n.article_id, (t.dated_at, n.article_id)) AS article_id
    FROM naming AS n
    JOIN told AS t ON t.article_id = n.article_id
    GROUP BY ALL
), top AS (
    SELECT f.*, count(*) OVER () AS names
    FROM firsts AS f
    WHERE EXISTS (SELECT 1 FROM report.daily_volume AS v WHERE v."day" < $day)
    ORDER BY f.sources DESC, f.articles DESC, f.mentions DESC, f.entity, f.entity_id
    LIMIT 30
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
FROM top AS i
JOIN report.articles AS a ON a.article_id = i.article_id
GROUP BY a.article_id, a.title, a.source, a.url
ORDER BY max(i.sources) DESC, max(i.articles) DESC, max(i.mentions) DESC, a.article_id
LIMIT 15
