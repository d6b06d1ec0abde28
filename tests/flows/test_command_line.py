"""The command line as a person meets it: help that fits a screen, names mistyped, streams closed, times, completion."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.records import Outcome
from flows import cli, meanings, overview, results, suggest
from flows.errors import CHECK_FAILED, DONE, FAILED, SOME_SOURCES_FAILED, WRONG_USE
from tests import reference
from tests.flows import newsroom
from tests.flows.command import Newsduck

COMMANDS = [words for words, _ in reference.commands()]
SOURCES = '[[sources]]\nid = "harbour-post"\nname = "A"\nfeeds = ["http://127.0.0.1:9/"]\n'


@pytest.mark.parametrize("words", ["", "sources", "entities", *COMMANDS])
def test_help_fits_a_screen_and_has_an_example(words: str) -> None:
    shown = CliRunner().invoke(cli.app, [*words.split(), "--help"], env={"COLUMNS": "80"})
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "Example" in shown.output


def test_every_command_stands_in_the_overview() -> None:
    shown = CliRunner().invoke(cli.app, ["--help"]).output.split()
    assert {words.split()[0] for words in COMMANDS} - set(shown) == set()
    named = {name for commands in overview.COMMANDS.values() for name in commands}
    assert named - {words.split()[0] for words in COMMANDS} == set()


def test_no_command_shows_the_overview(newsduck: Newsduck) -> None:
    done = newsduck()
    assert (done.code, done.err) == (2, "")
    assert "newsduck load clippings/" in done.out


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("ststus",), "status"),
        (("entities", "merg", "a", "b"), "merge"),
        (("run", "--source", "harbor-post"), "harbour-post"),
        (("sources", "check", "--source", "Harbour-Pots"), "harbour-post"),
        (("sql", "--saved", "storis"), "stories"),
    ],
)
def test_a_mistyped_name_is_told_from_the_one_that_was_meant(
    newsduck: Newsduck, arguments: tuple[str, ...], meant: str
) -> None:
    (newsduck.folder / "sources.toml").write_text(SOURCES)
    done = newsduck(*arguments, NEWSDUCK_SOURCES="sources.toml")
    assert done.code == 2
    assert f"id you mean '{meant}'" in done.err


def test_what_is_like_nothing_is_compared_with_nothing() -> None:
    assert suggest.meant("zzz", ["bbc"]) == ""
    assert suggest.meant("BCB", ["bbc", "npr"]) == "; did you mean 'bbc'?"


def test_a_variable_that_sets_nothing_is_named(newsduck: Newsduck) -> None:
    done = newsduck("sources", "list", NEWSDUCK_HOMES="x", NEWSDUCK_SOURCES="sources.toml")
    assert "NEWSDUCK_HOMES is no setting; did you mean 'NEWSDUCK_HOME'?" in done.err
    assert "NEWSDUCK_SOURCES is" not in done.err


@pytest.mark.parametrize(
    "line", ["version >&-", "sql >&-", "sql 2>&- | head -n 1", "sql --format json <&- | head -c 1"]
)
def test_a_closed_stream_does_no_harm(newsduck: Newsduck, line: str) -> None:
    command = f'"{sys.executable}" -m flows {line}'
    done = subprocess.run(  # noqa: S602  the shell is what is tested
        command, shell=True, cwd=newsduck.folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_is_not_opened_as_standard_output(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text("Bridge closes\n\n" + "The harbour bridge was closed on Tuesday. " * 12)
    command = f'"{sys.executable}" -m flows load a.txt >&-'
    subprocess.run(command, shell=True, cwd=newsduck.folder, check=True, timeout=180)  # noqa: S602  as above
    assert newsduck.rows("SELECT count(*) AS n FROM main.articles") == [{"n": 1}]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_times_are_local_on_a_terminal_and_utc_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    import time  # noqa: PLC0415  its zone is changed here

    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    monkeypatch.setenv("TZ", "Europe/Dublin")
    time.tzset()
    summer = at.replace(month=7)
    shown, piped = Terminal(), StringIO()
    results.table(["at"], [[summer], [at]], out=shown)
    results.table(["at"], [[summer.astimezone(timezone(timedelta(0)))]], out=piped)
    monkeypatch.delenv("TZ")
    time.tzset()
    assert "2026-07-21 00:30:00+0100" in shown.getvalue()
    assert "2026-11-20 23:30:00Z" in shown.getvalue()
    assert "2026-07-20 23:30:00Z" in piped.getvalue()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_commands(newsduck: Newsduck, shell: str) -> None:
    script = "from typer.testing import CliRunner; from flows.cli import app"
    variables = {"_NEWSDUCK_COMPLETE": f"complete_{shell}", "COMP_WORDS": "newsduck sta", "COMP_CWORD": "1"}
    variables |= {"_TYPER_COMPLETE_ARGS": "newsduck sta", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{script}; app(prog_name='newsduck')"],
        cwd=newsduck.folder, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "status" in done.stdout
    assert "sources" not in done.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("run --limit x", "'--limit'"),
        ("report --date 2026-13-01", "'2026-13-01' is no day; write it as in 2026-11-20"),
        ("load", "missing argument 'paths'"),
        ("run --nosuch", "no such option: --nosuch"),
        ("fetch", "give an address, or -f FILE"),
        ("sql --timeout -1 x", "'--timeout'"),
    ],
)
def test_words_that_cannot_be_meant_are_told_in_one_sentence(newsduck: Newsduck, line: str, said: str) -> None:
    done = newsduck(*line.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("newsduck: ")
    assert said in done.err
    assert f"`newsduck {line.split(maxsplit=1)[0]} --help` says more" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_reader_who_has_read_enough_is_let_go(newsduck: Newsduck, form: str) -> None:
    newsroom.publish(newsduck.folder / "data", 40)
    query = "SELECT x, repeat('a', 60) AS t FROM range(9000) AS r(x)"
    command = f'set -o pipefail; "{sys.executable}" -m flows sql "{query}" --format {form} | head -n 1'
    done = subprocess.run(  # noqa: S603  the shell is what is tested
        ["/bin/bash", "-c", command], cwd=newsduck.folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")


def in_shell(newsduck: Newsduck, line: str) -> int:
    script = f'set -o pipefail; "{sys.executable}" -m flows {line}'
    done = subprocess.run(["/bin/bash", "-c", script], cwd=newsduck.folder, capture_output=True, check=False)  # noqa: S603  as above
    assert done.stderr == b""
    return done.returncode


def test_who_reads_one_line_of_help_has_read_enough(newsduck: Newsduck) -> None:
    assert in_shell(newsduck, "sql --help | head -n 1") == 0


@pytest.mark.parametrize("reader", ["2>&1 | true", "2>/dev/full", "2>&-"])
def test_who_does_not_hear_that_a_source_failed_is_told_by_the_exit_code(newsduck: Newsduck, reader: str) -> None:
    (newsduck.folder / "s.toml").write_text(SOURCES)  # loopback, which is refused before anything is asked
    (newsduck.folder / "newsduck.toml").write_text('sources = "s.toml"\n')
    assert in_shell(newsduck, f"run --direct --json >kept.json {reader}") == SOME_SOURCES_FAILED
    assert json.loads((newsduck.folder / "kept.json").read_text())


def test_a_locale_without_letters_ends_no_command(newsduck: Newsduck) -> None:
    newsroom.publish(newsduck.folder / "data", 1, title="Brücke #")
    done = newsduck("sql", "SELECT title FROM articles", LC_ALL="C", PYTHONUTF8="0")
    assert done.code == 0
    assert "Br\\xfccke 0" in done.out


def test_every_outcome_has_its_words() -> None:
    assert set(meanings.OUTCOMES) == set(Outcome)
    stopped = (128 + each for each in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM))
    assert [*meanings.EXIT_CODES] == [DONE, FAILED, WRONG_USE, SOME_SOURCES_FAILED, CHECK_FAILED, *stopped]


def test_doctor_and_status_say_what_to_do(newsduck: Newsduck) -> None:
    (newsduck.folder / "sources.toml").write_text(SOURCES)
    assert newsduck("doctor").out.splitlines()[-1].startswith("no warehouse at")
    environment = {"NEWSDUCK_SOURCES": "sources.toml", "NEWSDUCK_ALLOW_PRIVATE": "true"}
    assert newsduck("run", **environment).code == 3
    done = newsduck("status")
    assert done.code == 4
    assert "NOT WELL: http://127.0.0.1:9/ does not answer" in done.out
    [problem] = json.loads(newsduck("status", "--json").out)["problems"]
    assert problem["do"]
    assert len(newsduck("doctor").out.splitlines()) <= 24
    found = json.loads(newsduck("doctor", "--json", **environment).out)
    assert all(check["ok"] for check in found["checks"])
    assert {"name": "sources", "value": "sources.toml", "from": "NEWSDUCK_SOURCES"} in found["settings"]


def test_what_keeps_speaks_to_programs_too(newsduck: Newsduck, tmp_path: Path) -> None:
    (newsduck.folder / "a.txt").write_text("Bridge closes\n\n" + "The harbour bridge was closed on Tuesday. " * 12)
    newsduck("load", "a.txt")
    assert json.loads(newsduck("backup", "b.tar", "--json").out)["articles"] == 1
    assert json.loads(newsduck("export", str(tmp_path / "out"), "--json").out)["articles"] == 1
    assert isinstance(json.loads(newsduck("maintain", "--json").out), list)
    assert json.loads(newsduck("restore", "b.tar", "--force", "--json").out)["former"]
    published = newsduck.folder / "data" / "published.duckdb"
    whole = published.read_bytes()
    published.write_bytes(whole[: len(whole) // 4])
    done = newsduck("doctor")
    assert done.code == 4
    assert "NOT WELL: readers cannot open what was published" in done.out
    published.write_bytes(whole)
    [row] = newsduck.rows("SELECT article_id FROM main.articles")
    gone = json.loads(newsduck("forget", str(row["article_id"]), "--json").out)
    assert gone == {"forgotten": [row["article_id"]], "copies": []}
