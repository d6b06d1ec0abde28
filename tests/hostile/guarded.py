"""The run over the guard's cases, inside a network of its own in which public and private addresses lead to one server.

`python -m tests.hostile.guarded FOLDER` runs in that network (`NETWORK` makes it) and leaves found.json in the folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.hostile import cases_guard, running
from tests.hostile.server import World

FIRST = 20  # of the addresses of the cases: public ones
NETWORK = """
ip link set lo up
for address in $2; do ip address add $address dev lo; done
mount --bind "$1/hosts" /etc/hosts
exec "$3" -m tests.hostile.guarded "$1"
"""  # $1 the folder, $2 addresses, $3 Python; run by `unshare` in namespaces of its own


def command(folder: Path) -> list[str]:
    """Return the command that runs the cases in a network of their own, and write the names that it knows."""
    names = [f"{address} {name}\n" for name, addresses in cases_guard.NAMES.items() for address in addresses]
    (folder / "hosts").write_text("".join(["127.0.0.1 localhost\n", *names]), encoding="ascii")
    addresses = " ".join([f"{FIRST}.0.0.0/8", *(f"{address}/32" for address in cases_guard.INSIDE)])
    script = f"set -e\n{NETWORK}"
    return ["unshare", "-rnm", "sh", "-c", script, "sh", str(folder), addresses, sys.executable]


def main(folder: Path) -> None:
    """Run the cases and write what was found."""
    with World(cases_guard.CASES, network=FIRST) as world:
        running.write_sources(world, folder)
        done = running.run(folder, "run", "--direct", NEWSDUCK_ALLOW_PRIVATE="false")
        ends = running.rows(folder, "SELECT item, outcome, reason FROM main.outcomes")
        polls = running.rows(folder, "SELECT url, outcome, error FROM main.fetches ORDER BY requested_at")
        found = {
            "port": world.port,
            "code": done.code,
            "err": done.err,
            "ends": ends,
            "polls": {str(url): outcome for url, outcome, _ in polls},
            "asked": sorted({host for host, _ in world.asked}),
        }
    (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
