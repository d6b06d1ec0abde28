INSERT INTO main.fetches BY NAME
SELECT s.* EXCLUDE (row_no) FROM staged_fetches AS s ORDER BY s.row_no;

INSERT INTO main.outcomes BY NAME
SELECT s.* EXCLUDE (row_no) REPLACE (
    CASE WHEN s.outcome <> 'stored' OR v.outcome IS NULL THEN s.outcome
         WHEN row_number() OVER (PARTITION BY s.article_id, s.outcome ORDER BY s.row_no) > 1 THEN 'duplicate'
         ELSE v.outcome END AS outcome
)
FROM staged_outcomes AS s
LEFT JOIN verdicts AS v ON v.article_id = s.article_id
ORDER BY s.row_no;
