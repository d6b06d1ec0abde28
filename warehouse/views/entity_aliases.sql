CREATE OR REPLACE VIEW report.entity_aliases AS
SELECT
    coalesce(f.name, e.name) AS entity,
    coalesce(f."type", e."type") AS "type",
    a.alias,
    a.kind,
    a.origin,
    a.article_count AS articles,
    a.blocked,
    coalesce(f.entity_id, e.entity_id) AS entity_id
FROM main.aliases AS a
JOIN main.entities AS e ON e.entity_id = a.entity_id
LEFT JOIN main.entities AS f ON f.entity_id = e.merged_into
ORDER BY entity, articles DESC, a.alias;

COMMENT ON VIEW report.entity_aliases IS 'How is each person, organization, place … spelled?';
COMMENT ON COLUMN report.entity_aliases.entity IS 'Name of the entity';
COMMENT ON COLUMN report.entity_aliases.articles IS 'Articles that spell it so';
