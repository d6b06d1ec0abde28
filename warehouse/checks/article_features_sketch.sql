-- What copies are looked up by is the beginning of the signature.
SELECT f.article_id, len(f.sketch) AS hashes, len(f.signature) AS numbers
FROM main.article_features AS f
WHERE f.sketch IS NULL OR len(f.sketch) <> least(32, len(f.signature))
ORDER BY f.article_id
