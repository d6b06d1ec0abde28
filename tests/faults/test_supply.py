"""What is installed and shipped: pinned, checked by its hash, and never run as code by being read."""

import ast
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "extractors" / "data"
ROOMS = ("extractors", "warehouse", "flows")
RUNS_WHAT_IT_READS = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "yaml"}
# Machine-made, so that nobody would see a change of them in a diff. After a model was trained anew:
# (cd extractors/data && sha256sum FILES) > tests/faults/models.sha256
SUMS = Path(__file__).with_name("models.sha256")


def sums() -> dict[str, str]:
    rows = (line.split() for line in SUMS.read_text(encoding="ascii").splitlines())
    return {name: digest for digest, name in rows}


def test_every_machine_made_model_is_the_one_that_was_measured() -> None:
    assert {name: sha256((DATA / name).read_bytes()).hexdigest() for name in sums()} == sums()


def test_no_machine_made_file_is_without_a_sum() -> None:
    made = {path.name for path in DATA.iterdir() if path.suffix in {".npy", ".json", ".onnx", ".bin", ".npz"}}
    assert made <= sums().keys()


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_that_is_read_is_run(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
                assert not {name.split(".")[0] for name in names} & RUNS_WHAT_IT_READS, path
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else ""
                assert called not in {"eval", "exec"}, path
                allowed = {word.arg for word in node.keywords if ast.unparse(word.value) != "False"}
                assert not allowed & {"allow_pickle", "shell"}, path


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "deploy").glob("requirements*.txt")))
def test_each_requirement_is_pinned_with_a_sha256_and_no_host_is_named(name: str) -> None:
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    packages = [each for each in text.replace("\\\n", " ").splitlines() if each and not each.startswith("#")]
    assert packages
    assert [each for each in packages if "==" not in each or "--hash=sha256:" not in each] == []
    assert "://" not in text
    assert "--index" not in text
