-- Which entities have more than one spelling?
SELECT x.entity, x."type", list(x.alias ORDER BY x.articles DESC, x.alias) AS spellings
FROM report.entity_aliases AS x
WHERE NOT x.blocked AND x.articles > 0
GROUP BY x.entity_id, x.entity, x."type"
HAVING count(*) > 1
ORDER BY count(*) DESC, x.entity
LIMIT 20
