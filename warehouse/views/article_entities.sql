-- No CTE of all rows is read twice: DuckDB would make it of all articles before a question chooses (an entity among 7.7
-- million rows 1.1 CPU s instead of 0.6), and forgets NOT MATERIALIZED when it stores a view in a file.
CREATE OR REPLACE VIEW report.article_entities AS
WITH moved AS (
    SELECT m.article_id, m.document_entity_id, m.entity_id, count(*) AS mentions
    FROM main.mentions AS m
    WHERE m.document_entity_id IS NOT NULL
    GROUP BY ALL
), gone AS (
    SELECT v.article_id, v.document_entity_id, sum(v.mentions)::BIGINT AS mentions FROM moved AS v GROUP BY ALL
), given AS (
    SELECT
        t.article_id, v.entity_id, t.score, t.rank, t.in_title, t.first_char, t.mention_count AS of_mentions, v.mentions
    FROM moved AS v
    JOIN main.article_entities AS t ON t.article_id = v.article_id AND t.entity_id = v.document_entity_id
    WHERE v.entity_id IS NOT NULL
), one AS (
    SELECT e.entity_id FROM main.entities AS e WHERE e.merged_into IS NOT NULL
    UNION
    SELECT e.merged_into FROM main.entities AS e WHERE e.merged_into IS NOT NULL
), merged AS (
    SELECT
        t.article_id, t.entity_id, t.score, t.rank, t.in_title, t.first_char, t.mention_count AS of_mentions,
        t.mention_count - coalesce(g.mentions, 0) AS mentions
    FROM main.article_entities AS t
    LEFT JOIN gone AS g ON g.article_id = t.article_id AND g.document_entity_id = t.entity_id
    WHERE t.entity_id IN (SELECT o.entity_id FROM one AS o)
    UNION ALL
    SELECT g.* FROM given AS g WHERE g.entity_id IN (SELECT o.entity_id FROM one AS o)
), counted AS (
    -- Only what was merged has to be summed: all the rest needs no pass over the whole table.
    SELECT
        t.article_id, t.entity_id, t.score * (t.mention_count - coalesce(g.mentions, 0)) / t.mention_count AS score,
        t.rank, t.mention_count - coalesce(g.mentions, 0) AS mentions, t.in_title, t.first_char
    FROM main.article_entities AS t
    LEFT JOIN gone AS g ON g.article_id = t.article_id AND g.document_entity_id = t.entity_id
    WHERE t.mention_count > coalesce(g.mentions, 0) AND t.entity_id NOT IN (SELECT o.entity_id FROM one AS o)
    UNION ALL
    SELECT g.article_id, g.entity_id, g.score * g.mentions / g.of_mentions, g.rank, g.mentions, g.in_title, g.first_char
    FROM given AS g
    WHERE g.entity_id NOT IN (SELECT o.entity_id FROM one AS o)
    UNION ALL
    SELECT
        m.article_id, coalesce(e.merged_into, e.entity_id), least(1, sum(m.score * m.mentions / m.of_mentions)),
        min(m.rank), sum(m.mentions)::BIGINT, bool_or(m.in_title), min(m.first_char)
    FROM merged AS m
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE m.mentions > 0
    GROUP BY 1, 2
)
SELECT
    a.title,
    e.name AS entity,
    e."type",
    round(m.score, 4) AS score,
    m.rank,
    m.mentions,
    m.in_title,
    m.first_char,
    coalesce(c.name, a.source_id) AS source,
    coalesce(a.published_at, a.first_seen_at) AS dated_at,
    coalesce(a.url_final, a.url_canonical, a.url) AS url,
    a.story_id,
    a.source_id,
    m.article_id,
    m.entity_id
FROM counted AS m
JOIN main.entities AS e ON e.entity_id = m.entity_id
JOIN main.articles AS a ON a.article_id = m.article_id
LEFT JOIN main.sources AS c ON c.source_id = a.source_id;

COMMENT ON VIEW report.article_entities IS 'Which persons, organizations, places … is each article about, and how much?';
COMMENT ON COLUMN report.article_entities.entity IS 'Its name; merged entities count for the one they were merged into';
COMMENT ON COLUMN report.article_entities.score IS 'How much the article is about it, 0 to 1; of merged entities the sum';
COMMENT ON COLUMN report.article_entities.rank IS 'Place in the article, from 1; of merged entities the best';
COMMENT ON COLUMN report.article_entities.mentions IS 'Mentions of it in the article';
COMMENT ON COLUMN report.article_entities.source IS 'Name of its source';
COMMENT ON COLUMN report.article_entities.url IS 'Its final address, else the canonical one';
COMMENT ON COLUMN report.article_entities.dated_at IS 'When the article was published, else first seen';
COMMENT ON COLUMN report.article_entities.entity_id IS 'Id of the entity, of a merged one of what it was merged into; as people decided on spellings';
