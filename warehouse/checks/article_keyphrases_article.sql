-- Each row of article_keyphrases belongs to an article.
SELECT t.article_id, t.phrase
FROM main.article_keyphrases AS t
WHERE t.article_id NOT IN (SELECT a.article_id FROM main.articles AS a)
ORDER BY t.article_id, t.phrase
