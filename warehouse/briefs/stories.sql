-- Which stories did most publishers report on the day, when, who was first, and who is in them?
WITH top AS (
    -- An article without a date stands on the day when it was read: it makes no story of that day, unless all are so.
    SELECT
        a.story_id,
        any_value(a.story) AS story,
        count(*) AS articles,
        count(*) FILTER (a.duplicate_of IS NULL) AS texts,
        count(DISTINCT a.family_id) AS families,
        count(*) OVER () AS stories
    FROM report.news AS a
    WHERE a."day" = $day AND a.story_id IS NOT NULL
    GROUP BY a.story_id
    ORDER BY families DESC, articles DESC, max(a.dated_at) DESC, a.story_id
    LIMIT 10
), told AS (
    SELECT a.*
    FROM report.articles AS a
    JOIN top AS t ON t.story_id = a.story_id
    WHERE a."day" <= $day
), counted AS (
    -- A date without a time stands at midnight, and none at all when it was read: they tell nothing about the hour.
    SELECT
        a.story_id,
        date_diff('second', ($day - 1)::TIMESTAMP AT TIME ZONE 'UTC', a.dated_at) // 3600 AS hour,
        count(*) AS articles
    FROM told AS a
    WHERE a.published_precision <> 'day' AND a."day" >= $day - 1
    GROUP BY ALL
), hours AS (
    SELECT t.story_id, list(coalesce(c.articles, 0) ORDER BY h.hour) AS hours
    FROM top AS t
    CROSS JOIN range(48) AS h(hour)
    LEFT JOIN counted AS c ON c.story_id = t.story_id AND c.hour = h.hour
    GROUP BY t.story_id
), openings AS (
    SELECT a.story_id, a.source, a.title, a.url, a.published_precision = 'day' AS is_day, a.dated_at, a.article_id
    FROM told AS a
    QUALIFY row_number() OVER (PARTITION BY a.story_id, a.source_id ORDER BY a.dated_at, a.article_id) = 1
), outlets AS (
    SELECT
        o.story_id,
        count(*) AS sources,
        list(
            {'source': o.source, 'title': o.title, 'url': o.url, 'dated_at': o.dated_at}
            ORDER BY o.is_day NULLS LAST, o.dated_at, o.article_id
        )[:6] AS outlets
    FROM openings AS o
    GROUP BY o.story_id
), named AS (
    -- How much the articles are about each; then in how many, and how often.
    SELECT
        a.story_id,
        e.entity_id,
        e.name,
        coalesce(sum(t.score / t.mention_count), 0) AS weight,
        count(DISTINCT a.article_id) AS articles,
        count(*) AS mentions
    FROM told AS a
    JOIN main.mentions AS m ON m.article_id = a.article_id
    JOIN main.entities AS x ON x.entity_id = m.entity_id
    JOIN main.entities AS e ON e.entity_id = coalesce(x.merged_into, x.entity_id)
    LEFT JOIN main.article_entities AS t
        ON t.article_id = m.article_id AND t.entity_id = coalesce(m.document_entity_id, m.entity_id)
    WHERE e."type" = 'person'
    GROUP BY ALL
), people AS (
    SELECT n.story_id, list(n.name ORDER BY n.weight DESC, n.articles DESC, n.mentions DESC, n.name, n.entity_id)[:5] AS people
    FROM named AS n
    GROUP BY n.story_id
)
SELECT
    t.story,
    t.articles,
    t.texts,
    t.families,
    o.sources,
    o.outlets,
    f.source AS first_source,
    f.published_at AS first_at,
    f.next_source,
    f.minutes_ahead,
    p.people,
    h.hours,
    t.stories,
    l.url,
    t.story_id
FROM top AS t
JOIN main.stories AS s ON s.story_id = t.story_id
JOIN hours AS h ON h.story_id = t.story_id
JOIN outlets AS o ON o.story_id = t.story_id
LEFT JOIN people AS p ON p.story_id = t.story_id
LEFT JOIN report.first_to_report AS f ON f.story_id = t.story_id
LEFT JOIN report.articles AS l ON l.article_id = s.lead_article_id
ORDER BY t.families DESC, t.articles DESC, t.story_id
