-- Dates more than a day ahead of when they were read are mistakes; undated articles are as late as they were read.
CREATE OR REPLACE VIEW report.latest AS
SELECT
    coalesce(
        max(a.published_at) FILTER (epoch_us(a.published_at) - epoch_us(a.first_seen_at) <= 86400000000),
        max(a.first_seen_at)
    ) AS ends_at
FROM main.articles AS a;

COMMENT ON VIEW report.latest IS 'Until when does the news reach? One row; what counts "the last days" counts back from here.';
COMMENT ON COLUMN report.latest.ends_at IS 'When the latest article was published, without dates that lie ahead of their reading; where none has a date, when the last was read';
