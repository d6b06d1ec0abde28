-- The same text as its archived page gives it now: no new version, but what was read beside it is brought up to date,
-- and by whom.

CREATE OR REPLACE TEMP TABLE reread AS
SELECT s.article_id, s.version_id, a.source_id, coalesce(a.published_at, a.first_seen_at) AS dated_at
FROM staged_article_versions AS s
JOIN verdicts AS v ON v.article_id = s.article_id AND v.landed_version_id = s.version_id
JOIN main.articles AS a ON a.article_id = s.article_id AND a.version_id = s.version_id
WHERE v.outcome = 'unchanged' AND s.cause = 'reprocess'
QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY s.row_no) = 1;

UPDATE main.article_versions AS t SET
    authors = s.authors, summary = s.summary, section = s.section, keywords = s.keywords, site_name = s.site_name,
    image_url = s.image_url, language = s.language, language_declared = s.language_declared,
    language_score = s.language_score, is_free = s.is_free, extractor = s.extractor, quality = s.quality,
    quality_flags = s.quality_flags, metadata_from = s.metadata_from, modified_at = s.modified_at,
    reservations = s.reservations
FROM staged_article_versions AS s
WHERE s.article_id IN (SELECT r.article_id FROM reread AS r)
  AND t.article_id = s.article_id AND t.version_id = s.version_id;

UPDATE main.articles AS t SET
    author = s.author, language = s.language, published_at = s.published_at,
    published_precision = s.published_precision, published_from = s.published_from, published_raw = s.published_raw
FROM staged_articles AS s
WHERE s.article_id IN (SELECT r.article_id FROM reread AS r)
  AND t.article_id = s.article_id AND t.version_id = s.version_id;

DELETE FROM main.removed_blocks AS t
WHERE t.version_id IN (SELECT r.version_id FROM reread AS r);

INSERT INTO main.removed_blocks BY NAME
SELECT s.* EXCLUDE (row_no), r.article_id, r.source_id
FROM staged_removed_blocks AS s
JOIN reread AS r ON r.version_id = s.version_id
QUALIFY row_number() OVER (PARTITION BY s.version_id, s.ordinal ORDER BY s.row_no) = 1
ORDER BY s.row_no;

-- Mentions carry the date of their article.
CREATE OR REPLACE TEMP TABLE redated AS
SELECT a.article_id, coalesce(a.published_at, a.first_seen_at) AS published_at
FROM reread AS r
JOIN main.articles AS a ON a.article_id = r.article_id
WHERE r.dated_at <> coalesce(a.published_at, a.first_seen_at);

UPDATE main.mentions AS t
SET published_at = r.published_at
FROM redated AS r
WHERE t.article_id = r.article_id;
