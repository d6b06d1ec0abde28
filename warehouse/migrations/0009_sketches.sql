-- By what copies are looked up in the whole warehouse: the least 32 hashes of each text.

ALTER TABLE article_features ADD COLUMN sketch UINTEGER[];
UPDATE article_features SET sketch = signature[1:32];
