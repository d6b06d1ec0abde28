CREATE OR REPLACE VIEW report.syndication AS
SELECT
    coalesce(so.name, o.source_id) AS original_source,
    coalesce(sc.name, a.source_id) AS source,
    a.duplicate_kind,
    count(*) AS articles,
    count(DISTINCT a.duplicate_of) AS texts,
    coalesce(so.family_id, o.source_id) = coalesce(sc.family_id, a.source_id) AS is_one_family,
    list(DISTINCT coalesce(fo.agency, fa.agency) ORDER BY coalesce(fo.agency, fa.agency))
        FILTER (coalesce(fo.agency, fa.agency) IS NOT NULL) AS agencies,
    median(date_diff('minute', coalesce(o.published_at, o.first_seen_at), coalesce(a.published_at, a.first_seen_at)))
        AS median_minutes_later,
    max(a.title) AS example,
    o.source_id AS original_source_id,
    a.source_id
FROM main.articles AS a
JOIN main.articles AS o ON o.article_id = a.duplicate_of
LEFT JOIN main.article_features AS fa ON fa.article_id = a.article_id
LEFT JOIN main.article_features AS fo ON fo.article_id = o.article_id
LEFT JOIN main.sources AS sc ON sc.source_id = a.source_id
LEFT JOIN main.sources AS so ON so.source_id = o.source_id
GROUP BY ALL
ORDER BY articles DESC, original_source, source;

COMMENT ON VIEW report.syndication IS 'Who prints whose texts?';
COMMENT ON COLUMN report.syndication.original_source IS 'Source of the earlier articles';
COMMENT ON COLUMN report.syndication.source IS 'Source of the articles that repeat them';
COMMENT ON COLUMN report.syndication.articles IS 'Articles that repeat one';
COMMENT ON COLUMN report.syndication.texts IS 'Texts that they repeat';
COMMENT ON COLUMN report.syndication.is_one_family IS 'Whether both are of one publisher';
COMMENT ON COLUMN report.syndication.agencies IS 'News agencies that the texts name as their source';
COMMENT ON COLUMN report.syndication.median_minutes_later IS 'Minutes between the two, median';
COMMENT ON COLUMN report.syndication.example IS 'Title of one of them';
COMMENT ON COLUMN report.syndication.original_source_id IS 'Id of the source of the earlier articles';
