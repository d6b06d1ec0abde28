-- Each outcome that names an article names one that exists, or one that was taken down.
SELECT o.run_id, o.item, o.outcome, o.article_id
FROM main.outcomes AS o
WHERE o.outcome IN ('stored', 'updated', 'unchanged', 'duplicate')
  AND (o.article_id IS NULL
       OR o.article_id NOT IN (
           SELECT a.article_id FROM main.articles AS a UNION ALL SELECT t.article_id FROM main.tombstones AS t
       ))
ORDER BY o.run_id, o.item
