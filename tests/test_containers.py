"""The compose file and the Dockerfile, checked without an engine: what they name is in this project and its tools."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import Any

import prefect.settings
import pytest
import yaml  # type: ignore[import-untyped]  # Prefect brings it, its types are another package

from flows.deployments import offered
from flows.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
DEPLOYMENTS: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "prefect.yaml").read_text(encoding="utf-8"))
OURS = {name: each for name, each in COMPOSE["services"].items() if "build" in each}


def instructions(word: str) -> list[str]:
    return re.findall(rf"^{word} (.+)$", DOCKERFILE, re.MULTILINE)


def test_every_image_is_pinned_and_runs_as_nobody_special() -> None:
    images = [*instructions("FROM"), *(each["image"] for each in COMPOSE["services"].values() if "build" not in each)]
    assert len(images) == 2
    assert all(re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+", image) for image in images)
    assert instructions("USER") == ["newsduck"]
    assert DOCKERFILE.index("USER newsduck") < DOCKERFILE.index("CMD")


def test_what_is_copied_is_there_and_is_all_that_is_installed() -> None:
    sources = [word for line in instructions("COPY") for word in line.split()[:-1]]
    assert [name for name in sources if not (ROOT / name).exists()] == []
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert set(built["targets"]["wheel"]["packages"]) <= set(sources)


def test_every_service_hangs_together() -> None:
    services = COMPOSE["services"]
    for each in services.values():
        assert set(each.get("depends_on", ())) <= services.keys()
        named = {volume.partition(":")[0] for volume in each.get("volumes", ())}
        assert named <= COMPOSE["volumes"].keys()
    for each in OURS.values():
        assert (ROOT / "deploy" / each["build"]["context"] / each["build"]["dockerfile"]).samefile(
            ROOT / "deploy" / "Dockerfile"
        )


def test_every_setting_is_one_of_ours_or_of_prefect() -> None:
    names = {name for each in OURS.values() for name in each["environment"]}
    names |= set(re.findall(r"\b([A-Z]+_[A-Z_]+)=", DOCKERFILE))
    ours = {PREFIX + name.upper() for name in Settings.model_fields}
    assert {name for name in names if name.startswith(PREFIX)} <= ours
    assert [name for name in names if name.startswith("PREFECT_") and not hasattr(prefect.settings, name)] == []


def test_the_warehouse_of_the_services_is_a_lake_in_the_volume() -> None:
    environment = COMPOSE["x-newsduck"]["environment"]
    made = Settings(warehouse=environment["NEWSDUCK_WAREHOUSE"], warehouse_data=environment["NEWSDUCK_WAREHOUSE_DATA"])
    assert made.lake is not None
    assert made.lake.data.startswith(COMPOSE["x-newsduck"]["volumes"][0].partition(":")[2])


@pytest.mark.parametrize("service", ["server", "worker", "scheduler", "dask"])
def test_commands_of_services_have_the_options_that_they_are_given(service: str) -> None:
    command = OURS[service]["command"]
    words = list(takewhile(lambda word: not word.startswith("--") and "://" not in word, command))
    if find_spec(words[0]) is None:
        pytest.skip(f"the extra `{words[0]}` is not installed")
    shown = subprocess.run(  # noqa: S603  the tools of our own environment
        [sys.executable, "-m", *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"COLUMNS": "200", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"},
    ).stdout
    assert [
        word for word in command if word.startswith("--") and not re.search(rf"{word}\b|/{word[2:]}\b", shown)
    ] == []


def test_prefect_yaml_has_the_deployments_of_serve_with_their_schedules() -> None:
    served = {
        (f"{flow.__module__}.{flow.fn.__name__}", name): schedule for flow, name, schedule in offered(Settings(), "900")
    }
    found = {(each["entrypoint"], each["name"]): each for each in DEPLOYMENTS["deployments"]}
    assert found.keys() == served.keys()
    for key, schedule in served.items():
        mine = found[key].get("schedules", [{}])[0]
        assert mine.get("cron") == (schedule.cron if schedule else None)
        assert mine.get("interval") == (schedule.interval.total_seconds() if schedule and schedule.interval else None)
        assert found[key]["work_pool"] == {"name": "newsduck"}
    scheduled = found["flows.pipeline.pipeline", "scheduled"]
    assert scheduled["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
