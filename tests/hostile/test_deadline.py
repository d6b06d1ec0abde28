"""Half of the hosts never answer: the run takes as long as one of them may, not as all of them do."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.flows.site import silent
from tests.hostile import running
from tests.hostile.answers import any_of
from tests.hostile.server import STORED, Case, World

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8 as loopback")

HOSTS = 30  # of each kind
READ_SECONDS = 8.0  # after which a silent host is given up
LONGEST = 60.0  # seconds; alone it takes 22: two rounds of the time-out, for feeds and pages, and the work
ROBOTS = {"/robots.txt": silent(60)}


def test_wall_time_is_bounded_by_the_deadline(tmp_path: Path) -> None:
    alive = [Case(name="alive", there=ROBOTS, ends={"/good": STORED, "@there@/x": any_of("timeout")})] * HOSTS
    dead = [Case(name="dead", routes=ROBOTS, ends={})] * HOSTS
    with World([*alive, *dead]) as world:
        running.write_sources(world, tmp_path)
        done = running.run(tmp_path, "run", "--direct")
    assert done.code == 3, done.err
    assert done.seconds < LONGEST < HOSTS * READ_SECONDS
    ended = Counter(outcome for (outcome,) in running.rows(tmp_path, "SELECT outcome FROM main.outcomes"))
    assert ended == {"stored": HOSTS, "timeout": HOSTS}
