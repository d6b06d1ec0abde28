"""The capacity figures follow from what was measured: some by article, some by run."""

import json

import pytest

from tests.benchmarks.capacity import FIGURES, RUNS, figures, need

LINE = {
    "articles": 100,
    "stages": {
        "read": (20.0, 30.0),
        "load": (1.0, 1.0),
        "cluster": (2.0, 2.0),
        "publish": (0.5, 0.6),
        "other": (4.5, 0),
    },
    "bytes": {"archive": 3_000_000, "published": 2_000_000},
    "parent_mb": 400.0,
    "worker_mb": 600.0,
}


def test_stages_grow_with_articles_and_the_rest_with_runs() -> None:
    found = need(figures(LINE), 10_000)
    assert found.cpu_seconds == pytest.approx(10_000 * 0.23 + RUNS * 5.0)
    assert found.loader_share == pytest.approx(10_000 * 0.03 / 86_400)
    assert found.archive_gb == pytest.approx(0.3)
    assert found.host_requests_second == pytest.approx((50 + 49) / 86_400)


def test_the_figures_that_are_kept_can_be_read_and_scale() -> None:
    measured = figures(json.loads(FIGURES.read_text(encoding="utf-8").splitlines()[0]))
    few, many = need(measured, 10_000), need(measured, 10_000_000)
    assert {"fetch", "read", "enrich", "load", "cluster"} <= measured.by_article.keys()
    assert few.cores < 1 < many.cores
    assert many.archive_gb == pytest.approx(1000 * few.archive_gb)
