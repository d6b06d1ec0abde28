-- Who is named is one join, so that a question for one entity keeps its quotes alone before articles are looked up (of 2
-- million 0.3 CPU s instead of 1.5). That link_method says once more what was moved makes DuckDB expect few such mentions and
-- look quotes up in them. Only words that need it are made one line: for all of them that took half of the time.
CREATE OR REPLACE VIEW report.quotes AS
WITH named AS (
    SELECT e.entity_id AS own_id, coalesce(f.entity_id, e.entity_id) AS entity_id, coalesce(f.name, e.name) AS entity
    FROM main.entities AS e
    LEFT JOIN main.entities AS f ON f.entity_id = e.merged_into
), moved AS (
    SELECT m.article_id, m.start_char, m.entity_id, true AS is_moved
    FROM main.mentions AS m
    WHERE m.document_entity_id IS NOT NULL AND m.link_method IN ('split', 'blocked') AND m.part <> 'title'
), told AS (
    SELECT q.*, n.entity_id AS speaker_id, n.entity
    FROM main.quotes AS q
    LEFT JOIN moved AS d ON d.article_id = q.article_id AND d.start_char = q.speaker_start
    LEFT JOIN named AS n ON n.own_id = CASE WHEN d.is_moved THEN d.entity_id ELSE q.entity_id END
)
SELECT
    coalesce(a.published_at, a.first_seen_at) AS dated_at,
    q.entity,
    q.speaker,
    q.verb,
    CASE
        WHEN contains(q.quote, chr(10)) THEN rtrim(regexp_replace(q.quote, '\s*\n\s*["“„«»”]?', ' ', 'g'), ', ')
        WHEN q.quote[-1] IN (',', ' ') THEN rtrim(q.quote, ', ')
        ELSE q.quote
    END AS quote,
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
    q.speaker_id AS entity_id
FROM told AS q
JOIN main.articles AS a ON a.article_id = q.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id;

COMMENT ON VIEW report.quotes IS 'Who said what, where and when?';
COMMENT ON COLUMN report.quotes.dated_at IS 'When the article was published, else first seen';
COMMENT ON COLUMN report.quotes.entity IS 'Name of whoever says it; empty where that is not clear, or no name of the text';
COMMENT ON COLUMN report.quotes.quote IS 'The words on one line, without a comma at the end';
COMMENT ON COLUMN report.quotes.source IS 'Name of the source that quotes it';
COMMENT ON COLUMN report.quotes.url IS 'Address of the article';
COMMENT ON COLUMN report.quotes.score IS 'How sure it is that they are quoted, and of whom, 0 to 1';
COMMENT ON COLUMN report.quotes.entity_id IS 'Id of the entity, of a merged one of what it was merged into; as people decided on spellings';
COMMENT ON COLUMN report.quotes.start_char IS 'First character in the text, from 0, behind the opening mark';
