"""What was forgotten: files and functions that grew, names that say nothing, things the README does not name."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import reference

ROOT = Path(__file__).parents[1]
ROOMS = ("extractors", "warehouse", "flows")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
VOCABULARY = ROOT / "extractors" / "records.py"  # one table a record, all in one place on purpose
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "core"}
AT_ROOT = {
    "CHANGELOG.md", "CONTRIBUTING.md", "DECISIONS.md", "LICENSE", "Makefile", "README.md",
    "deploy", "extractors", "flows", "pyproject.toml", "tests", "warehouse",
}  # fmt: skip


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode:
        pytest.skip("not a git checkout")
    return listed.stdout.splitlines()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_at_most_250_lines_and_a_function_40(path: Path) -> None:
    assert path == VOCABULARY or len(path.read_text(encoding="utf-8").splitlines()) <= 250
    assert [(name, lines) for name, lines in functions(path) if lines > 40] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in MODULES if path.stem in NAMELESS] == []


def test_nothing_else_stands_at_the_root() -> None:
    top = {name.split("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} - AT_ROOT == set()


@pytest.mark.parametrize("room", ["extractors", "flows", "warehouse"])
def test_the_docstring_of_a_room_names_each_module(room: str) -> None:
    text = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__", "__main__"}
    assert {name for name in modules if not re.search(rf"^[\w ]*\b{name} ", text, re.MULTILINE)} == set()


@pytest.mark.parametrize("command", [words for words, _ in reference.commands()])
def test_each_command_stands_in_the_readme(command: str) -> None:
    assert f"newsduck {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("view", sorted(path.stem for path in (ROOT / "warehouse" / "views").glob("*.sql")))
def test_each_view_stands_in_the_reference(view: str) -> None:
    assert f"report.{view}" in (ROOT / "deploy" / "docs" / "reference.md").read_text(encoding="utf-8")


def test_each_direct_dependency_has_its_reason_in_decisions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    names = {re.split(r"[\[<>=~!; ]", each)[0] for each in declared}
    text = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_the_locks_pin_every_package_by_hash_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        lines = (ROOT / "deploy" / name).read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if "://" in line or line.startswith("--")]
        pinned = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert pinned
        assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []


def test_prefect_stands_only_where_flows_are() -> None:
    naming = {
        path.stem
        for path in MODULES
        if re.search(r"^(from|import) prefect\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert naming == {"pipeline", "engine", "deployments", "zombies"}
