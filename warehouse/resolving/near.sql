-- Who has to be compared again, and to whom. Needs `changed`, and `keyed` with the keys that these have now.

CREATE OR REPLACE TEMP VIEW resolved_keys AS
SELECT r.entity_id, unnest(r.sounds) AS key, true AS is_sound FROM main.resolved_entities AS r
UNION ALL
SELECT r.entity_id, unnest(r.names), false FROM main.resolved_entities AS r;

CREATE OR REPLACE TEMP TABLE moved AS
SELECT r.*, true AS is_past FROM resolved_keys AS r WHERE r.entity_id IN (SELECT c.entity_id FROM changed AS c)
UNION ALL
SELECT k.entity_id, unnest(k.sounds), true, false FROM keyed AS k
UNION ALL
SELECT k.entity_id, unnest(k.names), false, false FROM keyed AS k;

CREATE OR REPLACE TEMP TABLE standing AS
SELECT r.*
FROM resolved_keys AS r
WHERE r.key IN (SELECT m.key FROM moved AS m) AND r.entity_id NOT IN (SELECT c.entity_id FROM changed AS c);

-- A third one who is called so makes a document's word worthless, so whoever shares a name with what changed is judged
-- anew; and so are those of a sound that became too common, or no longer is.
CREATE OR REPLACE TEMP TABLE again AS
WITH sounds AS (
    SELECT m.key, m.is_past AS in_past, NOT m.is_past AS in_present FROM moved AS m WHERE m.is_sound
    UNION ALL
    SELECT s.key, true, true FROM standing AS s WHERE s.is_sound
), turned AS (
    SELECT s.key
    FROM sounds AS s
    GROUP BY s.key
    HAVING (count(*) FILTER (s.in_past) > getvariable('largest_block'))
        <> (count(*) FILTER (s.in_present) > getvariable('largest_block'))
)
SELECT k.entity_id FROM keyed AS k
UNION
SELECT s.entity_id FROM standing AS s WHERE NOT s.is_sound OR s.key IN (SELECT t.key FROM turned AS t);

DELETE FROM main.resolved_entities AS t WHERE t.entity_id IN (SELECT c.entity_id FROM changed AS c);

INSERT INTO main.resolved_entities BY NAME
SELECT k.entity_id, c.facts, k.sounds, k.names
FROM keyed AS k
JOIN changed AS c ON c.entity_id = k.entity_id
ORDER BY k.entity_id;

CREATE OR REPLACE TEMP TABLE sharing AS
SELECT r.*
FROM resolved_keys AS r
WHERE r.key IN (
    SELECT x.key FROM resolved_keys AS x WHERE x.entity_id IN (SELECT a.entity_id FROM again AS a)
);

CREATE OR REPLACE TEMP TABLE crowded AS
SELECT s.key
FROM sharing AS s
WHERE s.is_sound
GROUP BY s.key
HAVING count(*) > getvariable('largest_block');

CREATE OR REPLACE TEMP TABLE wanted AS
SELECT DISTINCT s.entity_id FROM sharing AS s WHERE s.key NOT IN (SELECT c.key FROM crowded AS c);
