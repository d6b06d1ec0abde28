-- Each quote's offsets give its words in the text.
SELECT q.article_id, q.start_char, q.end_char
FROM main.quotes AS q
JOIN main.article_versions AS v ON v.version_id = q.version_id
WHERE q.quote <> substring(v.text, q.start_char + 1, q.end_char - q.start_char)
ORDER BY q.article_id, q.start_char
