-- By a window over days, through which a question's days are chosen first: a day of 580,000 articles takes 0.1 CPU s, all of
-- them 0.5; by a list of the days that have a date, 0.6 and 1.0.
CREATE OR REPLACE VIEW report.news AS
SELECT a.*
FROM report.articles AS a
QUALIFY a.published_precision IS NOT NULL OR NOT bool_or(a.published_precision IS NOT NULL) OVER (PARTITION BY a."day");

COMMENT ON VIEW report.news IS 'Which articles are news of their day: those with a date, or all of a day on which none has one?';
COMMENT ON COLUMN report.news."day" IS 'Day of dated_at, UTC';
COMMENT ON COLUMN report.news.dated_at IS 'When it was published, else when it was first seen';
COMMENT ON COLUMN report.news.source IS 'Name of its source';
COMMENT ON COLUMN report.news.story IS 'Title of its story';
COMMENT ON COLUMN report.news.url IS 'Its final address, else the canonical one';
