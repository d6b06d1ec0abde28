MERGE INTO main.robots AS t
USING (
    SELECT s.* EXCLUDE (row_no)
    FROM staged_robots AS s
    QUALIFY row_number() OVER (PARTITION BY s.origin ORDER BY s.fetched_at DESC, s.row_no DESC) = 1
    ORDER BY s.row_no
) AS s
ON t.origin = s.origin
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT;
