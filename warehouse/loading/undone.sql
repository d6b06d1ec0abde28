-- What was split off and is so no longer goes again.

DELETE FROM main.aliases AS t
WHERE t.origin = 'human' AND t.article_count = 0 AND NOT EXISTS (
    SELECT 1 FROM main.entity_decisions AS d
    WHERE d.action = 'split' AND d.undone_at IS NULL AND d.alias = t.alias AND d.entity_b = t.entity_id
);

DELETE FROM main.entities AS t
WHERE t.created_by = 'human'
  AND t.entity_id NOT IN (SELECT a.entity_id FROM main.aliases AS a)
  AND t.entity_id NOT IN (SELECT m.entity_id FROM main.mentions AS m WHERE m.entity_id IS NOT NULL)
  AND t.entity_id NOT IN (SELECT x.merged_into FROM main.entities AS x WHERE x.merged_into IS NOT NULL);
