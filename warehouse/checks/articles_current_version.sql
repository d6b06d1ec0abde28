-- Each article's current version is its own, has its title, and its number is version_count.
SELECT a.article_id, a.version_id
FROM main.articles AS a
LEFT JOIN main.article_versions AS v ON v.version_id = a.version_id AND v.article_id = a.article_id
WHERE v.version_id IS NULL OR v.version_no <> a.version_count OR v.title <> a.title
ORDER BY a.article_id
