-- What 0002 filled, and cannot be called NOT NULL in the same transaction.

ALTER TABLE fetches ALTER COLUMN reservations SET NOT NULL;
ALTER TABLE article_versions ALTER COLUMN reservations SET NOT NULL;

-- Two columns came into migrations that had landed: where they are missing they are added, and stand in their places.

ALTER TABLE feeds ADD COLUMN IF NOT EXISTS not_before TIMESTAMPTZ;
ALTER TABLE feeds RENAME TO feeds_before;

CREATE TABLE feeds (
    feed_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    poll_minutes INTEGER NOT NULL,
    next_fetch_at TIMESTAMPTZ,
    failures DOUBLE NOT NULL,
    status VARCHAR NOT NULL,
    last_success_at TIMESTAMPTZ,
    last_new_at TIMESTAMPTZ,
    body_sha256 VARCHAR,
    moved_to VARCHAR,
    not_before TIMESTAMPTZ,
    parent_id VARCHAR
);

INSERT INTO feeds BY NAME SELECT f.* FROM feeds_before AS f;
DROP TABLE feeds_before;

ALTER TABLE quotes ADD COLUMN IF NOT EXISTS speaker_start INTEGER;
ALTER TABLE quotes RENAME TO quotes_before;

CREATE TABLE quotes (
    article_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    speaker VARCHAR,
    speaker_start INTEGER,
    entity_id VARCHAR,
    verb VARCHAR,
    score DOUBLE NOT NULL,
    model VARCHAR NOT NULL
);

INSERT INTO quotes BY NAME SELECT q.* FROM quotes_before AS q;
DROP TABLE quotes_before;
