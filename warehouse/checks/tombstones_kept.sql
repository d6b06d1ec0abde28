-- Nothing of an article that was forgotten is kept, and the archive files that held it are erased.
SELECT t.article_id, t.to_erase
FROM main.tombstones AS t
WHERE len(t.to_erase) > 0
   OR t.article_id IN (SELECT a.article_id FROM main.articles AS a)
   OR t.article_id IN (SELECT v.article_id FROM main.article_versions AS v)
   OR t.article_id IN (SELECT m.article_id FROM main.mentions AS m)
   OR t.article_id IN (SELECT e.article_id FROM main.article_entities AS e)
   OR t.article_id IN (SELECT q.article_id FROM main.quotes AS q)
   OR t.article_id IN (SELECT f.article_id FROM main.article_features AS f)
ORDER BY t.article_id
