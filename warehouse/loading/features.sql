DELETE FROM main.article_features AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'features');

INSERT INTO main.article_features BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (f.version_id AS version_id), s.signature[1:32] AS sketch
FROM staged_article_features AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = 'features'
QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

-- The first condition ends the search where no article is known; by two columns at once DuckDB would gather the whole table.
DELETE FROM main.enrichments AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known)
  AND t.article_id || t.stage IN (SELECT f.article_id || f.stage FROM fresh AS f WHERE f.is_known);

INSERT INTO main.enrichments BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (f.version_id AS version_id)
FROM staged_enrichments AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = s.stage
QUALIFY row_number() OVER (PARTITION BY s.article_id, s.stage ORDER BY s.row_no) = 1
ORDER BY s.row_no;
