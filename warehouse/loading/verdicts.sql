-- How each article of the batch ends. The first of its rows counts; a version that returns to an earlier text would
-- bring that text's id, so it gets one of its own.
-- The same bytes read by the same reader are the same text: what was learned of the source meanwhile is for new articles,
-- or loading twice would change rows.

CREATE OR REPLACE TEMP TABLE verdicts AS
WITH landed AS (
    SELECT
        a.article_id, a.source_id, a.version_id AS landed_version_id, v.title, v.text_sha256, v.page_sha256, v.extractor, v.cause
    FROM staged_articles AS a
    JOIN staged_article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
    QUALIFY row_number() OVER (PARTITION BY a.article_id ORDER BY a.row_no, v.row_no) = 1
), stored AS (
    SELECT a.article_id, a.version_count, v.title, v.text_sha256, v.page_sha256, v.extractor
    FROM landed AS l
    JOIN main.articles AS a ON a.article_id = l.article_id
    JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
), known AS (
    -- A text that stands already has an article that does.
    SELECT DISTINCT v.version_id
    FROM landed AS l
    JOIN stored AS s ON s.article_id = l.article_id
    JOIN main.article_versions AS v ON v.version_id = l.landed_version_id
)
SELECT
    l.article_id,
    l.source_id,
    l.landed_version_id,
    CASE WHEN s.article_id IS NULL THEN 'stored'
         WHEN s.title = l.title AND s.text_sha256 = l.text_sha256 THEN 'unchanged'
         WHEN s.title = l.title AND s.page_sha256 = l.page_sha256 AND s.extractor = l.extractor
              AND l.cause <> 'reprocess' THEN 'unchanged'
         ELSE 'updated' END AS outcome,
    CASE WHEN s.article_id IS NULL THEN 'first'
         WHEN s.page_sha256 = l.page_sha256 THEN 'reprocess'
         ELSE 'edit' END AS cause,
    coalesce(s.version_count, 0) + 1 AS version_no,
    CASE WHEN k.version_id IS NULL THEN l.landed_version_id
         ELSE left(sha256(l.landed_version_id || ' ' || (coalesce(s.version_count, 0) + 1)), 20) END AS version_id
FROM landed AS l
LEFT JOIN stored AS s ON s.article_id = l.article_id
LEFT JOIN known AS k ON k.version_id = l.landed_version_id;

-- Which stages' rows are replaced for which article: all of them for a new text; where the batch brings no new one (a
-- stage run again by another model) the stages that it names, if it saw the current version. Only of known articles are
-- there rows to replace: without one of these, no table is searched for them.

CREATE OR REPLACE TEMP TABLE fresh AS
WITH alone AS MATERIALIZED (  -- by itself, so that where all texts are new no article is looked up
    SELECT e.*
    FROM staged_enrichments AS e
    WHERE e.article_id NOT IN (SELECT v.article_id FROM verdicts AS v WHERE v.outcome <> 'unchanged')
)
SELECT v.article_id, s.stage, v.landed_version_id, v.version_id, v.outcome <> 'stored' AS is_known
FROM verdicts AS v
CROSS JOIN (
    SELECT unnest(['entities', 'salience', 'quotes', 'topics', 'keyphrases', 'features']) AS stage
    UNION SELECT e.stage FROM staged_enrichments AS e
) AS s
WHERE v.outcome <> 'unchanged'
UNION
SELECT e.article_id, e.stage, e.version_id, e.version_id, true
FROM alone AS e
JOIN main.articles AS a ON a.article_id = e.article_id AND a.version_id = e.version_id;
