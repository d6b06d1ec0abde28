"""`newsduck serve` with each of its processes killed once; `python -m tests.faults.serving_kills` kills many times."""

import sys
from pathlib import Path

import pytest

from tests.faults.serving_kills import ServingKills


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_serving_survives_the_death_of_its_processes_and_loses_nothing(tmp_path: Path) -> None:
    kills = ServingKills(tmp_path, seed=2)
    kills.go(["flow run", "server", "runner"], articles=60)
    assert kills.wrong == []
    assert kills.killed.total() == 3
    assert len(kills.paper.served) > 40
