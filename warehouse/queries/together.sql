-- Who and what are named together most often?
SELECT c.entity_a, c.entity_b, c.articles, c.overlap
FROM report.entity_cooccurrence AS c
ORDER BY c.articles DESC, c.overlap DESC, c.entity_a, c.entity_b
LIMIT 20
