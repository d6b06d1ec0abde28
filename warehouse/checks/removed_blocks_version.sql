-- Each removed block belongs to a version.
SELECT b.version_id, b.ordinal
FROM main.removed_blocks AS b
WHERE b.version_id NOT IN (SELECT v.version_id FROM main.article_versions AS v)
ORDER BY b.version_id, b.ordinal
