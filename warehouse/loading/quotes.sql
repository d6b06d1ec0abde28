DELETE FROM main.article_entities AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'salience');

INSERT INTO main.article_entities BY NAME
SELECT s.* EXCLUDE (row_no)
FROM staged_article_entities AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.stage = 'salience'
QUALIFY row_number() OVER (PARTITION BY s.article_id, s.entity_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

DELETE FROM main.quotes AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'quotes');

INSERT INTO main.quotes BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (f.version_id AS version_id)
FROM staged_quotes AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.landed_version_id = s.version_id AND f.stage = 'quotes'
QUALIFY row_number() OVER (PARTITION BY s.article_id, s.start_char, s.end_char ORDER BY s.row_no) = 1
ORDER BY s.row_no;
