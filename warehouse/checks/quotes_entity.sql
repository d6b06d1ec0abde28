-- Each quote's entity exists.
SELECT q.article_id, q.speaker, q.entity_id
FROM main.quotes AS q
WHERE q.entity_id IS NOT NULL AND q.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e)
ORDER BY q.article_id, q.start_char
