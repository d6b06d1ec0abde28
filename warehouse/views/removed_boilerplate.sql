-- Equal blocks are counted first, by a hash of what they are, and the most frequent are looked up by the number of their
-- row: 1.3 CPU s for 4 million blocks, with their texts as keys twice that, as the mode of all texts five times that. The
-- table is read twice, each time in other columns: both at once takes half more. Lists of numbers made distinct: half of
-- what count(DISTINCT) takes.
CREATE OR REPLACE VIEW report.removed_boilerplate AS
WITH counted AS (
    SELECT
        b.source_id, hash(b.rule, b.layer) AS kind, hash(b.rule, b.layer, b.text) AS same, count(*) AS blocks,
        sum(length(b.text)) AS characters, min(b.rowid) AS block
    FROM main.removed_blocks AS b
    GROUP BY 1, 2, 3
), summed AS (
    SELECT
        c.source_id,
        c.kind,
        sum(c.blocks)::BIGINT AS blocks,
        sum(c.characters)::BIGINT AS characters,
        arg_max(c.block, (c.blocks, c.same)) AS block,  -- not by its number: rows come in the order in which workers end
        count(*) AS texts
    FROM counted AS c
    GROUP BY c.source_id, c.kind
), stripped AS (
    SELECT b.source_id, b.rule, b.layer, list_unique(list(hash(b.article_id)))::BIGINT AS articles
    FROM main.removed_blocks AS b
    GROUP BY ALL
)
SELECT
    coalesce(s.name, t.source_id) AS source,
    t.rule,
    t.layer,
    m.blocks,
    t.articles,
    m.characters,
    b.text AS most_frequent,
    m.texts,
    t.source_id
FROM stripped AS t
JOIN summed AS m ON m.source_id = t.source_id AND m.kind = hash(t.rule, t.layer)
JOIN main.removed_blocks AS b ON b.rowid = m.block
LEFT JOIN main.sources AS s ON s.source_id = t.source_id
ORDER BY m.blocks DESC, source, t.rule;

COMMENT ON VIEW report.removed_boilerplate IS 'What was stripped from each source''s pages, by which rule?';
COMMENT ON COLUMN report.removed_boilerplate.source IS 'Name of the source';
COMMENT ON COLUMN report.removed_boilerplate.blocks IS 'Blocks removed';
COMMENT ON COLUMN report.removed_boilerplate.articles IS 'Articles they were removed from';
COMMENT ON COLUMN report.removed_boilerplate.characters IS 'Length of all of them';
COMMENT ON COLUMN report.removed_boilerplate.most_frequent IS 'The block removed most often';
COMMENT ON COLUMN report.removed_boilerplate.texts IS 'Different blocks';
