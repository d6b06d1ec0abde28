-- What incremental and polite fetching needs to remember. Columns come last, as ALTER TABLE adds them; DuckLake takes
-- only literal defaults, and none of a list.

ALTER TABLE sources ADD COLUMN overrides VARCHAR DEFAULT '{}';
ALTER TABLE sources ALTER COLUMN overrides SET NOT NULL;

ALTER TABLE feeds ADD COLUMN body_sha256 VARCHAR;
ALTER TABLE feeds ADD COLUMN moved_to VARCHAR;
ALTER TABLE feeds ADD COLUMN not_before TIMESTAMPTZ;
ALTER TABLE feeds ADD COLUMN parent_id VARCHAR;

ALTER TABLE fetches ADD COLUMN waited_ms INTEGER DEFAULT 0;
ALTER TABLE fetches ALTER COLUMN waited_ms SET NOT NULL;
ALTER TABLE fetches ADD COLUMN reservations VARCHAR[];
UPDATE fetches SET reservations = [];

ALTER TABLE links ADD COLUMN updated_hint TIMESTAMPTZ;
ALTER TABLE links ADD COLUMN fetched_at TIMESTAMPTZ;
ALTER TABLE links ADD COLUMN etag VARCHAR;
ALTER TABLE links ADD COLUMN last_modified VARCHAR;
ALTER TABLE links ADD COLUMN content VARCHAR;

ALTER TABLE article_versions ADD COLUMN modified_at TIMESTAMPTZ;
ALTER TABLE article_versions ADD COLUMN reservations VARCHAR[];
UPDATE article_versions SET reservations = [];

ALTER TABLE removed_blocks ADD COLUMN score DOUBLE DEFAULT 1.0;
ALTER TABLE removed_blocks ALTER COLUMN score SET NOT NULL;

CREATE TABLE robots (
    origin VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    http_status INTEGER,
    policy VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    reservations VARCHAR[] NOT NULL
);
