-- How often each spelling stands, and by which name each entity is shown, for those in `touched`.

-- An alias that a title before the name makes ("Pope Leo") is mentioned by the name alone.
UPDATE main.aliases AS a
SET article_count = a.article_count + t.added
FROM touched AS t
WHERE t.added > 0
  AND t.surface = CASE a.kind WHEN 'title' THEN substring(a.alias, instr(a.alias, ' ') + 1) ELSE a.alias END
  AND a.entity_id = t.entity_id;

UPDATE main.aliases AS a
SET article_count = c.article_count
FROM (
    SELECT t.surface, t.entity_id, count(DISTINCT m.article_id) AS article_count
    FROM touched AS t
    LEFT JOIN main.mentions AS m ON m.surface = t.surface AND m.entity_id = t.entity_id
    WHERE t.added IS NULL
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
WHERE e.entity_id = c.entity_id AND e.name <> c.name AND e.created_by <> 'gazetteer'
  AND (e.country_code IS NULL OR e.entity_id IN (SELECT unnest(i.filled) FROM main.identities AS i));

-- A name that a person gave holds; the one before it stays with the decision.

UPDATE main.entities AS e
SET name = d.alias
FROM main.entity_decisions AS d
WHERE d.action = 'rename' AND d.undone_at IS NOT NULL AND e.entity_id = d.entity_a AND e.name = d.name
  AND d.alias IS NOT NULL;

UPDATE main.entity_decisions AS d
SET alias = NULL
WHERE d.action = 'rename' AND d.undone_at IS NOT NULL AND d.alias IS NOT NULL;

UPDATE main.entity_decisions AS d
SET alias = e.name
FROM main.entities AS e
WHERE d.action = 'rename' AND d.undone_at IS NULL AND e.entity_id = d.entity_a AND e.name <> d.name;

UPDATE main.entities AS e
SET name = d.name
FROM main.entity_decisions AS d
WHERE d.action = 'rename' AND d.undone_at IS NULL AND e.entity_id = d.entity_a AND e.name <> d.name;

INSERT INTO main.changed_entities (entity_id) SELECT DISTINCT t.entity_id FROM touched AS t;
