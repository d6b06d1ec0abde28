"""No request reaches an address that is not public: a run in a network of its own, where both kinds would answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile import cases_guard, guarded, running
from tests.hostile.server import Case, fill

NUMBERED = list(enumerate(cases_guard.CASES))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the run left; see `guarded.main`."""

    port: int
    code: int
    err: str
    ends: list[tuple[str, str, str | None]]
    polls: dict[str, str]
    asked: list[str]

    def address(self, number: int, link: str) -> str:
        host = f"{guarded.FIRST}.50.{number // 200}.{number % 200 + 1}"
        return fill((f"@here@{link}" if link.startswith("/") else link).encode(), host, self.port).decode()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("a network of its own needs unshare (util-linux) and ip (iproute2)")
    if subprocess.run(["unshare", "-rnm", "true"], capture_output=True, check=False).returncode:  # noqa: S607
        pytest.skip("this machine lets nobody make a network of its own")
    folder = tmp_path_factory.mktemp("guard")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *_path()])}
    done = subprocess.run(  # noqa: S603  our own
        guarded.command(folder), env=environment, capture_output=True, text=True, check=False, timeout=running.LONGEST
    )
    if done.returncode:
        pytest.fail(done.stderr, pytrace=False)
    return Found(**json.loads((folder / "found.json").read_text(encoding="utf-8")))


def _path() -> list[str]:
    return [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]


@pytest.mark.parametrize(("number", "case"), NUMBERED, ids=[case.name for case in cases_guard.CASES])
def test_each_link_ends_as_it_must(found: Found, number: int, case: Case) -> None:
    for link, expected in case.ends.items():
        address = found.address(number, link)
        ends = [(outcome, reason) for item, outcome, reason in found.ends if item == address]
        assert [outcome for outcome, _ in ends if outcome in expected], (address, ends)
        assert len(ends) == 1
    assert found.polls[found.address(number, "/feed")] in case.polled


def test_nobody_inside_was_asked(found: Found) -> None:
    assert {host.partition(".")[0] for host in found.asked} == {str(guarded.FIRST)}


def test_the_run_is_done(found: Found) -> None:
    assert found.code == 3, found.err
    assert "Traceback" not in found.err
