-- The tables. Body texts name their compression: left to choose, DuckDB takes one that is a quarter larger and twice as
-- slow to write. No keys, indexes, ENUMs or sequences: DuckLake has none of them, and in a file an index makes each
-- checkpoint rewrite a row group. Uniqueness is the loader's work; warehouse/checks.py proves it.
-- Where a record of extractors/records.py names the table, the columns are that record's fields, in order.

CREATE TABLE schema_migrations (
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE loaded_batches (
    batch_id VARCHAR NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL,
    stored BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    duplicate BIGINT NOT NULL
);

CREATE TABLE sources (
    source_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    domain VARCHAR,
    kind VARCHAR NOT NULL,
    url VARCHAR,
    family_id VARCHAR,
    country VARCHAR,
    language VARCHAR,
    is_wire BOOLEAN NOT NULL,
    tags VARCHAR[] NOT NULL,
    active BOOLEAN NOT NULL
);

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
    last_new_at TIMESTAMPTZ
);

CREATE TABLE fetches (
    fetch_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR,
    host VARCHAR NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    duration_ms INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    http_status INTEGER,
    outcome VARCHAR NOT NULL,
    error VARCHAR,
    robots_allowed BOOLEAN,
    redirects INTEGER NOT NULL,
    content_type VARCHAR,
    charset VARCHAR,
    bytes BIGINT NOT NULL,
    body_sha256 VARCHAR,
    archive_file VARCHAR,
    archive_offset BIGINT
);

CREATE TABLE links (
    url_canonical VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    feed_id VARCHAR,
    source_id VARCHAR NOT NULL,
    title_hint VARCHAR,
    published_hint TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    article_id VARCHAR,
    attempts INTEGER NOT NULL,
    last_outcome VARCHAR
);

CREATE TABLE outcomes (
    run_id VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    source_id VARCHAR,
    article_id VARCHAR,
    occurred_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE articles (
    article_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url_canonical VARCHAR,
    url VARCHAR,
    url_final VARCHAR,
    title VARCHAR NOT NULL,
    author VARCHAR,
    language VARCHAR,
    published_at TIMESTAMPTZ,
    published_precision VARCHAR,
    published_from VARCHAR,
    published_raw VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    word_count INTEGER NOT NULL,
    version_id VARCHAR NOT NULL,
    version_count INTEGER NOT NULL,
    duplicate_of VARCHAR,
    duplicate_kind VARCHAR,
    story_id VARCHAR
);

CREATE TABLE article_versions (
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    cause VARCHAR NOT NULL,
    observed_at TIMESTAMPTZ NOT NULL,
    title VARCHAR NOT NULL,
    authors VARCHAR[] NOT NULL,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    summary VARCHAR,
    section VARCHAR,
    keywords VARCHAR[] NOT NULL,
    site_name VARCHAR,
    image_url VARCHAR,
    language VARCHAR,
    language_declared VARCHAR,
    language_score DOUBLE,
    is_free BOOLEAN,
    text_sha256 VARCHAR NOT NULL,
    page_sha256 VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    quality DOUBLE NOT NULL,
    quality_flags VARCHAR[] NOT NULL,
    metadata_from VARCHAR NOT NULL,
    archive_file VARCHAR,
    archive_offset BIGINT
);

CREATE TABLE removed_blocks (
    version_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    layer VARCHAR NOT NULL
);

CREATE TABLE mentions (
    article_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    "type" VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    entity_id VARCHAR,
    link_method VARCHAR,
    score DOUBLE NOT NULL,
    label VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    published_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE entities (
    entity_id VARCHAR NOT NULL,
    "type" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    wikidata_id VARCHAR,
    country_code VARCHAR,
    merged_into VARCHAR,
    created_by VARCHAR NOT NULL
);

CREATE TABLE aliases (
    alias VARCHAR NOT NULL,
    alias_key VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    article_count INTEGER NOT NULL,
    blocked BOOLEAN NOT NULL
);

CREATE TABLE entity_decisions (
    decision_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    alias VARCHAR,
    entity_a VARCHAR,
    entity_b VARCHAR,
    reason VARCHAR,
    decided_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ
);

CREATE TABLE topics (
    topic_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    parent_id VARCHAR,
    level INTEGER NOT NULL,
    definition VARCHAR NOT NULL
);

CREATE TABLE article_topics (
    article_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    rank INTEGER NOT NULL,
    model VARCHAR NOT NULL
);

CREATE TABLE article_keyphrases (
    article_id VARCHAR NOT NULL,
    phrase VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    model VARCHAR NOT NULL
);

CREATE TABLE article_features (
    article_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    language VARCHAR,
    terms VARCHAR[] NOT NULL,
    counts INTEGER[] NOT NULL,
    embedding FLOAT[] NOT NULL,
    signature UINTEGER[] NOT NULL,
    model VARCHAR NOT NULL
);

CREATE TABLE enrichments (
    article_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    model VARCHAR,
    state VARCHAR NOT NULL,
    reason VARCHAR
);

CREATE TABLE stories (
    story_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    first_published_at TIMESTAMPTZ NOT NULL,
    last_published_at TIMESTAMPTZ NOT NULL,
    article_count INTEGER NOT NULL,
    source_count INTEGER NOT NULL,
    lead_article_id VARCHAR NOT NULL,
    merged_into VARCHAR
);

CREATE TABLE story_articles (
    story_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    method VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    assigned_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE runs (
    run_id VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    trigger VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    parameters VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    prefect_flow_run_id VARCHAR
);

CREATE TABLE run_steps (
    run_id VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    n_in INTEGER NOT NULL,
    n_out INTEGER NOT NULL,
    n_failed INTEGER NOT NULL,
    cpu_seconds DOUBLE NOT NULL,
    seconds DOUBLE NOT NULL
);

CREATE TABLE models (
    model VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    config VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL
);
