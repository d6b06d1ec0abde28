"""What analysts ask of the reporting views, with the filters that a question has: name -> SQL.

The names begin with the view that they ask; every view has one at least. The values are of `synthetic`.
"""

QUESTIONS = {
    "ambiguous_aliases": "SELECT x.* FROM report.ambiguous_aliases AS x LIMIT 50",
    "ambiguous_aliases, a spelling": "SELECT x.* FROM report.ambiguous_aliases AS x WHERE x.alias = 'Roran'",
    "article_entities, an article": """
        SELECT n.* FROM report.article_entities AS n WHERE n.article_id = md5('article-77')[1:20]""",
    "article_entities, an entity": """
        SELECT n.title, n.score FROM report.article_entities AS n
        WHERE n.entity_id = md5('entity-5')[1:20] ORDER BY n.score DESC LIMIT 50""",
    "article_topics, an article": """
        SELECT t.* FROM report.article_topics AS t WHERE t.article_id = md5('article-77')[1:20]""",
    "articles, a day": """
        SELECT a.dated_at, a.source, a.title, a.story FROM report.articles AS a WHERE a."day" = DATE '2026-11-18'
        ORDER BY a.dated_at""",
    "articles, a day with texts": """
        SELECT a.title, a.text FROM report.articles AS a WHERE a."day" = DATE '2026-11-18'""",
    "articles, a source since a month": """
        SELECT a.dated_at, a.title, a.url FROM report.articles AS a
        WHERE a.source_id = 's7' AND a.dated_at >= TIMESTAMPTZ '2026-10-20 00:00:00+00' ORDER BY a.dated_at DESC""",
    "articles, one of them": """
        SELECT a.* FROM report.articles AS a WHERE a.article_id = md5('article-77')[1:20]""",
    "articles, a word in the title": """
        SELECT a.dated_at, a.source, a.title FROM report.articles AS a
        WHERE a.title ILIKE '%baran%' ORDER BY a.dated_at DESC LIMIT 50""",
    "articles, a word in the texts of a week": """
        SELECT a.dated_at, a.source, a.title FROM report.articles AS a
        WHERE a."day" >= DATE '2026-11-14' AND a.text ILIKE '%lunatol%' ORDER BY a.dated_at DESC LIMIT 50""",
    "articles, sections and languages of a month": """
        SELECT a.section, a.language, count(*) AS articles FROM report.articles AS a
        WHERE a."day" >= DATE '2026-10-20' GROUP BY ALL""",
    "daily_volume": "SELECT d.* FROM report.daily_volume AS d LIMIT 30",
    "entity_daily, an entity": """
        SELECT d."day", d.articles FROM report.entity_daily AS d
        WHERE d.entity_id = md5('entity-5')[1:20] ORDER BY d."day\"""",
    "entity_daily, an entity by name": """
        SELECT d."day", d.articles FROM report.entity_daily AS d
        WHERE d.entity = 'Roran Napur' ORDER BY d."day\"""",
    "entity_daily, a day": """
        SELECT d.* FROM report.entity_daily AS d WHERE d."day" = DATE '2026-11-18' ORDER BY d.articles DESC LIMIT 50""",
    "entity_daily, the persons of a month": """
        SELECT d.entity, sum(d.articles) AS articles FROM report.entity_daily AS d
        WHERE d."day" >= DATE '2026-10-20' AND d."type" = 'person' GROUP BY d.entity_id, d.entity
        ORDER BY articles DESC LIMIT 50""",
    "entity_aliases, an entity": """
        SELECT x.alias, x.articles FROM report.entity_aliases AS x WHERE x.entity_id = md5('entity-5')[1:20]""",
    "entity_aliases, a spelling": "SELECT x.* FROM report.entity_aliases AS x WHERE x.alias = 'Roran'",
    "entity_cooccurrence": "SELECT c.* FROM report.entity_cooccurrence AS c ORDER BY c.articles DESC LIMIT 50",
    "entity_cooccurrence, an entity": """
        SELECT c.* FROM report.entity_cooccurrence AS c
        WHERE md5('entity-5')[1:20] IN (c.entity_id_a, c.entity_id_b) ORDER BY c.overlap DESC LIMIT 50""",
    "extraction_quality": "SELECT q.* FROM report.extraction_quality AS q",
    "feed_health": "SELECT f.* FROM report.feed_health AS f",
    "first_to_report, a week": """
        SELECT f.* FROM report.first_to_report AS f WHERE f.published_at >= TIMESTAMPTZ '2026-11-13 00:00:00+00'""",
    "first_to_report, who is first most often": """
        SELECT f.source, count(*) AS stories FROM report.first_to_report AS f GROUP BY ALL ORDER BY stories DESC""",
    "funnel, a week": """
        SELECT f.outcome, sum(f.items) AS items FROM report.funnel AS f
        WHERE f.started_at >= TIMESTAMPTZ '2026-11-13 00:00:00+00' GROUP BY ALL""",
    "headline_changes, a week": """
        SELECT h.* FROM report.headline_changes AS h WHERE h.observed_at >= TIMESTAMPTZ '2026-11-13 00:00:00+00'""",
    "headline_changes, a source": "SELECT h.* FROM report.headline_changes AS h WHERE h.source_id = 's7' LIMIT 100",
    "ingest_lag, a week": """SELECT l.* FROM report.ingest_lag AS l WHERE l."day" >= DATE '2026-11-13'""",
    "new_entities, of all time": "SELECT n.* FROM report.new_entities AS n LIMIT 50",
    "new_entities, a week": """SELECT n.* FROM report.new_entities AS n WHERE n.first_day >= DATE '2026-11-13'""",
    "new_entities, an entity": "SELECT n.* FROM report.new_entities AS n WHERE n.entity_id = md5('entity-5')[1:20]",
    "quotes, an entity": """
        SELECT q.dated_at, q.quote, q.source FROM report.quotes AS q
        WHERE q.entity_id = md5('entity-5')[1:20] ORDER BY q.dated_at DESC LIMIT 50""",
    "quotes, a week": """
        SELECT q.entity, count(*) AS quotes FROM report.quotes AS q
        WHERE q.dated_at >= TIMESTAMPTZ '2026-11-13 00:00:00+00' GROUP BY ALL ORDER BY quotes DESC LIMIT 50""",
    "removed_boilerplate": "SELECT b.* FROM report.removed_boilerplate AS b LIMIT 100",
    "removed_boilerplate, a source": "SELECT b.* FROM report.removed_boilerplate AS b WHERE b.source_id = 's7'",
    "run_summary, the last ten": "SELECT r.* FROM report.run_summary AS r ORDER BY r.started_at DESC LIMIT 10",
    "source_health": "SELECT h.* FROM report.source_health AS h",
    "stale_rows": "SELECT s.stage, s.reason, count(*) AS articles FROM report.stale_rows AS s GROUP BY ALL",
    "story_board, two days": """
        SELECT b.* FROM report.story_board AS b
        WHERE b.last_published_at >= TIMESTAMPTZ '2026-11-18 12:00:00+00' ORDER BY b.families DESC LIMIT 50""",
    "story_board, the largest of all": "SELECT b.* FROM report.story_board AS b ORDER BY b.articles DESC LIMIT 50",
    "story_entities, a story": """
        SELECT n.* FROM report.story_entities AS n WHERE n.story_id = md5('story-e30-2')[1:20]""",
    "story_topics, a story": """
        SELECT t.* FROM report.story_topics AS t WHERE t.story_id = md5('story-e30-2')[1:20]""",
    "story_timeline, a story": """
        SELECT t.* FROM report.story_timeline AS t WHERE t.story_id = md5('story-e30-2')[1:20]""",
    "story_timeline, the largest story": """
        SELECT t.* FROM report.story_timeline AS t
        WHERE t.story_id = (SELECT b.story_id FROM main.stories AS b ORDER BY b.article_count DESC LIMIT 1)""",
    "text_changes, a week": """
        SELECT t.* FROM report.text_changes AS t WHERE t.observed_at >= TIMESTAMPTZ '2026-11-13 00:00:00+00'""",
    "text_changes, an article": """
        SELECT t.* FROM report.text_changes AS t
        WHERE t.article_id = md5('article-77')[1:20]""",
    "syndication": "SELECT s.* FROM report.syndication AS s LIMIT 100",
    "topic_daily, a topic": """
        SELECT t."day", t.articles FROM report.topic_daily AS t WHERE t.topic_id = 'medtop:00000003'
        ORDER BY t."day\"""",
    "topic_daily, a week": """
        SELECT t.topic, sum(t.articles) AS articles FROM report.topic_daily AS t
        WHERE t."day" >= DATE '2026-11-13' AND t.level = 1 GROUP BY ALL""",
    "trending_entities": "SELECT t.* FROM report.trending_entities AS t LIMIT 50",
    "trending_topics": "SELECT t.* FROM report.trending_topics AS t LIMIT 50",
}
