-- Sentences of mentions, what articles are about, who said what, and identities beyond the text that a person gives.

ALTER TABLE mentions ADD COLUMN sentence_start INTEGER;
ALTER TABLE mentions ADD COLUMN sentence_end INTEGER;

CREATE TABLE article_entities (
    article_id VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    rank INTEGER NOT NULL,
    mention_count INTEGER NOT NULL,
    in_title BOOLEAN NOT NULL,
    first_char INTEGER,
    model VARCHAR NOT NULL
);

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

CREATE TABLE identities (
    file VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    alias VARCHAR,
    alias_keys VARCHAR[] NOT NULL,
    entity_id VARCHAR,
    wikidata_id VARCHAR,
    country_code VARCHAR,
    filled VARCHAR[] NOT NULL
);
