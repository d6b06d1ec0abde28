-- A feed goes on offering what was taken down, perhaps with its full text: of such a link only the address is kept.

UPDATE main.links AS t
SET title_hint = NULL, content = NULL
WHERE t.last_outcome = 'forgotten' AND (t.title_hint IS NOT NULL OR t.content IS NOT NULL);
