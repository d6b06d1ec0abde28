-- Articles first .. last of a window of five days, the newest `new` of them in no story yet: what stories read of them.

INSERT INTO main.articles BY NAME
SELECT
    md5('a' || r.i)[1:20] AS article_id, 's' || (r.i % 200) AS source_id, '' AS url_canonical, '' AS url, '' AS url_final,
    'Title ' || r.i AS title, 'en' AS "language", ends_at - to_seconds((hash(r.i) % 432000)::INTEGER) AS published_at,
    ends_at AS first_seen_at, ends_at AS last_seen_at, 300 AS word_count, md5('v' || r.i)[1:20] AS version_id,
    1 AS version_count,
    CASE WHEN r.i >= getvariable('new') THEN md5('s' || (r.i // 3))[1:20] END AS story_id
FROM (SELECT unnest(range(getvariable('first'), getvariable('last'))) AS i, getvariable('ends_at') AS ends_at) AS r;

INSERT INTO main.article_versions BY NAME
SELECT
    md5('v' || r.i)[1:20] AS version_id, md5('a' || r.i)[1:20] AS article_id, 1 AS version_no, 'first' AS cause,
    ends_at AS observed_at, '' AS title, [] AS authors, '' AS "text", [] AS keywords, sha256('t' || r.i) AS text_sha256,
    '' AS page_sha256, '' AS extractor, 1 AS quality, [] AS quality_flags, '{}' AS metadata_from, [] AS reservations,
    true AS is_free
FROM (SELECT unnest(range(getvariable('first'), getvariable('last'))) AS i, getvariable('ends_at') AS ends_at) AS r;

INSERT INTO main.article_features BY NAME
SELECT
    md5('a' || r.i)[1:20] AS article_id, md5('v' || r.i)[1:20] AS version_id, 'en' AS "language",
    list_distinct(list_transform(
        range(160), lambda t : 'w' || floor(exp((hash(r.i, t) % 100000) / 100000 * 11))::INTEGER
    )) AS terms,
    list_transform(range(len(terms)), lambda t : 1 + t % 3) AS counts,
    list_transform(range(384), lambda d : (hash(r.i, d, 'e') % 2001) / 20000 - 0.05) AS embedding,
    list_sort(list_transform(range(256), lambda d : hash(r.i, d, 's') % 4294967296)) AS signature,
    signature[1:32] AS sketch, 'features 1' AS model
FROM (SELECT unnest(range(getvariable('first'), getvariable('last'))) AS i) AS r;

INSERT INTO main.mentions BY NAME
SELECT
    a.article_id, a.version_id, n.n * 10 AS start_char, n.n * 10 + 5 AS end_char, 'Name' AS surface,
    'person' AS "type", 'body' AS part, 'e' || floor(exp((hash(a.article_id, n.n % 7) % 1000) / 1000 * 9))::INTEGER AS entity_id,
    1 AS score, '' AS label, '' AS model, a.source_id, a.published_at
FROM main.articles AS a
CROSS JOIN (SELECT unnest(range(20)) AS n) AS n
WHERE a.article_id IN (
    SELECT md5('a' || r.i)[1:20] FROM (SELECT unnest(range(getvariable('first'), getvariable('last'))) AS i) AS r
)
ORDER BY a.published_at;

INSERT INTO main.entities BY NAME
SELECT DISTINCT m.entity_id, 'person' AS "type", m.entity_id AS name, '' AS created_by
FROM main.mentions AS m
WHERE m.entity_id NOT IN (SELECT e.entity_id FROM main.entities AS e);
