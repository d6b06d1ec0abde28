-- Another model than the last one has seen nothing yet.

DELETE FROM main.resolved_entities;
DELETE FROM main.entity_pairs;
INSERT INTO main.changed_entities (entity_id) SELECT e.entity_id FROM main.entities AS e;
