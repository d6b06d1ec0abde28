-- No mention is linked to what a decision in force forbids its spelling.
SELECT m.article_id, m.surface, m.entity_id, d.decision_id
FROM main.mentions AS m
JOIN main.entity_decisions AS d
    ON d.alias = m.surface AND coalesce(d.entity_a, m.entity_id) = coalesce(m.document_entity_id, m.entity_id)
WHERE d.undone_at IS NULL
  AND d.action IN ('block', 'split')
  AND m.entity_id IS NOT NULL
  AND (d.action = 'block' OR m.document_entity_id IS NULL)
ORDER BY m.article_id, m.surface
