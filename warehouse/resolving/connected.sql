-- What may become one in another way than before: all that pairs, decisions and former merges connect with those that
-- came up again. Needs `marked`, `changed`, `again`, and the pairs `found` of the latter.

CREATE OR REPLACE TEMP TABLE redone AS
SELECT a.entity_id FROM again AS a
UNION
SELECT c.entity_id FROM changed AS c;

CREATE OR REPLACE TEMP TABLE roots AS
SELECT m.entity_id FROM marked AS m
UNION
SELECT r.entity_id FROM redone AS r
UNION
SELECT unnest([p.entity_a, p.entity_b]) AS entity_id
FROM main.entity_pairs AS p
WHERE p.entity_a IN (SELECT r.entity_id FROM redone AS r) OR p.entity_b IN (SELECT r.entity_id FROM redone AS r);

DELETE FROM main.entity_pairs AS t
WHERE t.entity_a IN (SELECT r.entity_id FROM redone AS r) OR t.entity_b IN (SELECT r.entity_id FROM redone AS r);

INSERT INTO main.entity_pairs (entity_a, entity_b, method, score)
SELECT f.a, f.b, f.method, f.score FROM found AS f ORDER BY f.a, f.b;

CREATE OR REPLACE TEMP TABLE ties AS
WITH joined AS (
    SELECT p.entity_a, p.entity_b FROM main.entity_pairs AS p
    UNION ALL
    SELECT m.entity_id, m.merged_into FROM main.entity_merges AS m
    UNION ALL
    SELECT d.entity_a, d.entity_b
    FROM main.entity_decisions AS d
    WHERE d.action = 'merge' AND d.undone_at IS NULL AND d.entity_a IS NOT NULL AND d.entity_b IS NOT NULL
)
SELECT unnest([j.entity_a, j.entity_b]) AS entity_id, unnest([j.entity_b, j.entity_a]) AS other FROM joined AS j;

CREATE OR REPLACE TEMP TABLE wanted AS
WITH RECURSIVE reached AS (
    SELECT t.entity_id FROM ties AS t WHERE t.entity_id IN (SELECT r.entity_id FROM roots AS r)
    UNION
    SELECT t.other AS entity_id FROM reached AS r JOIN ties AS t ON t.entity_id = r.entity_id
)
SELECT r.entity_id FROM reached AS r;
