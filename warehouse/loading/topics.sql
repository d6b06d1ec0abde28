DELETE FROM main.article_topics AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'topics');

INSERT INTO main.article_topics BY NAME
SELECT s.* EXCLUDE (row_no)
FROM staged_article_topics AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.stage = 'topics'
QUALIFY row_number() OVER (PARTITION BY s.article_id, s.topic_id ORDER BY s.row_no) = 1
ORDER BY s.row_no;

DELETE FROM main.article_keyphrases AS t
WHERE t.article_id IN (SELECT f.article_id FROM fresh AS f WHERE f.is_known AND f.stage = 'keyphrases');

INSERT INTO main.article_keyphrases BY NAME
SELECT s.* EXCLUDE (row_no)
FROM staged_article_keyphrases AS s
JOIN fresh AS f ON f.article_id = s.article_id AND f.stage = 'keyphrases'
QUALIFY row_number() OVER (PARTITION BY s.article_id, s.phrase ORDER BY s.row_no) = 1
ORDER BY s.row_no;
