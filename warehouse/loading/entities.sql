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
