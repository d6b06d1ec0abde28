CREATE OR REPLACE VIEW report.removed_boilerplate AS
SELECT
    coalesce(s.name, a.source_id) AS source,
    b.rule,
    b.layer,
    count(*) AS blocks,
    count(DISTINCT v.article_id) AS articles,
    sum(length(b.text))::BIGINT AS characters,
    mode(b.text) AS most_frequent,
    count(DISTINCT b.text) AS texts,
    a.source_id
FROM main.removed_blocks AS b
JOIN main.article_versions AS v ON v.version_id = b.version_id
JOIN main.articles AS a ON a.article_id = v.article_id
LEFT JOIN main.sources AS s ON s.source_id = a.source_id
GROUP BY ALL
ORDER BY blocks DESC, source, b.rule;

COMMENT ON VIEW report.removed_boilerplate IS 'What was stripped from each source''s pages, by which rule?';
COMMENT ON COLUMN report.removed_boilerplate.source IS 'Name of the source';
COMMENT ON COLUMN report.removed_boilerplate.blocks IS 'Blocks removed';
COMMENT ON COLUMN report.removed_boilerplate.articles IS 'Articles they were removed from';
COMMENT ON COLUMN report.removed_boilerplate.characters IS 'Length of all of them';
COMMENT ON COLUMN report.removed_boilerplate.most_frequent IS 'The block removed most often';
COMMENT ON COLUMN report.removed_boilerplate.texts IS 'Different blocks';
