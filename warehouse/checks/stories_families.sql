-- A story has at least one publisher, and at most as many as sources.
SELECT s.story_id, s.family_count, s.source_count
FROM main.stories AS s
WHERE s.family_count NOT BETWEEN 1 AND s.source_count
ORDER BY s.story_id
