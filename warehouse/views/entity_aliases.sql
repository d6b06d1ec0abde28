CREATE OR REPLACE VIEW report.entity_aliases AS
SELECT
    coalesce(f.name, e.name) AS entity,
    coalesce(f."type", e."type") AS "type",
    a.alias,
    a.kind,
    a.origin,
    a.article_count AS articles,
    a.blocked,
    m.method,
    m.score,
    m.evidence,
    m.model AS merged_by,
    CASE WHEN f.entity_id IS NOT NULL THEN e.name END AS merged_from,
    coalesce(f.entity_id, e.entity_id) AS entity_id,
    e.entity_id AS own_entity_id
FROM main.aliases AS a
JOIN main.entities AS e ON e.entity_id = a.entity_id
LEFT JOIN main.entities AS f ON f.entity_id = e.merged_into
LEFT JOIN main.entity_merges AS m ON m.entity_id = e.entity_id
ORDER BY entity, articles DESC, a.alias;

COMMENT ON VIEW report.entity_aliases IS 'How is each person, organization, place … spelled, what was merged, and why?';
COMMENT ON COLUMN report.entity_aliases.entity IS 'Name of the entity; of a merged one the name of what it was merged into';
COMMENT ON COLUMN report.entity_aliases.articles IS 'Articles that spell it so';
COMMENT ON COLUMN report.entity_aliases.method IS 'Where the spelling came by a merge: what joins the two, as in entity_merges';
COMMENT ON COLUMN report.entity_aliases.score IS 'How sure that is, 0 to 1';
COMMENT ON COLUMN report.entity_aliases.evidence IS 'JSON object: names and in how many articles each stands; the decision with its reason';
COMMENT ON COLUMN report.entity_aliases.merged_by IS 'What found it, or human';
COMMENT ON COLUMN report.entity_aliases.merged_from IS 'Name of the entity that was merged';
COMMENT ON COLUMN report.entity_aliases.entity_id IS 'Id of the entity, of a merged one of what it was merged into';
COMMENT ON COLUMN report.entity_aliases.own_entity_id IS 'Id of the entity before merges; mentions in this spelling carry it';
