"""Whether a run waits or works: `python -m tests.benchmarks.fetching`.

200 feeds on as many hosts with 10 pages each, 2,000 in all, on a loopback server that takes 20 ms for each answer. The
run is the command as a process. Its wall time is compared to its CPU time spread over the cores: 1.0 is a run that
never waits. On a machine that others use as well the second such figure counts, in which the time that its processes
were ready while others had the cores is work too. The second run meets the same feeds, unchanged: one conditional
request a feed and none for pages. `--dead` adds as many hosts that never answer; the wall time then grows by the read
time-out, not by their number.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.flows.site import Exchange, page, silent
from tests.hostile import articles, running
from tests.hostile.answers import any_of
from tests.hostile.running import Done
from tests.hostile.server import STORED, Case, Route, World

PAGES = 10  # of each feed
LATENCY = 0.02  # seconds
LONGEST = 3600.0  # seconds; alone on two cores the first run takes two minutes


class Slow(World):
    """A world that takes its time, and knows how many bytes it sent."""

    def route(self, exchange: Exchange) -> Route:
        """Return the route of the host and path, after a while."""
        self.stopping.wait(LATENCY)
        return super().route(exchange)


def feed(number: int) -> Case:
    """Return a host with a feed and its pages, texts of 270 words that no other has."""
    paths = {f"/{PAGES * number + n}": _page(PAGES * number + n) for n in range(PAGES)}
    return Case(name=f"feed {number}", routes=paths, ends=dict.fromkeys(paths, STORED))


def dead(number: int) -> Case:
    """Return a host that never answers."""
    return Case(name=f"dead {number}", routes={"*": silent(60)}, ends={"/page": any_of("timeout")})


def _page(number: int) -> Route:
    texts = [text for n in range(3) for text in articles.paragraphs(10 * (3 * number + n))]
    return page(articles.html(articles.title(10 * number), *texts, head=articles.dated(number), lang="en"))


def _report(what: str, done: Done, world: Slow, folder: Path) -> None:
    asked: Counter[str] = Counter()
    for (_, path), count in world.asked.items():
        asked[path if path in {"/feed", "/robots.txt"} else "page"] += count
    conditional = sum(count for (_, path), count in world.conditional.items() if path == "/feed")
    ((received,),) = running.rows(
        folder, "SELECT coalesce(sum(bytes), 0) FROM main.fetches WHERE run_id = (SELECT max(run_id) FROM main.runs)"
    )
    cores = os.cpu_count() or 1
    print(
        f"{what:10} {done.cpu_seconds:6.1f} CPU s {done.seconds:6.1f} s, wall / (CPU / {cores} cores)"
        f" {done.seconds / (done.cpu_seconds / cores):.2f}, with the time that others had them"
        f" {done.seconds / ((done.cpu_seconds + done.queued_seconds) / cores):.2f}; {done.parent_mb:.0f} MB\n"
        f"{'':10} requests: {asked['/feed']} of feeds ({conditional} conditional), {asked['page']} of pages,"
        f" {asked['/robots.txt']} of robots.txt; {received:,} bytes"
    )


def main() -> None:
    """Run it twice and print the figures of each run."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--dead", action="store_true", help="add as many hosts that never answer")
    parser.add_argument("--feeds", type=int, default=200, help="so many feeds")
    asked = parser.parse_args()
    cases = [feed(number) for number in range(asked.feeds)]
    if asked.dead:
        cases += [dead(number) for number in range(asked.feeds)]
    with TemporaryDirectory() as name, Slow(cases) as world:
        folder = Path(name)
        running.write_sources(world, folder)
        for what in ("first run", "second run"):
            world.forget()
            done = running.run(folder, "run", "--direct", longest=LONGEST, NEWSDUCK_CONCURRENCY="32")
            if done.code not in {0, 3}:
                sys.exit(done.err or f"it took more than {LONGEST:g} seconds")
            _report(what, done, world, folder)


if __name__ == "__main__":
    main()
