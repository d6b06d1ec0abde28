-- Takes away what is left of the articles in main.tombstones; `moved` says where their neighbours in the archive stand.

CREATE OR REPLACE TEMP TABLE forgotten AS
SELECT a.article_id, a.url_canonical
FROM main.articles AS a
WHERE a.article_id IN (SELECT t.article_id FROM main.tombstones AS t);

CREATE OR REPLACE TEMP TABLE forgotten_versions AS
SELECT v.version_id, v.archive_file, v.archive_offset
FROM main.article_versions AS v
WHERE v.article_id IN (SELECT f.article_id FROM forgotten AS f);

CREATE OR REPLACE TEMP TABLE touched AS
SELECT DISTINCT m.surface, m.entity_id, NULL::BIGINT AS added
FROM main.mentions AS m
WHERE m.entity_id IS NOT NULL AND m.article_id IN (SELECT f.article_id FROM forgotten AS f);

DELETE FROM main.removed_blocks AS t WHERE t.version_id IN (SELECT v.version_id FROM forgotten_versions AS v);
DELETE FROM main.mentions AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.article_entities AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.quotes AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.article_topics AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.article_keyphrases AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.article_features AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.enrichments AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);
DELETE FROM main.article_versions AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);

UPDATE main.links AS t
SET article_id = NULL, last_outcome = 'forgotten', title_hint = NULL, content = NULL
WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f)
   OR t.url_canonical IN (SELECT f.url_canonical FROM forgotten AS f);

DELETE FROM main.articles AS t WHERE t.article_id IN (SELECT f.article_id FROM forgotten AS f);

-- Names that stood nowhere else go too, but not what the gazetteer or a person's decision made.
UPDATE main.aliases AS a
SET article_count = c.article_count
FROM (
    SELECT t.surface, t.entity_id, count(DISTINCT m.article_id) AS article_count
    FROM touched AS t
    LEFT JOIN main.mentions AS m ON m.surface = t.surface AND m.entity_id = t.entity_id
    GROUP BY t.surface, t.entity_id
) AS c
WHERE c.surface = CASE a.kind WHEN 'title' THEN substring(a.alias, instr(a.alias, ' ') + 1) ELSE a.alias END
  AND a.entity_id = c.entity_id;

INSERT INTO main.changed_entities (entity_id) SELECT DISTINCT t.entity_id FROM touched AS t;

CREATE OR REPLACE TEMP TABLE nameless AS
SELECT DISTINCT t.entity_id
FROM touched AS t
JOIN main.entities AS e ON e.entity_id = t.entity_id
WHERE e.created_by <> 'gazetteer'
  AND t.entity_id NOT IN (SELECT m.entity_id FROM main.mentions AS m WHERE m.entity_id IS NOT NULL)
  AND t.entity_id NOT IN (SELECT s.entity_id FROM main.article_entities AS s)
  AND t.entity_id NOT IN (SELECT x.merged_into FROM main.entities AS x WHERE x.merged_into IS NOT NULL)
  AND NOT EXISTS (
      SELECT 1 FROM main.entity_decisions AS d WHERE d.entity_a = t.entity_id OR d.entity_b = t.entity_id
  );

DELETE FROM main.aliases AS t WHERE t.entity_id IN (SELECT n.entity_id FROM nameless AS n);
DELETE FROM main.entities AS t WHERE t.entity_id IN (SELECT n.entity_id FROM nameless AS n);

UPDATE main.fetches AS t
SET archive_file = NULL, archive_offset = NULL
FROM forgotten_versions AS v
WHERE t.archive_file = v.archive_file AND t.archive_offset = v.archive_offset;

UPDATE main.fetches AS t
SET archive_file = m.new_file, archive_offset = m.new_offset
FROM moved AS m
WHERE t.archive_file = m.file AND t.archive_offset = m."offset";

UPDATE main.article_versions AS t
SET archive_file = m.new_file, archive_offset = m.new_offset
FROM moved AS m
WHERE t.archive_file = m.file AND t.archive_offset = m."offset";
