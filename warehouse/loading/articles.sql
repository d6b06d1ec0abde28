-- Identity, texts and what was stripped from them. first_seen_at, duplicate_of, duplicate_kind and story_id stay.

CREATE OR REPLACE TEMP TABLE new_articles AS
SELECT s.* REPLACE (v.version_id AS version_id, v.version_no AS version_count)
FROM staged_articles AS s
JOIN verdicts AS v ON v.article_id = s.article_id AND v.landed_version_id = s.version_id
WHERE v.outcome = 'stored'
QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY s.row_no) = 1;

INSERT INTO main.articles BY NAME
SELECT n.* EXCLUDE (row_no) FROM new_articles AS n ORDER BY n.row_no;

UPDATE main.articles AS t SET
    source_id = s.source_id, url_canonical = s.url_canonical, url = s.url, url_final = s.url_final,
    title = s.title, author = s.author, language = s.language,
    published_at = s.published_at, published_precision = s.published_precision,
    published_from = s.published_from, published_raw = s.published_raw,
    last_seen_at = greatest(t.last_seen_at, s.last_seen_at), word_count = s.word_count,
    version_id = s.version_id, version_count = s.version_no
FROM (
    SELECT s.* REPLACE (v.version_id AS version_id), v.version_no
    FROM staged_articles AS s
    JOIN verdicts AS v ON v.article_id = s.article_id AND v.landed_version_id = s.version_id
    WHERE v.outcome = 'updated'
    QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY s.row_no) = 1
) AS s
WHERE t.article_id = s.article_id;

INSERT INTO main.article_versions BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (v.version_id AS version_id, v.version_no AS version_no, v.cause AS cause)
FROM staged_article_versions AS s
JOIN verdicts AS v ON v.article_id = s.article_id AND v.landed_version_id = s.version_id
WHERE v.outcome <> 'unchanged'
QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

UPDATE main.removed_blocks AS t
SET source_id = v.source_id
FROM verdicts AS v
WHERE v.outcome = 'updated' AND t.article_id = v.article_id AND t.source_id <> v.source_id;

INSERT INTO main.removed_blocks BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (v.version_id AS version_id), v.article_id, v.source_id
FROM staged_removed_blocks AS s
JOIN verdicts AS v ON v.landed_version_id = s.version_id
WHERE v.outcome <> 'unchanged'
QUALIFY row_number() OVER (PARTITION BY s.version_id, s.ordinal ORDER BY s.row_no) = 1
ORDER BY s.row_no;
