CREATE OR REPLACE VIEW report.stale_rows AS
WITH current_models AS (
    SELECT m.stage, list(m.model ORDER BY m.model) AS models
    FROM main.models AS m
    WHERE m.is_current
    GROUP BY m.stage
), made AS (
    SELECT a.article_id, 'reading' AS stage, v.extractor AS model, 'done' AS state, 'reading' AS found
    FROM main.articles AS a
    JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
    UNION ALL
    SELECT a.article_id, s.stage, e.model, e.state, e.stage
    FROM main.articles AS a
    CROSS JOIN (SELECT unnest(['entities', 'salience', 'quotes', 'topics', 'keyphrases', 'features']) AS stage) AS s
    LEFT JOIN main.enrichments AS e
        ON e.article_id = a.article_id AND e.version_id = a.version_id AND e.stage = s.stage
)
SELECT
    m.stage,
    CASE WHEN m.found IS NULL THEN 'missing'
         WHEN m.state = 'failed' THEN 'failed'
         ELSE 'other model' END AS reason,
    m.model,
    c.models AS current_models,
    a.title,
    a.source_id,
    m.article_id
FROM made AS m
JOIN current_models AS c ON c.stage = m.stage
JOIN main.articles AS a ON a.article_id = m.article_id
WHERE m.found IS NULL OR m.state = 'failed' OR (m.model IS NOT NULL AND NOT list_contains(c.models, m.model))
ORDER BY m.stage, m.article_id;

COMMENT ON VIEW report.stale_rows IS 'Which articles were read or enriched by something else than the present models, or not at all?';
COMMENT ON COLUMN report.stale_rows.stage IS 'reading, entities, salience, quotes, topics, keyphrases or features; only stages with a current model';
COMMENT ON COLUMN report.stale_rows.reason IS 'missing (the stage never ran), failed, or other model';
COMMENT ON COLUMN report.stale_rows.model IS 'What made the present rows';
COMMENT ON COLUMN report.stale_rows.current_models IS 'What would make them now';
