-- Each address stands once in links.
SELECT t.url_canonical, count(*) AS copies
FROM main.links AS t
GROUP BY t.url_canonical
HAVING count(*) > 1
ORDER BY t.url_canonical
