-- Why an article repeats another, the agency it names, and what a story counts. The signatures of before were of
-- another kind, and are compared no more: `newsduck reprocess --stale` makes them anew.

ALTER TABLE article_features ADD COLUMN agency VARCHAR;
UPDATE article_features SET signature = [];

CREATE TABLE duplicates (
    article_id VARCHAR NOT NULL,
    duplicate_of VARCHAR NOT NULL,
    duplicate_kind VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    reason VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    model VARCHAR NOT NULL
);

ALTER TABLE stories ADD COLUMN split_from VARCHAR;
ALTER TABLE stories ADD COLUMN text_count INTEGER DEFAULT 1;
ALTER TABLE stories ALTER COLUMN text_count SET NOT NULL;
ALTER TABLE stories ADD COLUMN family_count INTEGER DEFAULT 1;
ALTER TABLE stories ALTER COLUMN family_count SET NOT NULL;
UPDATE stories AS t
SET text_count = c.text_count, family_count = c.family_count
FROM (
    SELECT
        a.story_id,
        count(*) FILTER (a.duplicate_of IS NULL) AS text_count,
        count(DISTINCT coalesce(s.family_id, a.source_id)) AS family_count
    FROM articles AS a
    LEFT JOIN sources AS s ON s.source_id = a.source_id
    GROUP BY a.story_id
) AS c
WHERE t.story_id = c.story_id;

INSERT INTO duplicates
SELECT a.article_id, a.duplicate_of, a.duplicate_kind, 1, 'earliest', '{}', 'terms-minhash/1'
FROM articles AS a
WHERE a.duplicate_of IS NOT NULL;
