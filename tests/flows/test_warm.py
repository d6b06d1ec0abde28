"""What the fork server loads for its workers."""

import json
import subprocess
import sys

import pytest

from tests.flows.command import ROOT

# In a process of its own: a process has one fork server, which holds what was asked for first.
_ASKED = """
import json, sys
from flows.workers import Budget, Job, Workers
from tests.flows import jobs

with Workers(1, Budget(cpu_seconds=20, memory_mb=512), preload=sys.argv[1]) as pool:
    [(_, said)] = pool.map(Job(getattr(jobs, sys.argv[2])), [None])
print(json.dumps(said))
"""


def said(preload: str, job: str) -> object:
    command = [sys.executable, "-c", _ASKED, preload, job]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=180)  # noqa: S603  ours
    return json.loads(done.stdout)


def test_workers_begin_with_the_models_of_the_fork_server() -> None:
    assert said("flows.warm", "models_loaded") == {"spacy": True, "onnxruntime": True, "frozen": True}


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_numpy_takes_one_thread_since_processes_share_the_cores() -> None:
    assert said("tests.flows.jobs", "threads_of_numpy") == 1
