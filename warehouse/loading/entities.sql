-- Entities and aliases that mentions of this batch use; what stands already is kept.

INSERT INTO main.entities BY NAME
SELECT s.* EXCLUDE (row_no)
FROM staged_entities AS s
WHERE s.entity_id IN (SELECT t.entity_id FROM touched AS t)
  AND s.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e)
QUALIFY row_number() OVER (PARTITION BY s.entity_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

-- "full" wins where a spelling is met as two kinds, so that the kind does not depend on which came first either.
MERGE INTO main.aliases AS t
USING (
    SELECT s.* EXCLUDE (row_no) REPLACE (0 AS article_count)
    FROM staged_aliases AS s
    WHERE s.entity_id IN (SELECT u.entity_id FROM touched AS u)
    QUALIFY row_number() OVER (PARTITION BY s.alias, s.entity_id ORDER BY s.kind <> 'full', s.kind, s.row_no) = 1
    ORDER BY s.row_no
) AS s
ON t.alias = s.alias AND t.entity_id = s.entity_id
WHEN MATCHED AND s.kind = 'full' AND t.kind <> 'full' THEN UPDATE SET kind = s.kind
WHEN NOT MATCHED THEN INSERT;

-- An alias that a title before the name makes ("Pope Leo") is mentioned by the name alone.
UPDATE main.aliases AS a
SET article_count = c.article_count
FROM (
    SELECT t.surface, t.entity_id, count(DISTINCT m.article_id) AS article_count
    FROM touched AS t
    LEFT JOIN main.mentions AS m ON m.surface = t.surface AND m.entity_id = t.entity_id
    GROUP BY t.surface, t.entity_id
) AS c
WHERE c.surface = CASE a.kind WHEN 'title' THEN substring(a.alias, instr(a.alias, ' ') + 1) ELSE a.alias END
  AND a.entity_id = c.entity_id
  AND a.article_count <> c.article_count;

-- The name shown is the full name that most articles use, so that it does not depend on which came first. Entities
-- of the gazetteer, and institutions named with their country, keep the name that they came with.

UPDATE main.entities AS e
SET name = c.name
FROM (
    SELECT a.entity_id, first(a.alias ORDER BY a.article_count DESC, a.alias) AS name
    FROM main.aliases AS a
    WHERE a.kind = 'full' AND NOT a.blocked AND a.entity_id IN (SELECT t.entity_id FROM touched AS t)
    GROUP BY a.entity_id
) AS c
WHERE e.entity_id = c.entity_id AND e.name <> c.name AND e.created_by <> 'gazetteer' AND e.country_code IS NULL;
