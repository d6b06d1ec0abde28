-- What resolution has seen of each entity, so that it need only look at what came since.

CREATE TABLE changed_entities (
    entity_id VARCHAR NOT NULL
);

CREATE TABLE resolved_entities (
    entity_id VARCHAR NOT NULL,
    facts VARCHAR NOT NULL,
    sounds BIGINT[] NOT NULL,
    names BIGINT[] NOT NULL
);

CREATE TABLE entity_pairs (
    entity_a VARCHAR NOT NULL,
    entity_b VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    score DOUBLE NOT NULL
);

ALTER TABLE resolutions RENAME COLUMN fingerprint TO model;
