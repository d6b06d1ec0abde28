-- Each mention's offsets give its surface in the title or the text.
SELECT m.article_id, m.part, m.start_char, m.end_char, m.surface
FROM main.mentions AS m
JOIN main.article_versions AS v ON v.version_id = m.version_id
WHERE m.surface <> substring(
    CASE WHEN m.part = 'title' THEN v.title ELSE v.text END, m.start_char + 1, m.end_char - m.start_char
)
ORDER BY m.article_id, m.start_char
