-- What people decided on spellings, as far as this batch has them. Needs `ruled` and `touched`; adds to the latter.

-- A spelling that was split off names an entity of its own.
INSERT INTO main.entities BY NAME
SELECT r.entity_id, any_value(e."type") AS "type", min(r.surface) AS name, 'human' AS created_by
FROM ruled AS r
JOIN main.entities AS e ON e.entity_id = r.found_id
WHERE r.method = 'split' AND r.entity_id NOT IN (SELECT x.entity_id FROM main.entities AS x)
GROUP BY r.entity_id;

INSERT INTO main.aliases BY NAME
SELECT
    r.surface AS alias, coalesce(min(a.alias_key), lower(r.surface)) AS alias_key, r.entity_id, 'full' AS kind,
    'human' AS origin, 0 AS article_count, false AS blocked
FROM ruled AS r
LEFT JOIN main.aliases AS a ON a.alias = r.surface AND a.entity_id = r.found_id
WHERE r.method = 'split'
  AND NOT EXISTS (SELECT 1 FROM main.aliases AS x WHERE x.alias = r.surface AND x.entity_id = r.entity_id)
GROUP BY r.surface, r.entity_id;

CREATE OR REPLACE TEMP TABLE flipped AS
WITH blocked AS (
    SELECT DISTINCT a.alias, a.entity_id
    FROM main.entity_decisions AS d
    JOIN main.aliases AS a ON a.alias = d.alias AND coalesce(d.entity_a, a.entity_id) = a.entity_id
    WHERE d.action = 'block' AND d.undone_at IS NULL
)
SELECT a.alias, a.entity_id, b.alias IS NOT NULL AS blocked
FROM main.aliases AS a
LEFT JOIN blocked AS b ON b.alias = a.alias AND b.entity_id = a.entity_id
WHERE a.blocked <> (b.alias IS NOT NULL);

UPDATE main.aliases AS t
SET blocked = f.blocked
FROM flipped AS f
WHERE t.alias = f.alias AND t.entity_id = f.entity_id;

-- Their entities are named anew, and so are those that lost the name a person gave.
INSERT INTO touched (surface, entity_id)
SELECT f.alias, f.entity_id FROM flipped AS f
UNION
SELECT d.name, d.entity_a
FROM main.entity_decisions AS d
WHERE d.action = 'rename' AND d.undone_at IS NOT NULL AND d.alias IS NOT NULL;
