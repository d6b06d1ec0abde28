"""What the fork server loads for its workers."""

import sys

import pytest

from flows.workers import Budget, Job, Workers
from tests.flows import jobs


def test_workers_begin_with_the_models_of_the_fork_server() -> None:
    with Workers(1, Budget(cpu_seconds=20, memory_mb=512), preload="flows.warm") as pool:
        [(_, loaded)] = pool.map(Job(jobs.models_loaded), [None])
    assert loaded == {"spacy": True, "onnxruntime": True, "frozen": True}


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_numpy_takes_one_thread_since_processes_share_the_cores() -> None:
    with Workers(1, Budget(cpu_seconds=20, memory_mb=512), preload="tests.flows.jobs") as pool:
        [(_, threads)] = pool.map(Job(jobs.threads_of_numpy), [None])
    assert threads == 1
