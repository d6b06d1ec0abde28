-- Why an entity is another one, what else a person may decide, and what mentions were linked to before that.

CREATE TABLE entity_merges (
    entity_id VARCHAR NOT NULL,
    merged_into VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    evidence VARCHAR NOT NULL,
    model VARCHAR NOT NULL
);

CREATE TABLE resolutions (
    fingerprint VARCHAR NOT NULL,
    resolved_at TIMESTAMPTZ NOT NULL
);

ALTER TABLE entity_decisions ADD COLUMN name VARCHAR;
ALTER TABLE entity_decisions ADD COLUMN origin VARCHAR DEFAULT 'command';
ALTER TABLE entity_decisions ALTER COLUMN origin SET NOT NULL;

ALTER TABLE mentions ADD COLUMN document_entity_id VARCHAR;
ALTER TABLE mentions ADD COLUMN document_link_method VARCHAR;
