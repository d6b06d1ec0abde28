-- A story's counts and its lead are those of its articles.
SELECT
    s.story_id,
    s.article_count,
    count(a.article_id) AS articles,
    s.text_count,
    count(DISTINCT coalesce(a.duplicate_of, a.article_id)) AS texts,
    s.source_count,
    count(DISTINCT a.source_id) AS sources
FROM main.stories AS s
LEFT JOIN main.articles AS a ON a.story_id = s.story_id
WHERE s.merged_into IS NULL
GROUP BY s.story_id, s.article_count, s.text_count, s.source_count, s.lead_article_id
HAVING s.article_count <> count(a.article_id)
    OR s.text_count <> count(DISTINCT coalesce(a.duplicate_of, a.article_id))
    OR s.source_count <> count(DISTINCT a.source_id)
    OR NOT coalesce(bool_or(a.article_id = s.lead_article_id), false)
ORDER BY s.story_id
