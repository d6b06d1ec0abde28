-- One pass in lists: what is used twice would be made for all edits there are before a question's days are chosen. Of the
-- former texts the numbers of their rows are found first, so that only those of the chosen edits are unpacked. A
-- paragraph that shares half of its words with one that went is that one rewritten.
CREATE OR REPLACE VIEW report.text_changes AS
WITH edits AS (
    SELECT b.rowid AS row_before, v.article_id, v.version_no, v.observed_at, v.text
    FROM main.article_versions AS v
    JOIN main.article_versions AS b ON b.article_id = v.article_id AND b.version_no = v.version_no - 1
    WHERE v.cause = 'edit'
), texts AS (
    SELECT
        e.article_id, e.version_no, e.observed_at,
        list_filter(string_split(b.text, chr(10)), lambda p : trim(p) <> '') AS before,
        list_filter(string_split(e.text, chr(10)), lambda p : trim(p) <> '') AS after
    FROM edits AS e
    JOIN main.article_versions AS b ON b.rowid = e.row_before
    WHERE b.text <> e.text
), differing AS (
    SELECT
        t.*,
        list_filter(t.after, lambda p : NOT list_contains(t.before, p)) AS come,
        list_filter(t.before, lambda p : NOT list_contains(t.after, p)) AS gone
    FROM texts AS t
), likened AS (
    -- Of each paragraph that came: the most like it of those that went, or NULL.
    SELECT
        d.*,
        list_transform(d.come, lambda c : list_max(list_filter(
            list_transform(d.gone, lambda g : {
                'shared': len(list_intersect(string_split(lower(c), ' '), string_split(lower(g), ' ')))
                    / len(list_distinct(string_split(lower(c || ' ' || g), ' '))),
                'paragraph': g
            }), lambda l : l.shared >= 0.5
        )).paragraph) AS former
    FROM differing AS d
), changes AS (
    SELECT
        l.article_id, l.version_no, l.observed_at,
        unnest(list_concat(
            list_transform(l.come, lambda c, i : {
                'change': CASE WHEN l.former[i] IS NULL THEN 'added' ELSE 'rewritten' END,
                'position': list_position(l.after, c), 'before': l.former[i], 'after': c
            }),
            list_transform(list_filter(l.gone, lambda g : NOT list_contains(l.former, g)), lambda g : {
                'change': 'removed', 'position': list_position(l.before, g), 'before': g, 'after': NULL
            })
        )) AS made
    FROM likened AS l
)
SELECT
    c.observed_at,
    coalesce(s.name, a.source_id) AS source,
    a.title,
    c.made.change AS change,
    c.made.position AS position,
    c.made.before AS paragraph_before,
    c.made.after AS paragraph_after,
    c.version_no,
    date_diff('minute', coalesce(a.published_at, a.first_seen_at), c.observed_at) AS minutes_after_publication,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    a.source_id,
    c.article_id
FROM changes AS c
JOIN main.articles AS a ON a.article_id = c.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
ORDER BY c.observed_at DESC, c.article_id, c.version_no, position, change;

COMMENT ON VIEW report.text_changes IS 'Which paragraphs did publishers add, remove or rewrite after publication?';
COMMENT ON COLUMN report.text_changes.source IS 'Name of the source';
COMMENT ON COLUMN report.text_changes.title IS 'The present headline';
COMMENT ON COLUMN report.text_changes.change IS 'added, removed, or rewritten (half of the words of both are the same)';
COMMENT ON COLUMN report.text_changes.position IS 'Which paragraph it is, from 1; of the text before where it was removed';
COMMENT ON COLUMN report.text_changes.paragraph_before IS 'The paragraph until then; empty where it was added';
COMMENT ON COLUMN report.text_changes.paragraph_after IS 'The paragraph since; empty where it was removed';
COMMENT ON COLUMN report.text_changes.minutes_after_publication IS 'Minutes from publication until the change was seen';
COMMENT ON COLUMN report.text_changes.url IS 'Address of the article';
