-- Each mention stands within its sentence, and the sentence within the title or the text.
SELECT m.article_id, m.part, m.start_char, m.sentence_start, m.sentence_end
FROM main.mentions AS m
JOIN main.article_versions AS v ON v.version_id = m.version_id
WHERE m.start_char < m.sentence_start OR m.end_char > m.sentence_end
   OR (m.sentence_start IS NULL) <> (m.sentence_end IS NULL)
   OR m.sentence_end > length(CASE WHEN m.part = 'title' THEN v.title ELSE v.text END)
ORDER BY m.article_id, m.start_char
