-- What mentions in a decided spelling are linked to, as the decisions in force have it. What the document said stays
-- beside it (document_entity_id), so that an undone decision gives it back. Needs `touched`; adds to it.

CREATE OR REPLACE TEMP TABLE ruled AS
WITH decided AS (
    SELECT d.* FROM main.entity_decisions AS d WHERE d.undone_at IS NULL AND d.action IN ('block', 'split')
), spelled AS (
    -- Also of decisions that were undone; where nobody ever decided, no mention is looked at.
    SELECT m.surface, m.document_entity_id AS found_id, m.entity_id AS linked_id
    FROM main.mentions AS m
    WHERE m.document_entity_id IS NOT NULL
      AND m.surface IN (SELECT d.alias FROM main.entity_decisions AS d WHERE d.action IN ('block', 'split'))
    UNION
    SELECT m.surface, m.entity_id, m.entity_id
    FROM main.mentions AS m
    WHERE m.document_entity_id IS NULL AND m.entity_id IS NOT NULL AND m.surface IN (SELECT d.alias FROM decided AS d)
)
SELECT
    s.surface,
    s.found_id,
    s.linked_id,
    CASE d.action WHEN 'block' THEN 'blocked' ELSE d.action END AS method,
    CASE d.action WHEN 'block' THEN NULL WHEN 'split' THEN d.entity_b ELSE s.found_id END AS entity_id
FROM spelled AS s
LEFT JOIN decided AS d ON d.alias = s.surface AND coalesce(d.entity_a, s.found_id) = s.found_id
QUALIFY row_number() OVER (
    PARTITION BY s.surface, s.found_id, s.linked_id ORDER BY d.action, d.decided_at DESC, d.decision_id
) = 1;

INSERT INTO touched (surface, entity_id)
SELECT DISTINCT r.surface, unnest([r.found_id, r.linked_id, r.entity_id]) AS entity_id FROM ruled AS r;

DELETE FROM touched AS t WHERE t.entity_id IS NULL;

UPDATE main.mentions AS t
SET entity_id = r.entity_id,
    link_method = coalesce(r.method, t.document_link_method),
    document_entity_id = CASE WHEN r.method IS NOT NULL THEN r.found_id END,
    document_link_method = CASE WHEN r.method IS NOT NULL THEN coalesce(t.document_link_method, t.link_method) END
FROM ruled AS r
WHERE t.surface = r.surface
  AND coalesce(t.document_entity_id, t.entity_id) = r.found_id
  AND t.entity_id IS NOT DISTINCT FROM r.linked_id
  AND r.linked_id IS DISTINCT FROM r.entity_id;
