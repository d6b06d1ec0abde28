"""Records in, rows out, views: the only place with SQL.

database    opens the files, migrates; the errors
tables      which record is which table; records into DuckDB in bulk
landing     batches of records as Parquet, in and out
loader      landed batches -> tables, one transaction each, with the ledger
publishing  checkpoint, copy, atomic rename
sources links articles stories vocabulary runs    save and load, a family of tables each
tombstones compaction    what was taken down; a file without what was deleted
derived exports search    rows to compare, to hand out, to find
summary     what one run did
queries checks dictionary    saved queries, what must hold, what everything means
briefs profiles     a day, a story, an entity: their sections, each a question with its SQL and its rows (sections)

migrations/ comments/ views/ queries/ checks/ loading/ briefs/ profiles/    the SQL
"""
