-- Articles number first .. last with everything that hangs on them, in batches of 1,000 as the loader would write them.

CREATE OR REPLACE TEMP TABLE made AS
WITH numbered AS (
    SELECT
        a.i, id(a.i, 'article') AS article_id, id(a.i, 'version') AS version_id,
        zipf(a.i, 'source', getvariable('sources')) AS source,
        getvariable('starts_at') + to_seconds(a.i * getvariable('days') * 86400.0 / getvariable('articles')) AS seen_at
    FROM (SELECT unnest(range(getvariable('first'), getvariable('last'))) AS i) AS a
), told AS (
    SELECT
        n.*, date_diff('day', getvariable('starts_at'), n.seen_at) AS days,
        n.seen_at - to_seconds(120 + (chance(n.i, 'lag') ^ 4 * 86400)::BIGINT)
            - CASE WHEN chance(n.i, 'old') < 0.02 THEN to_days((chance(n.i, 'age') * 300)::INTEGER)
                   ELSE INTERVAL 0 DAY END AS dated_at,
        -- Half of the articles are alone; the others share the events of their day, a few of which are large.
        CASE WHEN chance(n.i, 'alone') < 0.5 THEN 'a' || n.i
             ELSE 'e' || (date_diff('day', getvariable('starts_at'), n.seen_at) - (chance(n.i, 'late') < 0.2)::INTEGER)
                  || '-' || zipf(n.i, 'event', getvariable('articles') / getvariable('days') / 6 + 2) END AS story
    FROM numbered AS n
)
SELECT
    t.*, id(t.story, 'story') AS story_id, chance(t.i, 'undated') >= 0.02 AS has_date,
    CASE WHEN chance(t.i, 'changes') < 0.02 THEN 3 WHEN chance(t.i, 'changes') < 0.10 THEN 2 ELSE 1 END AS versions,
    capital(word(zipf(t.i, 'title', 20000))) || ' ' || list_aggregate(
        list_transform(range(7), lambda w : word(zipf(t.i * 10 + w, 'headline', 20000))), 'string_agg', ' ') AS title,
    'https://s' || t.source || '.example/' || t.days || '/' || t.i || '-' || word(t.i) AS url,
    (t.days * 12 + (hour(t.seen_at) // 2)) AS run
FROM told AS t;

-- Each sentence begins with a name: four names of the event, four of the article's own, 20 in all.
CREATE OR REPLACE TEMP TABLE pieces AS
WITH slots AS (
    SELECT m.*, j.j, CASE WHEN j.j < 8 THEN j.j ELSE least(7, zipf(m.i * 20 + j.j, 'slot', 9) - 1) END AS slot
    FROM made AS m
    CROSS JOIN (SELECT unnest(range(20)) AS j) AS j
), named AS (
    SELECT
        s.*,
        CASE WHEN s.slot < 4 THEN zipf(s.story || s.slot, 'of story', getvariable('entities'))
             ELSE zipf(s.i * 10 + s.slot, 'of article', getvariable('entities')) END AS entity
    FROM slots AS s
), spelled AS (
    SELECT
        n.*, e.entity_id, e."type",
        CASE WHEN n.j < 8 OR e."type" <> 'person' THEN e.name ELSE split_part(e.name, ' ', 2) END AS surface,
        CASE WHEN chance(n.i * 20 + n.j, 'unlinked') >= 0.05 THEN e.entity_id END AS linked_id, w.words AS said,
        ' ' || w.words || CASE WHEN n.j % 4 = 3 THEN chr(10) || chr(10) ELSE ' ' END AS words
    FROM named AS n
    JOIN names AS e ON e.n = n.entity
    JOIN sentences AS w ON w.n = hash(n.i * 20 + n.j, 'sentence') % 100000
)
SELECT
    p.*,
    coalesce(sum(length(p.surface) + length(p.words)) OVER (
        PARTITION BY p.i ORDER BY p.j ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0)::INTEGER AS start_char
FROM spelled AS p;

CREATE OR REPLACE TEMP TABLE texts AS
SELECT p.i, string_agg(p.surface || p.words, '' ORDER BY p.j) AS "text" FROM pieces AS p GROUP BY p.i;

INSERT INTO main.articles
SELECT
    m.article_id, 's' || m.source, m.url, m.url || '?utm_source=feed', m.url, m.title, 'Ona Reed',
    ['en', 'en', 'en', 'de'][m.source % 4 + 1], CASE WHEN m.has_date THEN m.dated_at END,
    CASE WHEN m.has_date THEN ['second', 'minute', 'minute', 'day'][m.source % 4 + 1] END,
    CASE WHEN m.has_date THEN 'json-ld' END, CASE WHEN m.has_date THEN m.dated_at::VARCHAR END,
    m.seen_at, m.seen_at, 300, CASE WHEN m.versions = 1 THEN m.version_id ELSE id(m.i, 'version' || m.versions) END,
    m.versions, NULL, NULL, m.story_id
FROM made AS m
ORDER BY m.i;

INSERT INTO main.article_versions
SELECT
    CASE WHEN v.v = 1 THEN m.version_id ELSE id(m.i, 'version' || v.v) END, m.article_id, v.v,
    CASE WHEN v.v = 1 THEN 'first' WHEN v.v = 2 THEN 'edit' ELSE 'reprocess' END, m.seen_at + to_hours(3 * (v.v - 1)),
    CASE WHEN v.v < m.versions AND chance(m.i, 'headline') < 0.4 THEN 'Breaking: ' || m.title ELSE m.title END,
    ['Ona Reed'],
    CASE WHEN v.v < m.versions THEN t."text"[1:length(t."text") * 3 // 4] ELSE t."text" END,
    m.title || ' and more', 'World', ['news'], 'The Gazette', m.url || '.jpg', 'en', 'en', 0.99, true,
    md5(m.i || '-' || v.v), md5('page' || m.i || '-' || v.v), 'reading 1', 0.5 + chance(m.i, 'quality') / 2,
    CASE WHEN chance(m.i, 'flag') < 0.05 THEN ['short'] ELSE [] END, '{"title": "json-ld"}',
    '2026' || m.days || '.warc.gz', m.i * 20000, NULL, []
FROM made AS m
JOIN texts AS t ON t.i = m.i
JOIN (SELECT unnest([1, 2, 3]) AS v) AS v ON v.v <= m.versions
ORDER BY m.i, v.v;

INSERT INTO main.removed_blocks
SELECT m.version_id, b.b, CASE WHEN chance(m.i * 5 + b.b, 'own') < 0.3 THEN 'Read also: ' || m.title
                               ELSE 'Subscribe to The ' || capital(word(m.source * 13)) || ', part ' || b.b END,
       ['share', 'newsletter', 'related', 'author'][b.b + 1], ['rule', 'rule', 'learned', 'html'][b.b + 1], 1.0,
       m.article_id, 's' || m.source
FROM made AS m
CROSS JOIN (SELECT unnest(range(4)) AS b) AS b
ORDER BY m.i, b.b;

INSERT INTO main.mentions BY NAME
SELECT
    p.article_id, CASE WHEN p.versions = 1 THEN p.version_id ELSE id(p.i, 'version' || p.versions) END AS version_id,
    p.start_char, p.start_char + length(p.surface) AS end_char, p.surface, p."type",
    CASE WHEN p.j < 3 THEN 'lead' ELSE 'body' END AS part, p.linked_id AS entity_id, 'full name' AS link_method,
    0.9 AS score, 'PERSON' AS label, 'entities 1' AS model, 's' || p.source AS source_id,
    CASE WHEN p.has_date THEN p.dated_at ELSE p.seen_at END AS published_at,
    p.start_char AS sentence_start, p.start_char + length(p.surface) + 1 + length(p.said) AS sentence_end
FROM pieces AS p
ORDER BY p.i // 1000, published_at, p.article_id, p.j;

INSERT INTO main.article_entities BY NAME
SELECT
    p.article_id, p.linked_id AS entity_id, count(*) / 20 AS score,
    row_number() OVER (PARTITION BY p.i ORDER BY count(*) DESC, min(p.start_char)) AS rank, count(*) AS mention_count,
    false AS in_title, min(p.start_char) AS first_char, 'salience 1' AS model
FROM pieces AS p
WHERE p.linked_id IS NOT NULL
GROUP BY p.i, p.article_id, p.linked_id
ORDER BY p.i, rank;

-- Two sentences of an article are what somebody says, or something.
INSERT INTO main.quotes BY NAME
SELECT
    p.article_id, CASE WHEN p.versions = 1 THEN p.version_id ELSE id(p.i, 'version' || p.versions) END AS version_id,
    p.start_char + length(p.surface) + 1 AS start_char,
    p.start_char + length(p.surface) + 1 + length(p.said) AS end_char, p.said AS quote,
    CASE WHEN p."type" = 'person' THEN p.surface END AS speaker,
    CASE WHEN p."type" = 'person' THEN p.start_char END AS speaker_start,
    CASE WHEN p."type" = 'person' THEN p.linked_id END AS entity_id, 'said' AS verb, 0.9 AS score, 'quotes 1' AS model
FROM pieces AS p
WHERE chance(p.i * 20 + p.j, 'quoted') < 0.1
ORDER BY p.i, p.j;

INSERT INTO main.article_topics (
    article_id, topic_id, score, rank, model
)
SELECT m.article_id, 'medtop:' || lpad(x.topic::VARCHAR, 8, '0'), 0.6, x.rank, 'topics 1'
FROM (
    SELECT m.*, t.t % 2 + 1 AS rank,
           CASE WHEN t.t < 2 THEN (hash(m.story || t.t, 'topic') + t.t) % 17
                WHEN t.t < 4 THEN 17 + hash(m.story || t.t, 'topic') % 120
                ELSE 137 + hash(m.story || t.t, 'topic') % 515 END AS topic
    FROM made AS m
    CROSS JOIN (SELECT unnest(range(5)) AS t) AS t
) AS x
JOIN made AS m ON m.i = x.i
QUALIFY row_number() OVER (PARTITION BY m.article_id, x.topic) = 1
ORDER BY m.i;

INSERT INTO main.article_keyphrases
SELECT m.article_id, word(zipf(m.i * 5 + k.k, 'phrase', 20000)) || ' ' || k.k, 0.7, 'keyphrases 1'
FROM made AS m
CROSS JOIN (SELECT unnest(range(5)) AS k) AS k
ORDER BY m.i;

INSERT INTO main.article_features BY NAME
SELECT
    m.article_id, CASE WHEN m.versions = 1 THEN m.version_id ELSE id(m.i, 'version' || m.versions) END AS version_id,
    'en' AS "language", c.terms, c.counts, c.embedding,
    list_transform(range(256), lambda d : d * 16777216 + hash(m.i * 256 + d) % 16777216) AS signature,  -- rising
    signature[1:32] AS sketch, 'features 1' AS model
FROM made AS m
JOIN contents AS c ON c.n = hash(m.i, 'contents') % 5000
ORDER BY m.i;

INSERT INTO main.enrichments
SELECT m.article_id, CASE WHEN m.versions = 1 THEN m.version_id ELSE id(m.i, 'version' || m.versions) END, s.stage,
       CASE WHEN chance(m.i, 'stale') < 0.001 THEN s.stage || ' 0' ELSE s.stage || ' 1' END, 'done', NULL
FROM made AS m
CROSS JOIN (SELECT unnest(['entities', 'salience', 'quotes', 'topics', 'keyphrases', 'features']) AS stage) AS s
ORDER BY m.i;

INSERT INTO main.story_articles (
    story_id, article_id, score, method, evidence, assigned_at
)
SELECT m.story_id, m.article_id, 0.7, 'joined',
       '{"embedding": 0.88, "entities": 0.71, "nearest": "' || md5(m.story)[1:20]
       || '", "shared_terms": ["' || word(m.i % 9000) || '", "' || word(m.i % 7000) || '"]}', m.seen_at
FROM made AS m
ORDER BY m.i;

INSERT INTO main.links
SELECT m.url || CASE WHEN k.k = 0 THEN '' ELSE '-video' END, m.url, 'f' || m.source, 's' || m.source, m.title, m.dated_at,
       m.seen_at, m.seen_at + INTERVAL 1 DAY, CASE WHEN k.k = 0 THEN m.article_id END, 1,
       CASE WHEN k.k = 0 THEN 'stored' ELSE 'no_text' END, NULL, m.seen_at, NULL, NULL, NULL
FROM made AS m
CROSS JOIN (SELECT unnest([0, 1]) AS k) AS k
WHERE k.k = 0 OR chance(m.i, 'video') < 0.3
ORDER BY m.i, k.k;

INSERT INTO main.fetches
SELECT md5('fetch' || l.url_canonical), 'r' || 0, l.url_canonical, l.url_canonical, l.source_id || '.example',
       l.first_seen_at, 350, 1, 200, 'stored', NULL, true, 0, 'text/html', 'utf-8', 90000, md5('page' || l.url_canonical),
       NULL, NULL, 0, []
FROM main.links AS l
WHERE l.first_seen_at >= (SELECT min(m.seen_at) FROM made AS m) AND l.first_seen_at <= (SELECT max(m.seen_at) FROM made AS m)
ORDER BY l.first_seen_at;

INSERT INTO main.outcomes
SELECT
    'r' || (m.run + 2 * greatest(k.k - 1, 0)), m.url || CASE WHEN k.k = 0 THEN '-video' ELSE '' END, 'read',
    ['no_text', 'stored', 'updated', 'updated'][k.k + 1], CASE WHEN k.k = 0 THEN 'a page without text' END,
    's' || m.source, CASE WHEN k.k > 0 THEN m.article_id END, m.seen_at + to_hours(3 * greatest(k.k - 1, 0))
FROM made AS m
CROSS JOIN (SELECT unnest([0, 1, 2, 3]) AS k) AS k
WHERE CASE WHEN k.k = 0 THEN chance(m.i, 'video') < 0.3 ELSE k.k <= m.versions END
ORDER BY m.i, k.k;
