"""A short soak; `python -m tests.faults.soak` is the long one."""

import sys
from pathlib import Path

import pytest

from tests.faults.soak import Soak


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_twenty_runs_leave_no_file_or_thread_open_and_agree(tmp_path: Path) -> None:
    soak = Soak(tmp_path)
    soak.go(20, every=5)
    assert soak.wrong() == []
    first, last = soak.samples[0], soak.samples[-1]
    assert last.open_files <= first.open_files + 2
    assert last.threads <= first.threads + 2
    assert last.memory_mb < first.memory_mb + 100
    assert last.articles > first.articles
