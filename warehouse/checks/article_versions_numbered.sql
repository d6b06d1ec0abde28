-- The versions of an article are numbered from 1 without a gap, and belong to an article.
SELECT v.article_id, count(*) AS versions
FROM main.article_versions AS v
LEFT JOIN main.articles AS a ON a.article_id = v.article_id
GROUP BY v.article_id
HAVING min(v.version_no) <> 1 OR max(v.version_no) <> count(DISTINCT v.version_no) OR bool_or(a.article_id IS NULL)
ORDER BY v.article_id
