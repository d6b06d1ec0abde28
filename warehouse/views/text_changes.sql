-- Texts are fetched by their rows' numbers, so that only those of the chosen edits are unpacked. A paragraph that shares
-- half of its words with one that went is that one rewritten.
CREATE OR REPLACE VIEW report.text_changes AS
WITH edits AS (
    SELECT b.rowid AS row_before, v.rowid AS row_after, v.article_id, v.version_no, v.observed_at
    FROM main.article_versions AS v
    JOIN main.article_versions AS b ON b.article_id = v.article_id AND b.version_no = v.version_no - 1
    WHERE v.cause = 'edit' AND b.text_sha256 <> v.text_sha256
), texts AS (
    SELECT
        e.article_id, e.version_no, e.observed_at,
        list_filter(string_split(b.text, chr(10)), lambda p : trim(p) <> '') AS before,
        list_filter(string_split(v.text, chr(10)), lambda p : trim(p) <> '') AS after
    FROM edits AS e
    JOIN main.article_versions AS b ON b.rowid = e.row_before
    JOIN main.article_versions AS v ON v.rowid = e.row_after
), added AS (
    SELECT t.article_id, t.version_no, t.observed_at, p.paragraph, list_position(t.after, p.paragraph) AS position
    FROM texts AS t, unnest(list_filter(t.after, lambda x : NOT list_contains(t.before, x))) AS p(paragraph)
), removed AS (
    SELECT t.article_id, t.version_no, t.observed_at, p.paragraph, list_position(t.before, p.paragraph) AS position
    FROM texts AS t, unnest(list_filter(t.before, lambda x : NOT list_contains(t.after, x))) AS p(paragraph)
), likeness AS (
    SELECT
        a.article_id, a.version_no, a.position, r.paragraph, r.position AS position_before,
        len(list_intersect(string_split(lower(a.paragraph), ' '), string_split(lower(r.paragraph), ' ')))
            / len(list_distinct(string_split(lower(a.paragraph || ' ' || r.paragraph), ' '))) AS shared
    FROM added AS a
    JOIN removed AS r ON r.article_id = a.article_id AND r.version_no = a.version_no
), rewritten AS (
    SELECT l.*
    FROM likeness AS l
    WHERE l.shared >= 0.5
    QUALIFY row_number() OVER (PARTITION BY l.article_id, l.version_no, l.position ORDER BY l.shared DESC) = 1
), changes AS (
    SELECT
        a.article_id, a.version_no, a.observed_at, CASE WHEN w.paragraph IS NULL THEN 'added' ELSE 'rewritten' END AS change,
        a.position, w.paragraph AS paragraph_before, a.paragraph AS paragraph_after
    FROM added AS a
    LEFT JOIN rewritten AS w
        ON w.article_id = a.article_id AND w.version_no = a.version_no AND w.position = a.position
    UNION ALL
    SELECT r.article_id, r.version_no, r.observed_at, 'removed', r.position, r.paragraph, NULL
    FROM removed AS r
    LEFT JOIN rewritten AS w
        ON w.article_id = r.article_id AND w.version_no = r.version_no AND w.position_before = r.position
    WHERE w.paragraph IS NULL
)
SELECT
    c.observed_at,
    coalesce(s.name, a.source_id) AS source,
    a.title,
    c.change,
    c.position,
    c.paragraph_before,
    c.paragraph_after,
    c.version_no,
    date_diff('minute', coalesce(a.published_at, a.first_seen_at), c.observed_at) AS minutes_after_publication,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    a.source_id,
    c.article_id
FROM changes AS c
JOIN main.articles AS a ON a.article_id = c.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
ORDER BY c.observed_at DESC, c.article_id, c.version_no, c.position, c.change;

COMMENT ON VIEW report.text_changes IS 'Which paragraphs did publishers add, remove or rewrite after publication?';
COMMENT ON COLUMN report.text_changes.source IS 'Name of the source';
COMMENT ON COLUMN report.text_changes.title IS 'The present headline';
COMMENT ON COLUMN report.text_changes.change IS 'added, removed, or rewritten (half of the words of both are the same)';
COMMENT ON COLUMN report.text_changes.position IS 'Which paragraph it is, from 1; of the text before where it was removed';
COMMENT ON COLUMN report.text_changes.paragraph_before IS 'The paragraph until then; empty where it was added';
COMMENT ON COLUMN report.text_changes.paragraph_after IS 'The paragraph since; empty where it was removed';
COMMENT ON COLUMN report.text_changes.minutes_after_publication IS 'Minutes from publication until the change was seen';
