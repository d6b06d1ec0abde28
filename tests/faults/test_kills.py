"""The kill harness, a short round of it; `python -m tests.faults.kills` is the long one."""

import sys
from pathlib import Path

import pytest

from tests.faults.kills import Kills


@pytest.mark.skipif(sys.platform != "linux", reason="a fork server's children are in its process group on Linux")
def test_nothing_is_lost_or_doubled_by_five_kills(tmp_path: Path) -> None:
    kills = Kills(tmp_path, seed=3)
    kills.go(5, articles=60)
    assert kills.wrong == []
    assert kills.stages.total() == 5
    assert len(kills.paper.served) > 40
