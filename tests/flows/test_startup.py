"""Commands start quickly. Bounds are twice what is wanted: a machine that runs tests does other things too."""

from pathlib import Path

import pytest

from tests.benchmarks import startup


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("startup")
    startup.prepare(made)
    return made


@pytest.mark.parametrize("command", startup.COMMANDS)
def test_a_command_starts_quickly(folder: Path, command: str) -> None:
    assert min(startup.cpu_seconds(command, folder) for _ in range(2)) < 2 * startup.COMMANDS[command]
