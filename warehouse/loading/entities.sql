-- Entities and aliases that mentions of this batch use; what stands already is kept.

INSERT INTO main.entities BY NAME
SELECT s.* EXCLUDE (row_no)
FROM staged_entities AS s
WHERE s.entity_id IN (SELECT t.entity_id FROM touched AS t)
  AND s.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e)
QUALIFY row_number() OVER (PARTITION BY s.entity_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

INSERT INTO main.aliases BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (0 AS article_count)
FROM staged_aliases AS s
WHERE s.entity_id IN (SELECT t.entity_id FROM touched AS t)
  AND NOT EXISTS (SELECT 1 FROM main.aliases AS a WHERE a.alias = s.alias AND a.entity_id = s.entity_id)
QUALIFY row_number() OVER (PARTITION BY s.alias, s.entity_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

UPDATE main.aliases AS a
SET article_count = c.article_count
FROM (
    SELECT t.alias, t.entity_id, count(DISTINCT m.article_id) AS article_count
    FROM touched AS t
    LEFT JOIN main.mentions AS m ON m.surface = t.alias AND m.entity_id = t.entity_id
    GROUP BY t.alias, t.entity_id
) AS c
WHERE a.alias = c.alias AND a.entity_id = c.entity_id AND a.article_count <> c.article_count;

-- The name shown is the full name that most articles use, so that it does not depend on which came first. Entities
-- that a gazetteer knows (they carry an outside id) keep the name it gives.

UPDATE main.entities AS e
SET name = c.name
FROM (
    SELECT a.entity_id, first(a.alias ORDER BY a.article_count DESC, a.alias) AS name
    FROM main.aliases AS a
    WHERE a.kind = 'full' AND NOT a.blocked AND a.entity_id IN (SELECT t.entity_id FROM touched AS t)
    GROUP BY a.entity_id
) AS c
WHERE e.entity_id = c.entity_id AND e.name <> c.name AND e.wikidata_id IS NULL AND e.country_code IS NULL;
