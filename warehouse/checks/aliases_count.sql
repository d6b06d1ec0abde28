-- Each spelling's article_count is the number of articles that mention its entity in these words (after the title, for kind title).
SELECT a.alias, a.entity_id, a.article_count, coalesce(c.articles, 0) AS counted
FROM main.aliases AS a
LEFT JOIN (
    SELECT m.surface, m.entity_id, count(DISTINCT m.article_id) AS articles
    FROM main.mentions AS m
    GROUP BY m.surface, m.entity_id
) AS c
    ON c.entity_id = a.entity_id
    AND c.surface = CASE a.kind WHEN 'title' THEN substring(a.alias, instr(a.alias, ' ') + 1) ELSE a.alias END
WHERE a.article_count <> coalesce(c.articles, 0)
ORDER BY a.alias
