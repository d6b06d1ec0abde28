-- Nothing of an article that was forgotten is kept, and the archive files that held it are erased.
WITH kept AS (  -- joined: where nothing was forgotten no table is read
    SELECT a.article_id FROM main.articles AS a
    UNION ALL SELECT v.article_id FROM main.article_versions AS v
    UNION ALL SELECT m.article_id FROM main.mentions AS m
    UNION ALL SELECT e.article_id FROM main.article_entities AS e
    UNION ALL SELECT q.article_id FROM main.quotes AS q
    UNION ALL SELECT f.article_id FROM main.article_features AS f
)
SELECT t.article_id, t.to_erase FROM main.tombstones AS t WHERE len(t.to_erase) > 0
UNION
SELECT t.article_id, t.to_erase FROM kept AS k JOIN main.tombstones AS t ON t.article_id = k.article_id
ORDER BY ALL
