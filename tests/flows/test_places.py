"""Places to work in that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import startup
from flows.errors import WrongUse


def test_a_working_folder_that_was_deleted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(WrongUse, match="the folder that this shell stands in was deleted"):
        startup.settings()


def test_a_home_that_is_a_link_to_nowhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "data"
    home.symlink_to("/nowhere/at/all")
    monkeypatch.setenv("NEWSDUCK_HOME", str(home))
    with pytest.raises(WrongUse, match="is a link to /nowhere/at/all, which is not there"):
        startup.settings()
    home.unlink()
    home.symlink_to(tmp_path)
    assert startup.settings().home == home
