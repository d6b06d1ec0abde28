"""The network built anew gives what the model's file gives, and says which products it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors import embeddings, encoder, onnx_format
from extractors.encoder import Encoder, Floats

TEXTS = ([101, 102], [101, 2415, 2924, 102], [101, *[0] * 9, 102], [101, *range(2000, 2254), 102])


@pytest.fixture(scope="module")
def model() -> bytes:
    return embeddings.model_file(embeddings.PACKAGE)


@pytest.fixture(scope="module")
def by_file(model: bytes) -> Callable[[list[int]], Floats]:
    """What the file itself computes, masks and all."""
    embeddings.warm_up()  # imports onnxruntime, with its telemetry switched off
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def encoded(ids: list[int]) -> Floats:
        row = np.array([ids], np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        found: Floats = session.run(["last_hidden_state"], given)[0][0]
        return found

    return encoded


def _unit(rows: Floats) -> NDArray[np.float64]:
    mean = rows.mean(axis=0, dtype=np.float64)
    found: NDArray[np.float64] = mean / np.linalg.norm(mean)
    return found


@pytest.mark.parametrize(("in_bytes", "apart", "distance"), [(False, 1e-4, 1e-11), (True, 0.02, 1e-6)])
def test_vectors_are_those_of_the_file(
    model: bytes, by_file: Callable[[list[int]], Floats], *, in_bytes: bool, apart: float, distance: float
) -> None:
    if in_bytes and not encoder.has_fast_bytes():
        pytest.skip("without VNNI a product of bytes may overflow, and none is made")
    network = Encoder(model, in_bytes=in_bytes)
    for ids in TEXTS:
        expected, found = by_file(ids), network.vectors(ids)
        assert found.shape == expected.shape
        assert np.abs(found - expected).max() < apart
        assert 1 - _unit(found) @ _unit(expected) < distance


@pytest.mark.parametrize(("found", "expected"), [(["X86_V3", "AVX512_ICL"], True), (["X86_V3", "X86_V4"], False)])
def test_bytes_are_for_processors_with_instructions_for_them(
    monkeypatch: pytest.MonkeyPatch, *, found: list[str], expected: bool
) -> None:
    monkeypatch.setattr(np, "show_config", lambda mode: {mode and "SIMD Extensions": {"found": found}})
    assert encoder.has_fast_bytes() is expected


def test_a_file_without_the_weights_is_refused() -> None:
    with pytest.raises(KeyError, match="word_embeddings"):
        Encoder(onnx_format.Graph().model("rows", "rows", 384), in_bytes=False)


@pytest.mark.parametrize(
    "numbers",
    [
        np.array([[1.5, -2.5, 0.0]], np.float32),
        np.array([-128, 127], np.int8),
        np.array([0, 255], np.uint8),
        np.array([-1, 2**40, 300], np.int64),
        np.array(7.0, np.float32),
        np.empty((0, 3), np.float32),
    ],
)
def test_constants_are_read_as_written(numbers: NDArray[Any]) -> None:
    graph = onnx_format.Graph()
    name = graph.constant(numbers)
    found = onnx_format.tensors(graph.model("rows", "rows", 3))[name]
    assert found.dtype == numbers.dtype
    np.testing.assert_array_equal(found, numbers)
