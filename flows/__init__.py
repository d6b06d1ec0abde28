"""The shell: clock, network, files, Prefect, settings and the command line.

What stands where, in the order of a run; what a module stands on is indented below it::

    cli                   the command `newsduck`: run, load, fetch, serve
        cli_looking       sql, status, inspect, doctor, migrate, version
        cli_sources       sources list, add, import, export, check
        cli_keeping       reprocess, export, backup, restore, maintain, forget, search
        cli_reporting     report, story, entity
        cli_entities      entities merge, split, block, rename, undo, decisions
        cli_identities    entities identify
        overview          the first screen of help
        startup           what commands begin with
        standard_streams  where they read and write, whatever the shell made of it
        stopping          signals that ask them to end
        errors            every error as one sentence and an exit code
        suggest           what a mistyped name may have meant
        meanings          what outcomes and exit codes mean, and what to do
        summary           the closing words of a run
        results           rows as a table, CSV, JSON or Parquet
    settings              environment, newsduck.toml, defaults
        machine           what the machine has to offer
        memory            how freed memory goes back to the system
    direct                what a person starts by hand
        notices           messages to people, through Apprise
    pipeline              the same as Prefect flows
        engine            how Prefect runs ours: tasks, ends, artifacts
        deployments       what its pages show, and the process that runs them
        zombies           flow runs that were killed
    serve                 server and runner in one process tree
        supervisor        processes kept alive
        orchestrator      the Prefect server, found or started
    sequence              the order of the stages, written once
        runs              one run, its steps, and the only clock
        progress          bars on a terminal
        locking           one writer at a time
            mending       what stands in for a damaged file
        alive             which runs are alive

    sources               sources.toml -> sources, feeds, folders, overrides
        source_entry      one table of it, and what each key may say
        source_mistakes   what is wrong in it, in one sentence
        source_file       the file as a program edits it
        source_commands   list, import, export
        source_add        add
        source_check      check, with what source_live asks and source_advice recommends
        source_live       feeds asked once, nothing kept
        source_advice     what a person can do about a source
        source_exchange   the list in other programs' forms
        opml              OPML in and out
        discover          the feeds and sitemaps of a site

    frontier              feeds that are due -> links to fetch
        polling           feeds asked and read
        feed_states       what a feed's row is after that
        following         sitemaps of an index, older pages of a feed
    arriving              links -> pages on a thread of its own; watched folders
        ingest            the pages of links, host by host
        fetch             the polite client
        answers           what asking can end in, and within which limits
        visits            one attempt at an address, over its redirects
        moves             where redirects lead
        origins           robots.txt and tdmrep.json, once a day
        robots            what a robots.txt lets us ask for
        pacing            turns, and how long a host is left alone
        network           connections to checked addresses only
        daemons           calls for which the end of the program does not wait
        addresses         which addresses may be asked
        heads             heads of answers, mended before they are parsed
        headers           header fields, read with care
        bodies            bodies, bounded as they arrive
        decoding          content codings, believed only when whole
        codings           gzip, deflate, br, zstd in bounded steps
    typed_file            TOML that a person types, with kind errors
    files                 files, folders, standard input -> pages
        rows              one JSON object -> its page
        data_package      folders that hold an export of ours
        counting          how many pages they are, where that is told
        streams           bounded streams
        address_list      addresses, one a line

    batches               pages grouped
    overlap               one batch read, the one before enriched, the one before that loaded
        aside             what is done beside other work
        workers           a pool of processes
            worker        one that can be killed
            fork_server   from which they come
        warm              the models, loaded before those processes part
        dask_workers      the same on a Dask cluster
    read                  archive and read
        archive           pages as WARC, in and out
        warc              the WARC format
        durable           files that appear whole and on the disk, or not at all
        warc_source       a WARC file as lines, past what is damaged
        messages          HTTP responses as archives hold them
        feed_texts        a feed's own text in place of a page
        endings           the rows of how items ended
    derive                enrich and land
        enrich            entities, topics, keyphrases, features of one article
            finders       which finder of names the settings choose
            zero_shot     GLiNER
            language_model a model behind an OpenAI-compatible endpoint
            common_words      which words are common in the news these days
            topic_list        the topics there are, the user's own among them
            topic_file        topics.toml -> topics of the user's own
        models            what makes derived rows now
    load                  landed batches into the warehouse
    resolve               which entities are one, people's decisions included
        entity_file       entities.toml -> decisions, and back
        deciding          what a person types -> decisions
        entity_commands   decisions carried out, listed, written
        identities        tables of what entities are outside of the texts
    cluster               duplicates and stories
    publish               the whole new warehouse to readers, at once

    ask                   sql
    condition             status, doctor
    inspection            one page through every stage, stored nowhere
        inspection_page   and how people read that
    report                the daily brief as a file
    profile               one story or one entity
        pages             templates into self-contained pages
        charts            geometry of their charts
        inert             what strangers wrote, made harmless
    search                words and articles alike
    reprocess             articles again, from the archive
        again             one article again
        preview           what that would change
    export                articles, mentions, topics, stories as files
        ninjs             one article as IPTC ninjs
        jsonfeed          articles as a JSON Feed
    backup                all of it in one file, and back
        unpacking         such a file beside the home, checked
    maintain              upkeep: what is too old, the file's size, a backup
        compacting        the writer's file without what was deleted
    takedown              articles forgotten for good
        forgotten         pages of what was taken down, told before they are kept
        erasing           an archive file without some of its pages
"""

import os

# Processes share the cores, and numpy's threads wait for each other by spinning: the multilingual encoder took 66 to
# 85 CPU ms a text with two of them and takes 15 with one. Read when numpy is first loaded, which is after this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
