"""What stands in deploy/examples runs on the published file, offline; skipped where its tool is not installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from tests.flows.command import ROOT, Newsduck
from tests.flows.test_reprocess import ROWS

EXAMPLES = ROOT / "deploy" / "examples"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    assert Newsduck(folder)("load", "rows.jsonl").code == 0
    return folder / "data"


def run(*command: str, home: Path, folder: Path) -> str:
    environment = os.environ | {"NEWSDUCK_HOME": str(home), "DO_NOT_TRACK": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own examples
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(find_spec("marimo") is None, reason="marimo is not installed")
def test_the_notebook_runs(home: Path, tmp_path: Path) -> None:
    run(sys.executable, str(EXAMPLES / "notebook.py"), home=home, folder=tmp_path)
    page = tmp_path / "news.html"
    notebook = str(EXAMPLES / "notebook.py")
    run(sys.executable, "-m", "marimo", "export", "html", notebook, "-o", str(page), home=home, folder=tmp_path)
    assert "Harbour bridge closes" in page.read_text("utf-8")


@pytest.mark.skipif(shutil.which("dbt") is None, reason="dbt-duckdb is not installed")
def test_dbt_builds_its_models(home: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "dbt", tmp_path / "dbt")
    run("dbt", "build", "--profiles-dir", ".", home=home, folder=tmp_path / "dbt")
    with duckdb.connect(tmp_path / "dbt" / "news_models.duckdb") as db:
        assert db.execute("SELECT sum(w.articles) FROM weekly_sources AS w").fetchall() == [(len(ROWS),)]
