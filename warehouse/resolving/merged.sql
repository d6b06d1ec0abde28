-- The merges that hold of those in `wanted`; with them all that had changed is dealt with.

DELETE FROM main.entity_merges AS t WHERE t.entity_id IN (SELECT w.entity_id FROM wanted AS w);

INSERT INTO main.entity_merges BY NAME
SELECT s.* EXCLUDE (row_no) FROM staged_entity_merges AS s ORDER BY s.entity_id;

UPDATE main.entities AS t
SET merged_into = s.merged_into
FROM (
    SELECT e.entity_id, m.merged_into
    FROM main.entities AS e
    LEFT JOIN staged_entity_merges AS m ON m.entity_id = e.entity_id
    WHERE e.entity_id IN (SELECT w.entity_id FROM wanted AS w) AND e.merged_into IS DISTINCT FROM m.merged_into
) AS s
WHERE t.entity_id = s.entity_id;

DELETE FROM main.changed_entities;
DELETE FROM main.resolutions;
