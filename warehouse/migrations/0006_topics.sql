-- Which topics are retired, what they are called in other languages, and why an article has one.

ALTER TABLE topics ADD COLUMN retired_at TIMESTAMPTZ;

CREATE TABLE topic_labels (
    topic_id VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    label VARCHAR NOT NULL
);

ALTER TABLE article_topics ADD COLUMN evidence VARCHAR DEFAULT '[]';
ALTER TABLE article_topics ALTER COLUMN evidence SET NOT NULL;
