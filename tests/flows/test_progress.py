"""What is drawn while a person waits: on a terminal only, without harm to what is piped."""

import io
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import counting, progress
from tests.flows.command import ROOT, Newsduck

TEXT = """Harbour bridge {n} closes after inspectors find cracks

The old harbour bridge number {n} in Galway was closed to all traffic on Tuesday after inspectors found cracks in two of
its supports, the Irish transport ministry said. Minister Aoife Brennan told reporters that repairs take six weeks.
"""


def drawn(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, bytes]:
    """Run the command with a terminal as its standard error; return its exit code, what it drew, its results."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_", "NO_"))}
    process = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-m", "flows", *arguments],
        cwd=folder,
        env=clean | {"TERM": "xterm", "COLUMNS": "100"} | environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 1)
        try:
            if ready:
                shown += os.read(ours, 65536)
            elif process.poll() is not None:
                break
        except OSError:  # EIO: nobody holds the other end any more
            break
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, shown.decode(), out


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.txt").write_text(TEXT.format(n=n))
    return folder


def test_a_load_shows_how_far_it_is_and_leaves_the_terminal_as_it_was(texts: Path) -> None:
    code, shown, out = drawn(texts.parent, "load", "texts", "--json")
    assert code == 0
    assert "/6" in shown
    assert "read: 6 in, 6 out" in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") > 0  # the cursor, hidden and shown again
    assert out.startswith(b"{")
    assert b"\x1b" not in out


def test_no_colour_is_no_colour(texts: Path) -> None:
    code, shown, _ = drawn(texts.parent, "load", "texts", NO_COLOR="1")
    assert code == 0
    assert "\x1b[3" not in shown
    assert "/6" in shown


def test_nothing_is_drawn_where_no_terminal_is(texts: Path) -> None:
    done = Newsduck(texts.parent)("load", "texts")
    assert (done.code, done.err) == (0, "")


def test_rich_draws_only_on_a_terminal() -> None:
    script = "import sys; from flows import progress; progress.on().note('x'); print('rich.progress' in sys.modules)"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.parametrize(
    ("done", "total", "speed", "words"),
    [
        (0, None, None, ""),
        (7.5, None, 2.04, "7 2.0/s"),
        (1200, 5280, 0.25, "1,200/5,280 15/min"),
        (0, 5, None, "0/5"),
    ],
)
def test_figures_are_counts_and_rates(done: float, total: float | None, speed: float | None, words: str) -> None:
    assert progress.figures(done, total, speed) == words


def test_a_dumb_terminal_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "dumb")
    assert type(progress.on(Terminal())) is progress.Quiet
    monkeypatch.setenv("TERM", "xterm")
    assert isinstance(progress.on(Terminal()), progress.Bar)


def test_pages_are_counted_where_the_files_tell(tmp_path: Path) -> None:
    for name in ("a.html", "b.txt", "c.md.gz", "notes.py", "README.md"):
        (tmp_path / name).write_bytes(b"x")
    assert counting.pages([tmp_path]) == 3
    (tmp_path / "d.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    assert counting.pages([tmp_path, str(tmp_path / "a.html")]) == 6
    (tmp_path / "e.warc.gz").write_bytes(b"x")
    assert counting.pages([tmp_path]) is None
    assert counting.pages(["-"]) is None
