-- What people's files say that entities are in the world outside. A line that may mean several entities, or that another
-- line gainsays, says nothing; `identified` is for whoever reports that. All of it is found anew each time, so that
-- nothing is left of a line that is gone.

CREATE OR REPLACE TEMP TABLE identified AS
WITH keyed AS (
    SELECT
        i.file, i.line, split_part(k.key, ' ', 1) AS "type", substring(k.key, instr(k.key, ' ') + 1) AS alias_key
    FROM main.identities AS i, unnest(i.alias_keys) AS k(key)
), spelled AS MATERIALIZED (  -- before entities, which few spellings need: all of them joined cost most of this step
    SELECT k.file, k.line, k."type", a.entity_id, a.kind
    FROM keyed AS k
    JOIN main.aliases AS a ON a.alias_key = k.alias_key
    WHERE NOT a.blocked
), named AS (
    SELECT i.file, i.line, e.entity_id, e.merged_into, 0 AS worth
    FROM main.identities AS i
    JOIN main.entities AS e ON e.entity_id = i.entity_id
    UNION ALL
    SELECT s.file, s.line, e.entity_id, e.merged_into, CASE s.kind WHEN 'full' THEN 0 ELSE 1 END
    FROM spelled AS s
    JOIN main.entities AS e ON e.entity_id = s.entity_id AND e."type" = s."type"
), best AS (
    SELECT n.file, n.line, coalesce(n.merged_into, n.entity_id) AS entity_id
    FROM named AS n
    QUALIFY n.worth = min(n.worth) OVER (PARTITION BY n.file, n.line)
), meant AS (
    SELECT b.file, b.line, b.entity_id, count(*) OVER (PARTITION BY b.file, b.line) = 1 AS is_sure
    FROM (SELECT DISTINCT x.file, x.line, x.entity_id FROM best AS x) AS b
)
SELECT m.*, i.wikidata_id, i.country_code
FROM meant AS m
JOIN main.identities AS i ON i.file = m.file AND i.line = m.line;

CREATE OR REPLACE TEMP TABLE given AS
SELECT
    d.entity_id,
    CASE WHEN count(DISTINCT d.wikidata_id) = 1 THEN min(d.wikidata_id) END AS wikidata_id,
    CASE WHEN count(DISTINCT d.country_code) = 1 THEN min(d.country_code) END AS country_code
FROM identified AS d
WHERE d.is_sure
GROUP BY d.entity_id;

CREATE OR REPLACE TEMP TABLE outside AS
WITH filled AS (
    SELECT DISTINCT unnest(i.filled) AS entity_id FROM main.identities AS i
), own AS (
    SELECT e.entity_id, CASE WHEN f.entity_id IS NULL THEN e.country_code END AS country_code
    FROM main.entities AS e
    LEFT JOIN filled AS f ON f.entity_id = e.entity_id
    WHERE e.wikidata_id IS NOT NULL OR f.entity_id IS NOT NULL
       OR e.entity_id IN (SELECT g.entity_id FROM given AS g)
)
SELECT
    o.entity_id, g.wikidata_id, coalesce(o.country_code, g.country_code) AS country_code,
    o.country_code IS NULL AND g.country_code IS NOT NULL AS is_filled
FROM own AS o
LEFT JOIN given AS g ON g.entity_id = o.entity_id;

INSERT INTO main.changed_entities (entity_id)
SELECT o.entity_id
FROM outside AS o
JOIN main.entities AS e ON e.entity_id = o.entity_id
WHERE e.country_code IS DISTINCT FROM o.country_code;

UPDATE main.entities AS t
SET wikidata_id = o.wikidata_id, country_code = o.country_code
FROM outside AS o
WHERE t.entity_id = o.entity_id
  AND (t.wikidata_id IS DISTINCT FROM o.wikidata_id OR t.country_code IS DISTINCT FROM o.country_code);

UPDATE main.identities AS t
SET filled = s.filled
FROM (
    SELECT i.file, i.line, coalesce(list(d.entity_id ORDER BY d.entity_id) FILTER (o.is_filled), []) AS filled
    FROM main.identities AS i
    LEFT JOIN identified AS d ON d.file = i.file AND d.line = i.line AND d.is_sure AND d.country_code IS NOT NULL
    LEFT JOIN outside AS o ON o.entity_id = d.entity_id
    GROUP BY i.file, i.line
) AS s
WHERE t.file = s.file AND t.line = s.line AND t.filled <> s.filled;
