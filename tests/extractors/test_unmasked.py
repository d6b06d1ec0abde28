"""The encoder without its masks gives what it gives with them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from extractors import embeddings, unmasked


@pytest.fixture(scope="module")
def model() -> bytes:
    return embeddings.model_file(embeddings.PACKAGE)


def _encoder(model: bytes) -> Callable[[list[int]], bytes]:
    embeddings.warm_up()  # imports onnxruntime, with its telemetry switched off
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def encoded(ids: list[int]) -> bytes:
        row = np.array([ids], np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        numbers: bytes = session.run(["last_hidden_state"], given)[0].tobytes()
        return numbers

    return encoded


def test_numbers_are_the_same_to_the_bit(model: bytes) -> None:
    masked, bare = _encoder(model), _encoder(unmasked.unmasked(model))
    for ids in ([101, 102], [101, 2415, 2924, 102], [101, *range(2000, 2254), 102]):
        assert masked(ids) == bare(ids)


def test_what_masks_is_gone_and_nothing_else(model: bytes) -> None:
    bare = unmasked.unmasked(model)
    assert b"IsNaN" in model
    assert b"IsNaN" not in bare
    assert bare.count(b"Softmax") == model.count(b"Softmax")
    assert unmasked.unmasked(bare) == bare
