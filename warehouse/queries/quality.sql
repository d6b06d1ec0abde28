-- Which sources' pages are read worst?
SELECT q.source, q.extractor, q.articles, q.mean_quality, q.flagged, q.most_frequent_flag, q.without_date, q.without_author
FROM report.extraction_quality AS q
ORDER BY q.mean_quality, q.articles DESC
LIMIT 20
