-- The warehouse as commit b756c64 made it: its tables, and two articles with all that hangs on them.

CREATE TABLE schema_migrations("version" INTEGER NOT NULL, "name" VARCHAR NOT NULL, applied_at TIMESTAMP WITH TIME ZONE NOT NULL);
INSERT INTO schema_migrations VALUES (1, '0001_tables.sql', '2026-11-22 22:37:55.178831+00:00');
INSERT INTO schema_migrations VALUES (2, '0002_fetching.sql', '2026-11-22 22:37:55.202533+00:00');
INSERT INTO schema_migrations VALUES (3, '0003_tombstones.sql', '2026-11-22 22:37:55.208728+00:00');
INSERT INTO schema_migrations VALUES (4, '0004_entity_merges.sql', '2026-11-22 22:37:55.211555+00:00');
INSERT INTO schema_migrations VALUES (5, '0005_quotes.sql', '2026-11-22 22:37:55.215263+00:00');
INSERT INTO schema_migrations VALUES (6, '0006_topics.sql', '2026-11-22 22:37:55.219373+00:00');
INSERT INTO schema_migrations VALUES (7, '0007_stories.sql', '2026-11-22 22:37:55.222812+00:00');
INSERT INTO schema_migrations VALUES (8, '0008_in_order.sql', '2026-11-22 22:37:55.234167+00:00');
INSERT INTO schema_migrations VALUES (9, '0009_sketches.sql', '2026-11-22 22:37:55.240483+00:00');
INSERT INTO schema_migrations VALUES (10, '0010_removed_blocks.sql', '2026-11-22 22:37:55.244103+00:00');
INSERT INTO schema_migrations VALUES (11, '0011_resolution.sql', '2026-11-22 22:37:55.249691+00:00');

CREATE TABLE loaded_batches(batch_id VARCHAR NOT NULL, loaded_at TIMESTAMP WITH TIME ZONE NOT NULL, "stored" BIGINT NOT NULL, updated BIGINT NOT NULL, unchanged BIGINT NOT NULL, duplicate BIGINT NOT NULL);
INSERT INTO loaded_batches VALUES ('b1', '2026-11-20 12:00:00+00:00', 2, 0, 0, 0);

CREATE TABLE sources(source_id VARCHAR NOT NULL, "name" VARCHAR NOT NULL, "domain" VARCHAR, kind VARCHAR NOT NULL, url VARCHAR, family_id VARCHAR, country VARCHAR, "language" VARCHAR, is_wire BOOLEAN NOT NULL, tags VARCHAR[] NOT NULL, active BOOLEAN NOT NULL, overrides VARCHAR DEFAULT('{}') NOT NULL);
INSERT INTO sources VALUES ('gazette', 'The Gazette', 'gazette.example', 'feed', 'https://gazette.example', 'quill-press', 'GB', 'en', false, ['local', 'harbours'], true, '{}');

CREATE TABLE fetches(fetch_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, url VARCHAR NOT NULL, final_url VARCHAR, host VARCHAR NOT NULL, requested_at TIMESTAMP WITH TIME ZONE NOT NULL, duration_ms INTEGER NOT NULL, attempt INTEGER NOT NULL, http_status INTEGER, outcome VARCHAR NOT NULL, "error" VARCHAR, robots_allowed BOOLEAN, redirects INTEGER NOT NULL, content_type VARCHAR, charset VARCHAR, bytes BIGINT NOT NULL, body_sha256 VARCHAR, archive_file VARCHAR, archive_offset BIGINT, waited_ms INTEGER DEFAULT(0) NOT NULL, reservations VARCHAR[] NOT NULL);

CREATE TABLE links(url_canonical VARCHAR NOT NULL, url VARCHAR NOT NULL, feed_id VARCHAR, source_id VARCHAR NOT NULL, title_hint VARCHAR, published_hint TIMESTAMP WITH TIME ZONE, first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL, last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL, article_id VARCHAR, attempts INTEGER NOT NULL, last_outcome VARCHAR, updated_hint TIMESTAMP WITH TIME ZONE, fetched_at TIMESTAMP WITH TIME ZONE, etag VARCHAR, last_modified VARCHAR, "content" VARCHAR);
INSERT INTO links VALUES ('https://gazette.example/a', 'https://gazette.example/a?utm_source=feed', 'gazette-rss', 'gazette', 'Mara Quill leaves Veldia', '2026-11-20 12:00:00+00:00', '2026-11-20 12:10:00+00:00', '2026-11-20 12:10:00+00:00', '568325e370c8089d1f64', 1, 'stored', NULL, NULL, NULL, NULL, NULL);
INSERT INTO links VALUES ('https://gazette.example/b', 'https://gazette.example/b?utm_source=feed', 'gazette-rss', 'gazette', 'Mara Quill leaves Veldia', '2026-11-20 12:00:00+00:00', '2026-11-20 12:10:00+00:00', '2026-11-20 12:10:00+00:00', '48d652c5a14a593edbff', 1, 'stored', NULL, NULL, NULL, NULL, NULL);

CREATE TABLE outcomes(run_id VARCHAR NOT NULL, item VARCHAR NOT NULL, stage VARCHAR NOT NULL, outcome VARCHAR NOT NULL, reason VARCHAR, source_id VARCHAR, article_id VARCHAR, occurred_at TIMESTAMP WITH TIME ZONE NOT NULL);
INSERT INTO outcomes VALUES ('run1', 'https://gazette.example/a', 'read', 'stored', NULL, 'gazette', '568325e370c8089d1f64', '2026-11-20 12:10:00+00:00');
INSERT INTO outcomes VALUES ('run1', 'https://gazette.example/b', 'read', 'stored', NULL, 'gazette', '48d652c5a14a593edbff', '2026-11-20 12:10:00+00:00');

CREATE TABLE articles(article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url_canonical VARCHAR, url VARCHAR, url_final VARCHAR, title VARCHAR NOT NULL, author VARCHAR, "language" VARCHAR, published_at TIMESTAMP WITH TIME ZONE, published_precision VARCHAR, published_from VARCHAR, published_raw VARCHAR, first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL, last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL, word_count INTEGER NOT NULL, version_id VARCHAR NOT NULL, version_count INTEGER NOT NULL, duplicate_of VARCHAR, duplicate_kind VARCHAR, story_id VARCHAR);
INSERT INTO articles VALUES ('568325e370c8089d1f64', 'gazette', 'https://gazette.example/a', 'https://gazette.example/a?utm_source=feed', 'https://gazette.example/a', 'Mara Quill leaves Veldia', 'Ona Reed', 'en', '2026-11-20 12:00:00+00:00', 'minute', 'json-ld', '2026-11-20T12:00:00+00:00', '2026-11-20 12:10:00+00:00', '2026-11-20 12:10:00+00:00', 14, 'eacd6f1a8fa4c3bf20dd', 1, NULL, NULL, NULL);
INSERT INTO articles VALUES ('48d652c5a14a593edbff', 'gazette', 'https://gazette.example/b', 'https://gazette.example/b?utm_source=feed', 'https://gazette.example/b', 'Mara Quill leaves Veldia', 'Ona Reed', 'en', '2026-11-20 12:00:00+00:00', 'minute', 'json-ld', '2026-11-20T12:00:00+00:00', '2026-11-20 12:10:00+00:00', '2026-11-20 12:10:00+00:00', 4, 'a3e8b1a32e9776ebf35f', 1, NULL, NULL, NULL);

CREATE TABLE article_versions(version_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, version_no INTEGER NOT NULL, cause VARCHAR NOT NULL, observed_at TIMESTAMP WITH TIME ZONE NOT NULL, title VARCHAR NOT NULL, authors VARCHAR[] NOT NULL, "text" VARCHAR NOT NULL, summary VARCHAR, section VARCHAR, keywords VARCHAR[] NOT NULL, site_name VARCHAR, image_url VARCHAR, "language" VARCHAR, language_declared VARCHAR, language_score DOUBLE, is_free BOOLEAN, text_sha256 VARCHAR NOT NULL, page_sha256 VARCHAR NOT NULL, extractor VARCHAR NOT NULL, quality DOUBLE NOT NULL, quality_flags VARCHAR[] NOT NULL, metadata_from VARCHAR NOT NULL, archive_file VARCHAR, archive_offset BIGINT, modified_at TIMESTAMP WITH TIME ZONE, reservations VARCHAR[] NOT NULL);
INSERT INTO article_versions VALUES ('eacd6f1a8fa4c3bf20dd', '568325e370c8089d1f64', 1, 'first', '2026-11-20 12:10:00+00:00', 'Mara Quill leaves Veldia', ['Ona Reed'], 'Mara Quill left Veldia on Friday. Quill gave no reason to the Harbour Board.', NULL, 'World', ['harbour', 'Veldia'], 'The Gazette', NULL, 'en', 'en', 0.99, true, 'e48907d92f59d2df08159a5e537b706184e11d1b32edc4912648b5e1bdc96c0d', '83ca3655d94ae607620b869c45bdcd8b50c4cc8fcc68c22932e7c44f283fede6', 'reader 1', 0.9, [], '{"title": "json-ld"}', '20261120.warc.gz', 117, NULL, []);
INSERT INTO article_versions VALUES ('a3e8b1a32e9776ebf35f', '48d652c5a14a593edbff', 1, 'first', '2026-11-20 12:10:00+00:00', 'Mara Quill leaves Veldia', ['Ona Reed'], 'Mara Quill is back.', NULL, 'World', ['harbour', 'Veldia'], 'The Gazette', NULL, 'en', 'en', 0.99, true, 'a66d7cd46d67aa3dfb4ae7bfac6265663f5ba42b600d43eae3a0503427186e04', '3ecea3a4588d09ec86330dbba6ef2beeeeb15ee0df7c72fe4066f324b29a9943', 'reader 1', 0.9, [], '{"title": "json-ld"}', '20261120.warc.gz', 117, NULL, []);

CREATE TABLE mentions(article_id VARCHAR NOT NULL, version_id VARCHAR NOT NULL, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL, surface VARCHAR NOT NULL, "type" VARCHAR NOT NULL, part VARCHAR NOT NULL, entity_id VARCHAR, link_method VARCHAR, score DOUBLE NOT NULL, "label" VARCHAR NOT NULL, model VARCHAR NOT NULL, source_id VARCHAR NOT NULL, published_at TIMESTAMP WITH TIME ZONE NOT NULL, document_entity_id VARCHAR, document_link_method VARCHAR, sentence_start INTEGER, sentence_end INTEGER);
INSERT INTO mentions VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 0, 10, 'Mara Quill', 'person', 'title', 'aa518b5231d833cad86f', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 0, 10, 'Mara Quill', 'person', 'body', 'aa518b5231d833cad86f', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 0, 10, 'Mara Quill', 'person', 'title', 'aa518b5231d833cad86f', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 0, 10, 'Mara Quill', 'person', 'body', 'aa518b5231d833cad86f', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 5, 10, 'Quill', 'person', 'title', 'aa518b5231d833cad86f', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 5, 10, 'Quill', 'person', 'body', 'aa518b5231d833cad86f', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 18, 24, 'Veldia', 'place', 'title', '5b2cc15766c8f9f40cce', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 16, 22, 'Veldia', 'place', 'body', '5b2cc15766c8f9f40cce', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);
INSERT INTO mentions VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 62, 75, 'Harbour Board', 'organization', 'body', '1a846068e8d5d6917d80', 'exact', 0.9, 'PERSON', 'ner 1', 'gazette', '2026-11-20 12:00:00+00:00', NULL, NULL, NULL, NULL);

CREATE TABLE entities(entity_id VARCHAR NOT NULL, "type" VARCHAR NOT NULL, "name" VARCHAR NOT NULL, wikidata_id VARCHAR, country_code VARCHAR, merged_into VARCHAR, created_by VARCHAR NOT NULL);
INSERT INTO entities VALUES ('aa518b5231d833cad86f', 'person', 'Mara Quill', NULL, NULL, NULL, 'ner 1');
INSERT INTO entities VALUES ('5b2cc15766c8f9f40cce', 'place', 'Veldia', NULL, NULL, NULL, 'ner 1');
INSERT INTO entities VALUES ('1a846068e8d5d6917d80', 'organization', 'Harbour Board', NULL, NULL, NULL, 'ner 1');

CREATE TABLE aliases(alias VARCHAR NOT NULL, alias_key VARCHAR NOT NULL, entity_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, origin VARCHAR NOT NULL, article_count INTEGER NOT NULL, blocked BOOLEAN NOT NULL);
INSERT INTO aliases VALUES ('Quill', 'quill', 'aa518b5231d833cad86f', 'surname', 'document', 1, false);
INSERT INTO aliases VALUES ('Mara Quill', 'mara quill', 'aa518b5231d833cad86f', 'full', 'document', 2, false);
INSERT INTO aliases VALUES ('Veldia', 'veldia', '5b2cc15766c8f9f40cce', 'full', 'document', 1, false);
INSERT INTO aliases VALUES ('Harbour Board', 'harbour board', '1a846068e8d5d6917d80', 'full', 'document', 1, false);

CREATE TABLE entity_decisions(decision_id VARCHAR NOT NULL, "action" VARCHAR NOT NULL, alias VARCHAR, entity_a VARCHAR, entity_b VARCHAR, reason VARCHAR, decided_at TIMESTAMP WITH TIME ZONE NOT NULL, undone_at TIMESTAMP WITH TIME ZONE, "name" VARCHAR, origin VARCHAR DEFAULT('command') NOT NULL);

CREATE TABLE topics(topic_id VARCHAR NOT NULL, "label" VARCHAR NOT NULL, parent_id VARCHAR, "level" INTEGER NOT NULL, definition VARCHAR NOT NULL, retired_at TIMESTAMP WITH TIME ZONE);

CREATE TABLE article_topics(article_id VARCHAR NOT NULL, topic_id VARCHAR NOT NULL, score DOUBLE NOT NULL, rank INTEGER NOT NULL, model VARCHAR NOT NULL, evidence VARCHAR DEFAULT('[]') NOT NULL);
INSERT INTO article_topics VALUES ('568325e370c8089d1f64', 'medtop:11000000', 0.8, 1, 'topics 1', '[]');
INSERT INTO article_topics VALUES ('568325e370c8089d1f64', 'medtop:20000593', 0.6, 1, 'topics 1', '[]');
INSERT INTO article_topics VALUES ('48d652c5a14a593edbff', 'medtop:11000000', 0.8, 1, 'topics 1', '[]');
INSERT INTO article_topics VALUES ('48d652c5a14a593edbff', 'medtop:20000593', 0.6, 1, 'topics 1', '[]');

CREATE TABLE article_keyphrases(article_id VARCHAR NOT NULL, phrase VARCHAR NOT NULL, score DOUBLE NOT NULL, model VARCHAR NOT NULL);
INSERT INTO article_keyphrases VALUES ('568325e370c8089d1f64', 'harbour board', 0.7, 'phrases 1');
INSERT INTO article_keyphrases VALUES ('48d652c5a14a593edbff', 'harbour board', 0.7, 'phrases 1');

CREATE TABLE article_features(article_id VARCHAR NOT NULL, version_id VARCHAR NOT NULL, "language" VARCHAR, terms VARCHAR[] NOT NULL, counts INTEGER[] NOT NULL, embedding FLOAT[] NOT NULL, signature UINTEGER[] NOT NULL, model VARCHAR NOT NULL, agency VARCHAR, sketch UINTEGER[]);
INSERT INTO article_features VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'en', ['board.', 'friday.', 'gave', 'harbour', 'left', 'mara', 'no', 'on', 'quill', 'reason', 'the', 'to', 'veldia'], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0.0, 1.0], [1, 4294967295], 'minhash 1', NULL, [1, 4294967295]);
INSERT INTO article_features VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'en', ['back.', 'is', 'mara', 'quill'], [1, 1, 1, 1], [0.0, 1.0], [1, 4294967295], 'minhash 1', NULL, [1, 4294967295]);

CREATE TABLE enrichments(article_id VARCHAR NOT NULL, version_id VARCHAR NOT NULL, stage VARCHAR NOT NULL, model VARCHAR, state VARCHAR NOT NULL, reason VARCHAR);
INSERT INTO enrichments VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'entities', 'ner 1', 'done', NULL);
INSERT INTO enrichments VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'topics', 'topics 1', 'done', NULL);
INSERT INTO enrichments VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'keyphrases', 'phrases 1', 'done', NULL);
INSERT INTO enrichments VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'features', 'minhash 1', 'done', NULL);
INSERT INTO enrichments VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'salience', 'salience 1', 'done', NULL);
INSERT INTO enrichments VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 'quotes', 'quotes 1', 'done', NULL);
INSERT INTO enrichments VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'entities', 'ner 1', 'done', NULL);
INSERT INTO enrichments VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'topics', 'topics 1', 'done', NULL);
INSERT INTO enrichments VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'keyphrases', 'phrases 1', 'done', NULL);
INSERT INTO enrichments VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'features', 'minhash 1', 'done', NULL);
INSERT INTO enrichments VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'salience', 'salience 1', 'done', NULL);
INSERT INTO enrichments VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 'quotes', 'quotes 1', 'done', NULL);

CREATE TABLE stories(story_id VARCHAR NOT NULL, title VARCHAR NOT NULL, state VARCHAR NOT NULL, first_published_at TIMESTAMP WITH TIME ZONE NOT NULL, last_published_at TIMESTAMP WITH TIME ZONE NOT NULL, article_count INTEGER NOT NULL, source_count INTEGER NOT NULL, lead_article_id VARCHAR NOT NULL, merged_into VARCHAR, split_from VARCHAR, text_count INTEGER DEFAULT(1) NOT NULL, family_count INTEGER DEFAULT(1) NOT NULL);

CREATE TABLE story_articles(story_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, score DOUBLE NOT NULL, "method" VARCHAR NOT NULL, evidence VARCHAR NOT NULL, assigned_at TIMESTAMP WITH TIME ZONE NOT NULL);

CREATE TABLE runs(run_id VARCHAR NOT NULL, flow VARCHAR NOT NULL, "trigger" VARCHAR NOT NULL, state VARCHAR NOT NULL, started_at TIMESTAMP WITH TIME ZONE NOT NULL, finished_at TIMESTAMP WITH TIME ZONE, parameters VARCHAR NOT NULL, code_version VARCHAR NOT NULL, prefect_flow_run_id VARCHAR);
INSERT INTO runs VALUES ('run1', 'pipeline', 'hand', 'running', '2026-11-20 12:00:00+00:00', NULL, '{}', '0.1.0', NULL);

CREATE TABLE run_steps(run_id VARCHAR NOT NULL, step VARCHAR NOT NULL, n_in INTEGER NOT NULL, n_out INTEGER NOT NULL, n_failed INTEGER NOT NULL, cpu_seconds DOUBLE NOT NULL, "seconds" DOUBLE NOT NULL);

CREATE TABLE models(model VARCHAR NOT NULL, stage VARCHAR NOT NULL, "version" VARCHAR NOT NULL, config VARCHAR NOT NULL, is_current BOOLEAN NOT NULL);

CREATE TABLE robots(origin VARCHAR NOT NULL, fetched_at TIMESTAMP WITH TIME ZONE NOT NULL, http_status INTEGER, "policy" VARCHAR NOT NULL, body VARCHAR NOT NULL, reservations VARCHAR[] NOT NULL);

CREATE TABLE tombstones(article_id VARCHAR NOT NULL, address_ids VARCHAR[] NOT NULL, page_sha256s VARCHAR[] NOT NULL, reason VARCHAR, forgotten_at TIMESTAMP WITH TIME ZONE NOT NULL, to_erase VARCHAR[] NOT NULL);

CREATE TABLE entity_merges(entity_id VARCHAR NOT NULL, merged_into VARCHAR NOT NULL, "method" VARCHAR NOT NULL, score DOUBLE NOT NULL, evidence VARCHAR NOT NULL, model VARCHAR NOT NULL);

CREATE TABLE resolutions(model VARCHAR NOT NULL, resolved_at TIMESTAMP WITH TIME ZONE NOT NULL);

CREATE TABLE article_entities(article_id VARCHAR NOT NULL, entity_id VARCHAR NOT NULL, score DOUBLE NOT NULL, rank INTEGER NOT NULL, mention_count INTEGER NOT NULL, in_title BOOLEAN NOT NULL, first_char INTEGER, model VARCHAR NOT NULL);
INSERT INTO article_entities VALUES ('568325e370c8089d1f64', 'aa518b5231d833cad86f', 0.9, 1, 1, true, 0, 'salience 1');
INSERT INTO article_entities VALUES ('568325e370c8089d1f64', '5b2cc15766c8f9f40cce', 0.45, 2, 1, true, 0, 'salience 1');
INSERT INTO article_entities VALUES ('568325e370c8089d1f64', '1a846068e8d5d6917d80', 0.3, 3, 1, false, 0, 'salience 1');
INSERT INTO article_entities VALUES ('48d652c5a14a593edbff', 'aa518b5231d833cad86f', 0.9, 1, 1, true, 0, 'salience 1');

CREATE TABLE identities(file VARCHAR NOT NULL, line INTEGER NOT NULL, alias VARCHAR, alias_keys VARCHAR[] NOT NULL, entity_id VARCHAR, wikidata_id VARCHAR, country_code VARCHAR, filled VARCHAR[] NOT NULL);

CREATE TABLE topic_labels(topic_id VARCHAR NOT NULL, "language" VARCHAR NOT NULL, "label" VARCHAR NOT NULL);

CREATE TABLE duplicates(article_id VARCHAR NOT NULL, duplicate_of VARCHAR NOT NULL, duplicate_kind VARCHAR NOT NULL, score DOUBLE NOT NULL, reason VARCHAR NOT NULL, evidence VARCHAR NOT NULL, model VARCHAR NOT NULL);

CREATE TABLE feeds(feed_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, url VARCHAR NOT NULL, etag VARCHAR, last_modified VARCHAR, poll_minutes INTEGER NOT NULL, next_fetch_at TIMESTAMP WITH TIME ZONE, failures DOUBLE NOT NULL, status VARCHAR NOT NULL, last_success_at TIMESTAMP WITH TIME ZONE, last_new_at TIMESTAMP WITH TIME ZONE, body_sha256 VARCHAR, moved_to VARCHAR, not_before TIMESTAMP WITH TIME ZONE, parent_id VARCHAR);
INSERT INTO feeds VALUES ('gazette-rss', 'gazette', 'feed', 'https://gazette.example/rss', NULL, NULL, 30, NULL, 0.0, 'new', NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE quotes(article_id VARCHAR NOT NULL, version_id VARCHAR NOT NULL, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL, "quote" VARCHAR NOT NULL, speaker VARCHAR, speaker_start INTEGER, entity_id VARCHAR, verb VARCHAR, score DOUBLE NOT NULL, model VARCHAR NOT NULL);
INSERT INTO quotes VALUES ('568325e370c8089d1f64', 'eacd6f1a8fa4c3bf20dd', 0, 76, 'Mara Quill left Veldia on Friday. Quill gave no reason to the Harbour Board.', 'Mara Quill', 0, 'aa518b5231d833cad86f', 'said', 0.9, 'quotes 1');
INSERT INTO quotes VALUES ('48d652c5a14a593edbff', 'a3e8b1a32e9776ebf35f', 0, 19, 'Mara Quill is back.', 'Mara Quill', 0, 'aa518b5231d833cad86f', 'said', 0.9, 'quotes 1');

CREATE TABLE removed_blocks(version_id VARCHAR NOT NULL, ordinal INTEGER NOT NULL, "text" VARCHAR NOT NULL, "rule" VARCHAR NOT NULL, layer VARCHAR NOT NULL, score DOUBLE NOT NULL, article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL);
INSERT INTO removed_blocks VALUES ('eacd6f1a8fa4c3bf20dd', 0, 'Share.', 'share', 'rule', 1.0, '568325e370c8089d1f64', 'gazette');
INSERT INTO removed_blocks VALUES ('eacd6f1a8fa4c3bf20dd', 7, 'Sign up', 'newsletter', 'learned', 1.0, '568325e370c8089d1f64', 'gazette');
INSERT INTO removed_blocks VALUES ('a3e8b1a32e9776ebf35f', 0, 'Share.', 'share', 'rule', 1.0, '48d652c5a14a593edbff', 'gazette');
INSERT INTO removed_blocks VALUES ('a3e8b1a32e9776ebf35f', 7, 'Sign up', 'newsletter', 'learned', 1.0, '48d652c5a14a593edbff', 'gazette');

CREATE TABLE changed_entities(entity_id VARCHAR NOT NULL);
INSERT INTO changed_entities VALUES ('aa518b5231d833cad86f');
INSERT INTO changed_entities VALUES ('1a846068e8d5d6917d80');
INSERT INTO changed_entities VALUES ('5b2cc15766c8f9f40cce');

CREATE TABLE resolved_entities(entity_id VARCHAR NOT NULL, facts VARCHAR NOT NULL, sounds BIGINT[] NOT NULL, "names" BIGINT[] NOT NULL);

CREATE TABLE entity_pairs(entity_a VARCHAR NOT NULL, entity_b VARCHAR NOT NULL, "method" VARCHAR NOT NULL, score DOUBLE NOT NULL);
