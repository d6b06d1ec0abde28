-- Which of the entities that came up again are other ones than the last time: most stand in more articles and no more.
-- Who is no longer shown has no facts.

CREATE OR REPLACE TEMP TABLE marked AS SELECT DISTINCT c.entity_id FROM main.changed_entities AS c;

CREATE OR REPLACE TEMP TABLE facts AS
WITH called AS (
    SELECT
        a.entity_id, a.kind, a.alias_key,
        CASE a.kind WHEN 'acronym' THEN least(sum(a.article_count), getvariable('acronym_articles')) END AS enough
    FROM main.aliases AS a
    WHERE a.article_count > 0 AND NOT a.blocked AND a.entity_id IN (SELECT m.entity_id FROM marked AS m)
    GROUP BY a.entity_id, a.kind, a.alias_key
), told AS (
    SELECT
        c.entity_id,
        string_agg(concat_ws('|', c.kind, c.alias_key, c.enough), '|' ORDER BY c.kind, c.alias_key) AS called
    FROM called AS c
    GROUP BY c.entity_id
)
SELECT
    e.entity_id,
    md5(concat(e."type", '|', coalesce(d.alias, e.name), '|', e.country_code, '|', e.created_by, '|', t.called)) AS facts
FROM main.entities AS e
LEFT JOIN main.entity_decisions AS d ON d.entity_a = e.entity_id AND d.action = 'rename' AND d.undone_at IS NULL
LEFT JOIN told AS t ON t.entity_id = e.entity_id
WHERE e.created_by <> 'human'
  AND e.entity_id IN (SELECT m.entity_id FROM marked AS m)
  AND e.entity_id IN (SELECT a.entity_id FROM main.aliases AS a WHERE a.article_count > 0);

CREATE OR REPLACE TEMP TABLE changed AS
SELECT m.entity_id, f.facts
FROM marked AS m
LEFT JOIN facts AS f ON f.entity_id = m.entity_id
LEFT JOIN main.resolved_entities AS r ON r.entity_id = m.entity_id
WHERE f.facts IS DISTINCT FROM r.facts;

CREATE OR REPLACE TEMP TABLE wanted AS SELECT c.entity_id FROM changed AS c WHERE c.facts IS NOT NULL;
