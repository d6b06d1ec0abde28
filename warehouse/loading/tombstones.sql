-- What was taken down stays down, whoever brings it again. A removed block has no article_id, so blocks go first.

DELETE FROM staged_removed_blocks AS t
WHERE t.version_id IN (
    SELECT v.version_id
    FROM staged_article_versions AS v
    WHERE v.article_id IN (SELECT d.article_id FROM main.tombstones AS d)
);

DELETE FROM staged_article_versions AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_articles AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_mentions AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_article_entities AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_quotes AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_article_topics AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_article_keyphrases AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_article_features AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
DELETE FROM staged_enrichments AS t WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);

UPDATE staged_outcomes AS t
SET outcome = 'forgotten', reason = 'it was taken down'
WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);

UPDATE staged_links AS t
SET last_outcome = 'forgotten', article_id = NULL
WHERE t.article_id IN (SELECT d.article_id FROM main.tombstones AS d);
