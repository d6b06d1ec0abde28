"""What stands in deploy/ to run newsduck by: units for systemd, lines for cron. The commands in them are ours."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.settings import check_cron

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMMAND = re.compile(r"\.venv/bin/newsduck (?P<words>[a-z]+(?: --[a-z]+)*)")


def commands() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in (*UNITS, DEPLOY / "crontab")]
    return sorted({match["words"] for text in texts for match in COMMAND.finditer(text)})


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:  # it looks for the program; ours is not installed where the units say
        text = unit.read_text(encoding="utf-8").replace("/opt/newsduck/.venv/bin/newsduck", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(  # noqa: S603  our own files
        [analyze, "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_units_and_cron_lines_name_commands_and_options_that_exist() -> None:
    assert commands() == ["report", "run --due --direct", "serve"]
    for line in commands():
        name, *options = line.split()
        shown = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0
        assert [option for option in options if option not in shown.output] == []


def test_cron_can_read_the_lines() -> None:
    lines = (DEPLOY / "crontab").read_text(encoding="utf-8").splitlines()
    schedules = [" ".join(line.split()[:5]) for line in lines if re.match(r"[\d*]", line)]
    assert len(schedules) == 2
    for line in schedules:
        check_cron("crontab", line)


def test_every_service_may_write_to_its_home_only() -> None:
    services = [unit for unit in UNITS if unit.suffix == ".service"]
    assert len(services) == 3
    for unit in services:
        text = unit.read_text(encoding="utf-8")
        assert "ProtectSystem=strict" in text
        assert "NEWSDUCK_HOME=/var/lib/newsduck" in text
        assert "StateDirectory=newsduck" in text
