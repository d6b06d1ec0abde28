-- Each feed stands once in feeds.
SELECT t.feed_id, count(*) AS copies
FROM main.feeds AS t
GROUP BY t.feed_id
HAVING count(*) > 1
ORDER BY t.feed_id
