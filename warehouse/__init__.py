"""Records in, rows out, views: the only place with SQL.

What stands where::

    database              opens the files, migrates; the errors
        lakes             the same in a DuckLake: many machines, one loader, readers bound to a snapshot
    tables                which record is which table; records into DuckDB in bulk
    landing               batches of records as Parquet, in and out
    loader                landed batches -> tables, one transaction each, with the ledger
    publishing            checkpoint, copy, atomic rename; of a lake, a snapshot
    retention             what goes by age
    compaction            all rows anew: a file without what was deleted, out of a lake, into a lake

    sources               sources and their feeds
    robots                the robots.txt of each origin
    links                 what sources offered, and what of it a run takes
    articles              what is known already, and readings to work on again
    repeats               lines that several articles of a source have
    resolving             which entities are one
    decisions             what people decided on them
    identities            what they are outside of the texts
    documents             articles as duplicates and stories see them, and what of all may be a copy
    stories               stories and duplicates
    story_counts          what stories count, and when they began and ended
    vocabulary            topics, their names, and models
    frequencies           how many of the latest articles have which words
    runs                  runs and their steps
    tombstones            what was taken down

    summary               what one run did
    source_checks         how each source and feed does
    search                articles by words, and like another one
        fulltext          an index for that, beside the published file
    sections              a question with its SQL and its answer
    briefs                the sections of a day
    profiles              the sections of a story or an entity
    derived               rows to compare before and after
    exports               rows to hand out
    queries               the saved queries
    checks                what must hold
    dictionary            what everything means

    migrations/ loading/ resolving/ views/ comments/ queries/ checks/ briefs/ profiles/    the SQL
"""
