from dataclasses import replace
from datetime import timedelta

import duckdb

from extractors.records import Link
from tests.warehouse.samples import NOW
from tests.warehouse.test_families import link
from warehouse import links

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def one(db: duckdb.DuckDBPyConnection) -> Link:
    (found,) = links.of(db, [link("a").url_canonical])
    return found


def stored(**changes: object) -> Link:
    """Return the link of an article seen and fetched at NOW."""
    return replace(link("a", article_id="x", attempts=1, last_outcome="stored", fetched_at=NOW, etag='"1"'), **changes)  # type: ignore[arg-type]


def test_an_article_edited_since_it_was_fetched_is_pending_again(db: duckdb.DuckDBPyConnection) -> None:
    links.save(db, [stored()])
    assert links.pending(db, links.Asked(now=NOW + DAY, max_attempts=3, refetch_days=7)) == []
    links.save(db, [link("a", updated_hint=NOW + 2 * HOUR)])
    edited = stored(updated_hint=NOW + 2 * HOUR)
    assert links.pending(db, links.Asked(now=NOW + 3 * HOUR, max_attempts=3, refetch_days=7)) == [edited]
    assert links.pending(db, links.Asked(now=NOW + 3 * HOUR, max_attempts=3, refetch_days=0)) == []
    assert links.pending(db, links.Asked(now=NOW + 8 * DAY, max_attempts=3, refetch_days=7)) == []


def test_an_article_that_changes_all_the_time_is_looked_at_ever_more_rarely(db: duckdb.DuckDBPyConnection) -> None:
    links.save(db, [replace(stored(updated_hint=NOW + 30 * DAY), fetched_at=NOW + HOUR / 2)])
    now, looks = NOW + HOUR, 0
    while now < NOW + 7 * DAY:
        for found in links.pending(db, links.Asked(now=now, max_attempts=3, refetch_days=7)):
            links.save(db, [replace(found, fetched_at=now)])
            looks += 1
        now += HOUR / 4
    assert 5 <= looks <= 9


def test_another_headline_or_a_later_date_of_the_same_feed_is_an_edit(db: duckdb.DuckDBPyConnection) -> None:
    links.save(db, [stored(title_hint="Ferry stops")])
    links.save(db, [link("a", title_hint="Ferry stops", last_seen_at=NOW + HOUR)])
    assert one(db).updated_hint is None
    links.save(db, [link("a", title_hint="Ferries: all stop", feed_id="other", last_seen_at=NOW + HOUR)])
    assert (one(db).updated_hint, one(db).title_hint) == (None, "Ferry stops")
    links.save(db, [link("a", title_hint="Ferry stops for good", last_seen_at=NOW + 2 * HOUR)])
    assert (one(db).updated_hint, one(db).title_hint) == (NOW + 2 * HOUR, "Ferry stops for good")
    later = NOW + 5 * HOUR
    links.save(db, [link("a", published_hint=NOW)])
    links.save(db, [link("a", published_hint=later)])
    assert (one(db).updated_hint, one(db).published_hint) == (later, NOW)


def test_the_text_of_an_item_is_kept_until_there_is_an_article(db: duckdb.DuckDBPyConnection) -> None:
    links.save(db, [link("a", content="<p>All of it.</p>")])
    links.save(db, [link("a", attempts=1, last_outcome="timeout")])
    assert one(db).content == "<p>All of it.</p>"
    links.save(db, [link("a", article_id="x", content="<p>All of it.</p>")])
    assert one(db).content is None


def test_validators_are_those_of_the_last_look(db: duckdb.DuckDBPyConnection) -> None:
    links.save(db, [stored(last_modified="Monday")])
    links.save(db, [link("a")])
    assert (one(db).etag, one(db).last_modified) == ('"1"', "Monday")
    links.save(db, [replace(stored(), fetched_at=NOW + HOUR, etag=None)])
    assert (one(db).etag, one(db).last_modified, one(db).fetched_at) == (None, None, NOW + HOUR)


def test_an_archive_is_no_news_unless_another_feed_says_so(db: duckdb.DuckDBPyConnection) -> None:
    old = link("a", feed_id="sitemap", last_outcome="too_old", published_hint=NOW - 60 * DAY)
    links.save(db, [old])
    links.save(db, [replace(old, last_outcome=None)])
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3)) == []
    assert len(links.pending(db, links.Asked(now=NOW, max_attempts=3, since=NOW - 90 * DAY))) == 1
    links.save(db, [link("a", feed_id="feed")])
    assert len(links.pending(db, links.Asked(now=NOW, max_attempts=3))) == 1
    links.save(db, [old])
    assert one(db).last_outcome is None


def test_of_each_source_only_so_many_are_taken_the_newest_first(db: duckdb.DuckDBPyConnection) -> None:
    offered = [link(f"{n}", source_id=f"s{n % 2}", published_hint=NOW - n * HOUR) for n in range(10)]
    links.save(db, offered)
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3, per_source=2)) == offered[:4]


def test_a_wall_is_looked_at_a_second_time_after_an_hour(db: duckdb.DuckDBPyConnection) -> None:
    walled = link("a", attempts=1, last_outcome="wall", fetched_at=NOW)
    links.save(db, [walled])
    assert links.pending(db, links.Asked(now=NOW, max_attempts=8)) == []
    assert links.pending(db, links.Asked(now=NOW + HOUR, max_attempts=8)) == [walled]
    links.save(db, [replace(walled, attempts=2)])
    assert links.pending(db, links.Asked(now=NOW + DAY, max_attempts=8)) == []


def test_what_was_fetched_by_a_clock_that_was_ahead_is_not_left_alone_for_as_long(
    db: duckdb.DuckDBPyConnection,
) -> None:
    ahead = NOW + 365 * DAY
    failed = link("b", attempts=1, last_outcome="http_error", fetched_at=ahead, last_seen_at=ahead)
    links.save(db, [stored(fetched_at=ahead, updated_hint=NOW), failed])
    asked = links.Asked(now=NOW, max_attempts=3, refetch_days=7, patience=HOUR / 4)
    found = links.pending(db, asked)
    assert sorted(each.url for each in found) == [stored().url, failed.url]
    links.save(db, [replace(each, fetched_at=NOW, last_seen_at=NOW) for each in found])
    assert links.pending(db, asked) == []
    assert one(db).fetched_at == NOW
    assert links.last_seen(db, [failed.url_canonical]) == {failed.url_canonical: NOW}
