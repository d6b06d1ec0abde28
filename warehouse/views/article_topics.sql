CREATE OR REPLACE VIEW report.article_topics AS
SELECT
    a.title,
    coalesce(t.label, x.topic_id) AS topic,
    t.level,
    x.score,
    x.rank,
    p.label AS broader,
    list_transform(
        from_json(x.evidence, '[{"kind": "VARCHAR", "text": "VARCHAR", "weight": "DOUBLE"}]'),
        lambda e : e.kind || ': ' || e.text
    ) AS evidence,
    a."language",
    coalesce(c.name, a.source_id) AS source,
    coalesce(a.published_at, a.first_seen_at) AS dated_at,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    a.story_id,
    a.source_id,
    x.article_id,
    x.topic_id,
    x.model
FROM main.article_topics AS x
JOIN main.articles AS a ON a.article_id = x.article_id
LEFT JOIN main.sources AS c ON c.source_id = a.source_id
LEFT JOIN main.topics AS t ON t.topic_id = x.topic_id
LEFT JOIN main.topics AS p ON p.topic_id = t.parent_id;

COMMENT ON VIEW report.article_topics IS 'Which topics has each article, how likely is each, and what spoke for it?';
COMMENT ON COLUMN report.article_topics.topic IS 'Label of the topic; main.topic_labels has its names in other languages';
COMMENT ON COLUMN report.article_topics.score IS 'How likely the topic is right, 0 to 1';
COMMENT ON COLUMN report.article_topics.rank IS 'From 1, within the topic''s level';
COMMENT ON COLUMN report.article_topics.broader IS 'Label of the next broader topic; empty at the top';
COMMENT ON COLUMN report.article_topics.evidence IS 'The definitions, examples and keywords that spoke for it most';
COMMENT ON COLUMN report.article_topics.source IS 'Name of its source';
COMMENT ON COLUMN report.article_topics.url IS 'Its final address, else the canonical one';
COMMENT ON COLUMN report.article_topics.dated_at IS 'When the article was published, else first seen';
COMMENT ON COLUMN report.article_topics.language IS 'ISO 639-1 code of the text';
