CREATE OR REPLACE VIEW report.trending_topics AS
WITH totals AS (
    SELECT
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 2 DAY) AS recent,
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) <= l.ends_at - INTERVAL 2 DAY) AS before
    FROM main.articles AS a
    CROSS JOIN report.latest AS l
    WHERE coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 16 DAY
      AND coalesce(a.published_at, a.first_seen_at) <= l.ends_at
), counted AS (
    SELECT
        x.topic_id,
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 2 DAY) AS recent,
        count(*) FILTER (coalesce(a.published_at, a.first_seen_at) <= l.ends_at - INTERVAL 2 DAY) AS before,
        count(DISTINCT a.source_id) FILTER (
            coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 2 DAY
        ) AS sources,
        count(*) FILTER (
            a.duplicate_of IS NULL AND coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 2 DAY
        ) AS texts,
        count(DISTINCT coalesce(s.family_id, a.source_id)) FILTER (
            coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 2 DAY
        ) AS families
    FROM main.article_topics AS x
    JOIN main.articles AS a ON a.article_id = x.article_id
    LEFT JOIN main.sources AS s ON s.source_id = a.source_id
    CROSS JOIN report.latest AS l
    WHERE coalesce(a.published_at, a.first_seen_at) > l.ends_at - INTERVAL 16 DAY
      AND coalesce(a.published_at, a.first_seen_at) <= l.ends_at
    GROUP BY ALL
)
SELECT
    coalesce(p.label, c.topic_id) AS topic,
    p.level,
    c.recent AS articles,
    c.before AS articles_before,
    c.texts,
    c.sources,
    c.families,
    round((c.recent + c.before) * t.recent / (t.recent + t.before), 2) AS expected,
    round((c.recent - (c.recent + c.before) * t.recent / (t.recent + t.before))
        / sqrt((c.recent + c.before) * t.recent / (t.recent + t.before)), 2) AS residual,
    c.topic_id
FROM counted AS c
CROSS JOIN totals AS t
LEFT JOIN main.topics AS p ON p.topic_id = c.topic_id
WHERE c.recent > 0
ORDER BY residual DESC, articles DESC, topic;

COMMENT ON VIEW report.trending_topics IS 'Which topics are in the news more than usual: the last 2 days of the data against the 14 before?';
COMMENT ON COLUMN report.trending_topics.topic IS 'Its label';
COMMENT ON COLUMN report.trending_topics.articles IS 'Articles of the last 2 days on it';
COMMENT ON COLUMN report.trending_topics.texts IS 'Those of them that repeat no earlier article';
COMMENT ON COLUMN report.trending_topics.families IS 'Publishers of the last 2 days with an article on it';
COMMENT ON COLUMN report.trending_topics.articles_before IS 'Articles of the 14 days before';
COMMENT ON COLUMN report.trending_topics.sources IS 'Sources of the last 2 days with an article on it';
COMMENT ON COLUMN report.trending_topics.expected IS 'Articles to be expected in the 2 days, were its share of all articles the same as before';
COMMENT ON COLUMN report.trending_topics.residual IS 'Pearson residual: (articles - expected) / sqrt(expected); above 2 is more than chance';
