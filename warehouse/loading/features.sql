DELETE FROM main.article_features AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.stage = 'features');

INSERT INTO main.article_features BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (f.version_id AS version_id), s.signature[1:32] AS sketch
FROM staged_article_features AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = 'features'
QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

DELETE FROM main.enrichments AS t
WHERE EXISTS (SELECT 1 FROM fresh AS f WHERE f.article_id = t.article_id AND f.stage = t.stage);

INSERT INTO main.enrichments BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (f.version_id AS version_id)
FROM staged_enrichments AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = s.stage
QUALIFY row_number() OVER (PARTITION BY s.article_id, s.stage ORDER BY s.row_no) = 1
ORDER BY s.row_no;
