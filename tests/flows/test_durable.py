import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from flows import durable

_KILLED = """
import os, signal, sys
from pathlib import Path
from flows import durable

with durable.written(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_is_written_appears_at_the_end_of_the_block(tmp_path: Path) -> None:
    target = tmp_path / "a.warc.gz"
    with durable.written(target) as file:
        file.write(b"whole")
        assert not target.exists()
    assert [each.name for each in tmp_path.iterdir()] == ["a.warc.gz"]
    assert target.read_bytes() == b"whole"


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.warc.gz"
    target.write_bytes(b"former")
    with pytest.raises(TypeError), durable.written(target) as file:
        file.writelines([b"half", "no bytes"])  # type: ignore[list-item]
    assert [each.name for each in tmp_path.iterdir()] == ["a.warc.gz"]
    assert target.read_bytes() == b"former"


def test_what_a_killed_process_had_begun_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "killed")], check=False)  # noqa: S603  ours
    assert done.returncode == -signal.SIGKILL
    [left] = tmp_path.iterdir()
    assert left.read_bytes() == b"half"
    with durable.written(tmp_path / "whole") as file:
        file.write(b"who")
        durable.clear(tmp_path)
        assert not left.exists()
        file.write(b"le")
    durable.clear(tmp_path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"whole": b"whole"}


def test_a_file_that_is_cleared_before_it_is_locked_is_begun_anew(tmp_path: Path) -> None:
    begun = tmp_path / f".a.{os.getpid()}.tmp"
    with begun.open("wb") as clearing:
        fcntl.flock(clearing, fcntl.LOCK_EX)
        writer = Thread(target=_write, args=(tmp_path / "a",))
        writer.start()
        time.sleep(0.1)
        begun.unlink()
    writer.join(timeout=10)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a": b"whole"}


def _write(target: Path) -> None:
    with durable.written(target) as file:
        file.write(b"whole")
