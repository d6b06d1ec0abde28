-- There is one row in resolutions, or none.
SELECT t.model, t.resolved_at
FROM main.resolutions AS t
QUALIFY row_number() OVER (ORDER BY t.resolved_at) > 1
