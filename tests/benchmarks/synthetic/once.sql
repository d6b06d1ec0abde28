-- What does not grow with each article: sources, names, words, runs. Chance is a hash of the row's number, so every
-- machine and every number of threads makes the same warehouse.

CREATE OR REPLACE TEMP MACRO chance(n, salt) AS (hash(n, salt) % 1000003) / 1000003.0;
CREATE OR REPLACE TEMP MACRO zipf(n, salt, most) AS floor(exp(chance(n, salt) * ln(most)))::BIGINT;  -- 1 .. most
CREATE OR REPLACE TEMP MACRO id(n, salt) AS md5(salt || '-' || n)[1:20];
CREATE OR REPLACE TEMP MACRO word(n) AS
    ['ba','co','de','fi','go','hu','ja','ke','li','mo','na','pe','qui','ro','su','ta','ve','wo'][n % 18 + 1]
    || ['ran','sel','mit','dor','lun','kas','ber','vin','tol','gra','nes','pur'][n // 18 % 12 + 1]
    || ['', 'a', 'er', 'is', 'on', 'eth', 'um'][n // 216 % 7 + 1]
    || CASE WHEN n >= 1512 THEN ['', 'li', 'va', 'sto', 'ke'][n // 1512 % 5 + 1] || (n // 7560)::VARCHAR ELSE '' END;
CREATE OR REPLACE TEMP MACRO capital(s) AS upper(s[1]) || s[2:];

CREATE OR REPLACE TEMP TABLE sentences AS
SELECT s.n, list_aggregate(list_transform(range(14), lambda w : word(zipf(s.n * 100 + w, 'sentence', 20000))),
                           'string_agg', ' ') || '.' AS words
FROM (SELECT unnest(range(100000)) AS n) AS s;

-- What features of articles are drawn from: their sizes in the file are as if each had its own.
CREATE OR REPLACE TEMP TABLE contents AS
SELECT
    c.n, list_distinct(list_transform(range(150), lambda t : word(zipf(c.n * 150 + t, 'term', 60000)))) AS terms,
    list_transform(range(len(terms)), lambda t : zipf(c.n * 150 + t, 'count', 5)) AS counts,
    list_transform(range(384), lambda d : chance(c.n * 384 + d, 'embedding') / 5 - 0.1) AS embedding
FROM (SELECT unnest(range(5000)) AS n) AS c;

CREATE OR REPLACE TEMP TABLE names AS
SELECT
    e.n, id(e.n, 'entity') AS entity_id,
    CASE WHEN chance(e.n, 'type') < 0.5 THEN 'person' WHEN chance(e.n, 'type') < 0.75 THEN 'organization'
         WHEN chance(e.n, 'type') < 0.95 THEN 'place' ELSE 'event' END AS "type",
    capital(word(e.n % 3011)) || ' ' || capital(word((e.n * 7919) % 20011)) AS name
FROM (SELECT unnest(range(1, getvariable('entities') + 1)) AS n) AS e;

INSERT INTO main.entities
SELECT n.entity_id, n."type", n.name, NULL, NULL,
       CASE WHEN n.n > 1000 AND chance(n.n, 'merged') < 0.01 THEN id(n.n // 2, 'entity') END, 'ner 1'
FROM names AS n;
UPDATE main.entities AS e SET merged_into = NULL
WHERE e.merged_into IN (SELECT m.entity_id FROM main.entities AS m WHERE m.merged_into IS NOT NULL);

INSERT INTO main.topics (
    topic_id, label, parent_id, level, definition
)
SELECT 'medtop:' || lpad(t.n::VARCHAR, 8, '0'), word(t.n) || ' ' || word(t.n * 31),
       CASE WHEN t.n >= 17 THEN 'medtop:' || lpad((t.n % 17)::VARCHAR, 8, '0') END,
       CASE WHEN t.n < 17 THEN 1 WHEN t.n < 137 THEN 2 WHEN t.n < 652 THEN 3 ELSE 4 END, 'What concerns ' || word(t.n)
FROM (SELECT unnest(range(1085)) AS n) AS t;

INSERT INTO main.topic_labels
SELECT t.topic_id, l.language, t.label || ' ' || l.language
FROM main.topics AS t
CROSS JOIN (SELECT unnest(['de', 'en-GB', 'fr']) AS "language") AS l;

INSERT INTO main.sources
SELECT 's' || s.n, 'The ' || capital(word(s.n * 13)), word(s.n * 13) || '.example', 'feed', NULL,
       CASE WHEN s.n % 5 = 0 THEN 'family' || s.n // 20 END, ['DE', 'FR', 'GB', 'US'][s.n % 4 + 1],
       ['en', 'en', 'en', 'de'][s.n % 4 + 1], s.n % 50 = 1, ['news'], true, '{}'
FROM (SELECT unnest(range(1, getvariable('sources') + 1)) AS n) AS s;

INSERT INTO main.feeds
SELECT 'f' || s.n, 's' || s.n, 'feed', 'https://s' || s.n || '.example/feed.xml', NULL, NULL, 120, getvariable('ends_at'),
       CASE WHEN s.n % 40 = 3 THEN 4 ELSE 0 END, CASE WHEN s.n % 40 = 3 THEN 'failing' ELSE 'ok' END,
       getvariable('ends_at'), getvariable('ends_at'), NULL, NULL, NULL, NULL
FROM (SELECT unnest(range(1, getvariable('sources') + 1)) AS n) AS s;

INSERT INTO main.robots
SELECT 'https://' || s.domain, getvariable('ends_at'), 200, 'rules', 'User-agent: *' || chr(10) || 'Disallow: /search', []
FROM main.sources AS s;

INSERT INTO main.runs
SELECT 'r' || r.n, 'pipeline', 'schedule', 'completed', getvariable('starts_at') + to_hours(2 * r.n),
       getvariable('starts_at') + to_hours(2 * r.n) + INTERVAL 4 MINUTE, '{}', '0.1.0', NULL
FROM (SELECT unnest(range(getvariable('days') * 12 + 1)) AS n) AS r;

INSERT INTO main.run_steps
SELECT r.run_id, s.step, 500, 200, 3, 1.5, 2.5
FROM main.runs AS r
CROSS JOIN (SELECT unnest(['poll', 'fetch', 'read', 'enrich', 'load', 'cluster', 'publish']) AS step) AS s;

INSERT INTO main.fetches
SELECT md5('poll' || r.run_id || f.feed_id), r.run_id, f.url, f.url, f.source_id || '.example', r.started_at, 180, 1,
       CASE WHEN f.status = 'ok' THEN 200 ELSE 500 END, CASE WHEN f.status = 'ok' THEN 'stored' ELSE 'http_error' END,
       NULL, true, 0, 'application/rss+xml', 'utf-8', 60000, md5(f.feed_id || r.run_id), NULL, NULL, 0, []
FROM main.runs AS r
CROSS JOIN main.feeds AS f
ORDER BY r.started_at, f.feed_id;

INSERT INTO main.models
SELECT s.stage || ' 1', s.stage, '1', '{}', true
FROM (SELECT unnest(['reading', 'entities', 'salience', 'quotes', 'topics', 'keyphrases', 'features']) AS stage) AS s;
