-- What is stripped most often from the pages?
SELECT b.source, b.rule, b.layer, b.blocks, b.articles, b.most_frequent
FROM report.removed_boilerplate AS b
ORDER BY b.blocks DESC, b.source, b.rule
LIMIT 30
