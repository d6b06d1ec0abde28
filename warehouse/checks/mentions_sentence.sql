-- Each mention stands within its sentence, and the sentence within the title or the text.
WITH measured AS (  -- each text once: it has twenty mentions
    SELECT v.version_id, length(v.title) AS title, length(v.text) AS text FROM main.article_versions AS v
)
SELECT m.article_id, m.part, m.start_char, m.sentence_start, m.sentence_end
FROM main.mentions AS m
JOIN measured AS v ON v.version_id = m.version_id
WHERE m.start_char < m.sentence_start OR m.end_char > m.sentence_end
   OR (m.sentence_start IS NULL) <> (m.sentence_end IS NULL)
   OR m.sentence_end > CASE WHEN m.part = 'title' THEN v.title ELSE v.text END
ORDER BY m.article_id, m.start_char
