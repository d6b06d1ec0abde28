-- Which stories may be meant, by id, its beginning, or words of the title?
WITH asked AS (
    SELECT trim(lower(strip_accents($words))) AS words
), judged AS (
    SELECT
        s.story_id,
        s.title,
        s.article_count,
        s.last_published_at,
        CASE
            WHEN s.story_id = a.words THEN 3
            WHEN len(a.words) >= 4 AND starts_with(s.story_id, a.words) THEN 2.5
            WHEN lower(strip_accents(s.title)) = a.words THEN 2
            WHEN list_bool_and([
                contains(lower(strip_accents(s.title)), w) FOR w IN string_split_regex(a.words, '\s+')
            ]) THEN 1
            ELSE jaro_winkler_similarity(lower(strip_accents(s.title)), a.words)
        END AS likeness
    FROM main.stories AS s
    CROSS JOIN asked AS a
    WHERE s.merged_into IS NULL AND a.words <> ''
)
SELECT
    j.story_id AS id,
    j.title AS name,
    j.article_count || CASE WHEN j.article_count = 1 THEN ' article, ' ELSE ' articles, last ' END || strftime(j.last_published_at AT TIME ZONE 'UTC', '%Y-%m-%d') AS about,
    j.likeness >= 1 AS is_sure
FROM judged AS j
WHERE j.likeness >= 0.6
ORDER BY j.likeness DESC, j.article_count DESC, j.story_id
LIMIT 8
