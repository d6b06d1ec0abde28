-- Each removed block carries the article of its version, and that article's source.
SELECT b.version_id, b.ordinal
FROM main.removed_blocks AS b
JOIN main.article_versions AS v ON v.version_id = b.version_id
JOIN main.articles AS a ON a.article_id = v.article_id
WHERE b.article_id <> a.article_id OR b.source_id <> a.source_id
ORDER BY b.version_id, b.ordinal
