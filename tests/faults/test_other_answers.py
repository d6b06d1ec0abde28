"""A run is killed after pages were archived, and the server then answers otherwise: nothing it once served is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.records import Page
from flows import archive
from flows.settings import Settings
from tests.faults import agreement
from tests.faults.kills import environment
from tests.faults.newspaper import article, title
from tests.flows.site import Exchange, Site, page
from warehouse import database

COUNT, SERVED = 12, 9  # articles; those served before the kill, in batches of four
BEGAN = datetime(2024, 1, 21, 8, tzinfo=UTC)
COMMAND = [sys.executable, "-m", "flows", "run", "--direct"]
OUTCOMES = "SELECT o.item, o.outcome FROM main.outcomes AS o"
TEXTS = "SELECT a.url, v.text FROM main.articles AS a JOIN main.article_versions AS v USING (version_id)"


class Changing(Site):
    """A site whose feed lists articles; it falls silent after so many of them, until it is changed."""

    def __init__(self) -> None:
        super().__init__({"*": self._article, "/feed": self._feed, "/robots.txt": page("", 404)})
        self.bodies: dict[int, str] = {}
        self.listed = range(COUNT)
        self.is_changed = False
        self._lock = threading.Lock()

    def change(self) -> None:
        """Drop items from the feed, forbid some, and let each of the others answer otherwise."""
        self.is_changed, self.listed = True, range(4, COUNT)
        self.routes["/robots.txt"] = page(f"User-agent: *\nDisallow: /{COUNT - 1}\n", content_type="text/plain")
        self.routes |= {"/4": page("", 304), "/5": page("", 500), "/7": page("<p>Gone.</p>", 410)}

    def _feed(self, exchange: Exchange) -> None:
        items = (f"<item><title>{title(n)}</title><link>{self.url(f'/{n}')}</link></item>" for n in self.listed)
        feed = f"<rss version='2.0'><channel><title>The Loop</title>{''.join(items)}</channel></rss>"
        exchange.reply(feed, content_type="application/rss+xml")

    def _article(self, exchange: Exchange) -> None:
        number = int(exchange.path.strip("/"))
        with self._lock:
            is_silent = not self.is_changed and len(self.bodies) >= SERVED
            body = article(number, 2 if self.is_changed else 1, BEGAN)
            if not is_silent:
                self.bodies[number] = body
        if is_silent:
            self.stopping.wait(30)
        exchange.reply(body)


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a run, which is killed with its workers at the end of the block."""
    settings = environment(folder, NEWSDUCK_BATCH_PAGES="4")
    with subprocess.Popen(COMMAND, cwd=folder, env=settings, stderr=subprocess.DEVNULL, start_new_session=True) as run:  # noqa: S603  our own words
        try:
            yield run
        finally:
            os.killpg(run.pid, signal.SIGKILL)


def archived(settings: Settings) -> dict[str, list[str]]:
    """Return the bodies in the archive, by address."""
    found: dict[str, list[str]] = {}
    for each in [each for path in sorted(settings.archive.glob("*.warc.gz")) for each in archive.pages(path)]:
        assert isinstance(each, Page)
        found.setdefault(each.item, []).append(each.body.decode())
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="a fork server's children are in its process group on Linux")
def test_what_a_server_once_served_is_archived_and_has_its_end(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "data")
    with Changing() as site:
        feeds = f'[[sources]]\nid = "loop"\nname = "Loop"\nfeeds = ["{site.url("/feed")}"]\n'
        (tmp_path / "sources.toml").write_text(feeds, encoding="utf-8")
        with started(tmp_path) as run:
            until = time.monotonic() + 120
            while len(list(settings.archive.glob("*.warc.gz"))) < 2 and time.monotonic() < until:
                assert run.poll() is None
                time.sleep(0.01)
        before = archived(settings)
        site.change()
        assert subprocess.run(COMMAND, cwd=tmp_path, env=environment(tmp_path), check=False).returncode == 0  # noqa: S603  our own words
        with closing(database.open_published(settings.published)) as db:
            texts = dict(db.execute(TEXTS).fetchall())
            ends = dict(db.execute(OUTCOMES).fetchall())
        urls = {number: site.url(f"/{number}") for number in range(COUNT)}
    assert [*agreement.of_published(settings), *agreement.of_archive(settings)] == []
    assert set(urls.values()) == texts.keys() | ends.keys()
    assert len(before) >= 8
    after = archived(settings)
    assert {url: after[url][: len(bodies)] for url, bodies in before.items()} == before
    for number, body in site.bodies.items():  # the last body that each article had
        if urls[number] in after and number not in {4, 5, 7, COUNT - 1}:
            assert body in after[urls[number]]
            assert urls[number] in texts
    for number in (4, 5, 7, COUNT - 1):
        assert ends[urls[number]] in {"stored", "http_error", "blocked_by_robots"}
