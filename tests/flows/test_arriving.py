"""Pages that wait for a run that has failed, or was stopped by Ctrl-C, do not keep its process alive."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.flows.site import Site, page

STOPPED = """
import sys, time
from pathlib import Path
from flows import frontier, runs
from flows.arriving import Fetching
from flows.settings import Settings

settings = Settings(home=Path(sys.argv[1]), allow_private=True, pause_seconds=0)
run = runs.new("fetch", settings, trigger="hand", parameters={}, say=print)
pages = iter(Fetching(run, [frontier.link(each, each, "loop", runs.now()) for each in sys.argv[2:]]))
next(pages)
time.sleep(0.5)  # until one page waits in the queue, and the next one for its place there
sys.exit(130)
"""


def test_the_end_of_the_program_does_not_wait_for_pages_that_nobody_takes(tmp_path: Path) -> None:
    with Site({"*": page("<p>Nothing.</p>")}) as site:
        addresses = [site.url(f"/{number}") for number in range(6)]
        done = subprocess.run([sys.executable, "-c", STOPPED, str(tmp_path), *addresses], check=False, timeout=60)  # noqa: S603  our own script
    assert done.returncode == 130
