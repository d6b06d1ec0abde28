-- Equal blocks are counted first: five times as fast as the mode of all texts.
CREATE OR REPLACE VIEW report.removed_boilerplate AS
WITH removed AS (
    SELECT a.source_id, v.article_id, b.rule, b.layer, b.text
    FROM main.removed_blocks AS b
    JOIN main.article_versions AS v ON v.version_id = b.version_id
    JOIN main.articles AS a ON a.article_id = v.article_id
), counted AS (
    SELECT r.source_id, r.rule, r.layer, r.text, count(*) AS blocks FROM removed AS r GROUP BY ALL
), stripped AS (
    SELECT r.source_id, r.rule, r.layer, count(DISTINCT r.article_id) AS articles FROM removed AS r GROUP BY ALL
), summed AS (
    SELECT
        c.source_id,
        c.rule,
        c.layer,
        sum(c.blocks)::BIGINT AS blocks,
        sum(length(c.text) * c.blocks)::BIGINT AS characters,
        arg_max(c.text, c.blocks) AS most_frequent,
        count(*) AS texts
    FROM counted AS c
    GROUP BY ALL
)
SELECT
    coalesce(s.name, m.source_id) AS source,
    m.rule,
    m.layer,
    m.blocks,
    t.articles,
    m.characters,
    m.most_frequent,
    m.texts,
    m.source_id
FROM summed AS m
JOIN stripped AS t ON t.source_id = m.source_id AND t.rule = m.rule AND t.layer = m.layer
LEFT JOIN main.sources AS s ON s.source_id = m.source_id
ORDER BY m.blocks DESC, source, m.rule;

COMMENT ON VIEW report.removed_boilerplate IS 'What was stripped from each source''s pages, by which rule?';
COMMENT ON COLUMN report.removed_boilerplate.source IS 'Name of the source';
COMMENT ON COLUMN report.removed_boilerplate.blocks IS 'Blocks removed';
COMMENT ON COLUMN report.removed_boilerplate.articles IS 'Articles they were removed from';
COMMENT ON COLUMN report.removed_boilerplate.characters IS 'Length of all of them';
COMMENT ON COLUMN report.removed_boilerplate.most_frequent IS 'The block removed most often';
COMMENT ON COLUMN report.removed_boilerplate.texts IS 'Different blocks';
