-- Articles that were taken down, and by what they are known should they come again. No address and no word of them.

CREATE TABLE tombstones (
    article_id VARCHAR NOT NULL,
    address_ids VARCHAR[] NOT NULL,
    page_sha256s VARCHAR[] NOT NULL,
    reason VARCHAR,
    forgotten_at TIMESTAMPTZ NOT NULL,
    to_erase VARCHAR[] NOT NULL
);
