CREATE OR REPLACE VIEW report.quotes AS
SELECT
    coalesce(a.published_at, a.first_seen_at) AS dated_at,
    coalesce(f.name, e.name) AS entity,
    q.speaker,
    q.verb,
    rtrim(regexp_replace(q.quote, '\s*\n\s*["“„«»”]?', ' ', 'g'), ', ') AS quote,
    coalesce(s.name, a.source_id) AS source,
    a.title,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    q.score,
    a.duplicate_of,
    a.story_id,
    a.source_id,
    q.article_id,
    q.start_char,
    q.end_char,
    coalesce(f.entity_id, e.entity_id) AS entity_id
FROM main.quotes AS q
JOIN main.articles AS a ON a.article_id = q.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
LEFT JOIN (
    SELECT m.article_id, m.start_char, m.entity_id, true AS is_moved
    FROM main.mentions AS m
    WHERE m.document_entity_id IS NOT NULL AND m.part <> 'title'
) AS d ON d.article_id = q.article_id AND d.start_char = q.speaker_start
LEFT JOIN main.entities AS e ON e.entity_id = CASE WHEN d.is_moved THEN d.entity_id ELSE q.entity_id END
LEFT JOIN main.entities AS f ON f.entity_id = e.merged_into;

COMMENT ON VIEW report.quotes IS 'Who said what, where and when?';
COMMENT ON COLUMN report.quotes.dated_at IS 'When the article was published, else first seen';
COMMENT ON COLUMN report.quotes.entity IS 'Name of whoever says it; empty where that is not clear, or no name of the text';
COMMENT ON COLUMN report.quotes.quote IS 'The words on one line, without a comma at the end';
COMMENT ON COLUMN report.quotes.source IS 'Name of the source that quotes it';
COMMENT ON COLUMN report.quotes.url IS 'Address of the article';
COMMENT ON COLUMN report.quotes.score IS 'How sure it is that they are quoted, and of whom, 0 to 1';
COMMENT ON COLUMN report.quotes.entity_id IS 'Id of the entity, of a merged one of what it was merged into; as people decided on spellings';
