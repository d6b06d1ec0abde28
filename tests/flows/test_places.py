"""Places to work in that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import errors, startup
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


def test_a_working_folder_deleted_under_a_command_is_the_error_whatever_it_led_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    assert errors.sentence(FileNotFoundError(2, "No such file or directory")) == ("no such file or directory", 1)
    gone.rmdir()
    assert errors.sentence(FileNotFoundError(2, "No such file or directory")) == (errors.NO_FOLDER, 1)
    assert errors.sentence(WrongUse("a word")) == ("a word", 2)
