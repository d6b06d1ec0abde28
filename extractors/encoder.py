"""Token numbers -> their vectors: the network of all-MiniLM-L6-v2, built anew of the weights in its ONNX file.

A transformer of six layers (Vaswani et al., "Attention is all you need", 2017; Devlin et al., "BERT", 2018). Its file
keeps the weights in bytes, one scale a column, but computes with floats, with masks for padding that no text of ours
has, and an operation at a time. Here the products are of bytes, for which processors with VNNI or AMX have
instructions: a number x is taken as s·h + t·l, h the nearest of 256 values and l the nearest of 256 for what is then
left of x, and the sum of two products of bytes is as exact as one of floats (cosine to it 1 - 1e-7 on 129 leads; with
h alone .994) at a third of its CPU. A lead of 256 tokens takes 27 CPU ms, by the file itself 56.

onnxruntime runs it. Without those instructions products of bytes gain nothing and can overflow in its kernels: there
the products are of floats.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.onnx_format import Graph, Numbers, tensors

_WIDTH, _LAYERS, _HEADS = 384, 6, 12
_EPSILON = 1e-12  # of BERT's layer normalization
_DENSE = (  # of a layer, in the order in which the file numbers their weights
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_EMBEDDINGS = "inner.embeddings."
_VNNI = {"AVX512_ICL", "AVX512_SPR"}  # numpy's names for families of processors that have it
_ERRORS = 3  # of onnxruntime's levels of severity

Floats = NDArray[np.float32]


def has_fast_bytes() -> bool:
    """Tell whether this processor has instructions for products of bytes that were measured to pay (x86 with VNNI)."""
    known: Any = np.show_config(mode="dicts")
    return not _VNNI.isdisjoint(known["SIMD Extensions"]["found"])


class Encoder:
    """The network, ready to run in one thread."""

    def __init__(self, model: bytes, *, in_bytes: bool) -> None:
        """Take the weights of the model's ONNX file; `in_bytes` says of what the products are."""
        weights = tensors(model)
        self._words: Numbers = weights[f"{_EMBEDDINGS}word_embeddings.weight_q"].copy()  # frees the rest of the file
        self._scales: Floats = weights[f"{_EMBEDDINGS}word_embeddings.weight_scale"].copy()
        places = weights[f"{_EMBEDDINGS}position_embeddings.weight_q"].astype(np.float32)
        places *= weights[f"{_EMBEDDINGS}position_embeddings.weight_scale"]
        self._places: Floats = places + weights[f"{_EMBEDDINGS}token_type_embeddings.weight"][0]
        self._session = _session(_Network(weights, in_bytes).model())

    def vectors(self, ids: Sequence[int]) -> Floats:
        """Return a row of 384 numbers for each of these tokens (at most 512) of one text."""
        rows = self._words[ids] * self._scales[ids] + self._places[: len(ids)]
        (found,) = self._session.run(None, {"rows": rows[np.newaxis]})
        encoded: Floats = found[0]
        return encoded


@dataclass(frozen=True, slots=True)
class _Dense:
    """A product: weights in bytes, the scale of each column, and what is added."""

    weights: Numbers
    scales: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class _Split:
    """A result as sum of two of bytes, each with the names of its numbers, their scale and their zero."""

    high: tuple[str, ...]
    low: tuple[str, ...]


class _Network:
    """Writes the network as a graph."""

    def __init__(self, weights: dict[str, Numbers], in_bytes: bool) -> None:  # noqa: FBT001
        self._weights, self._in_bytes = weights, in_bytes
        self._graph = Graph()
        self._named = dict(_named(weights))

    def model(self) -> bytes:
        """Return the file of the network: rows of words with their places -> rows of the last layer."""
        state = self._normalized("rows", f"{_EMBEDDINGS}LayerNorm")
        for number in range(_LAYERS):
            state = self._layer(state, f"inner.encoder.layer.{number}.")
        return self._graph.model("rows", state, _WIDTH)

    def _layer(self, state: str, layer: str) -> str:
        query, key, value, attended, inner, outer = (self._named[layer + part] for part in _DENSE)
        operand = self._operand(state)
        asked = [self._product(operand, each) for each in (query, key, value)]
        found = self._graph.add("MultiHeadAttention", *asked, num_heads=_HEADS)
        told = self._graph.add("Add", state, self._product(self._operand(found), attended))
        state = self._normalized(told, f"{layer}attention.output.LayerNorm")
        active = self._graph.add("Gelu", self._product(self._operand(state), inner))
        made = self._graph.add("Add", state, self._product(self._operand(active), outer))
        return self._normalized(made, f"{layer}output.LayerNorm")

    def _normalized(self, rows: str, name: str) -> str:
        scale, shift = (self._graph.constant(self._weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        return self._graph.add("LayerNormalization", rows, scale, shift, axis=-1, epsilon=_EPSILON)

    def _operand(self, rows: str) -> _Split | str:
        """Return rows as products take them."""
        if not self._in_bytes:
            return rows
        high = self._graph.add_many("DynamicQuantizeLinear", 3, rows)
        left = self._graph.add("Sub", rows, self._graph.add("DequantizeLinear", *high))
        return _Split(high, self._graph.add_many("DynamicQuantizeLinear", 3, left))

    def _product(self, rows: _Split | str, dense: _Dense) -> str:
        bias = self._graph.constant(dense.bias)
        if isinstance(rows, str):
            weights = self._graph.constant(dense.weights * dense.scales)
            return self._graph.add("Add", self._graph.add("MatMul", rows, weights), bias)
        weights, scales = self._graph.constant(dense.weights), self._graph.constant(dense.scales)
        (high, scale, zero), (low, low_scale, low_zero) = rows.high, rows.low
        product = "MatMulIntegerToFloat"
        most = self._graph.add(product, high, weights, scale, scales, zero, "", bias)
        return self._graph.add("Add", most, self._graph.add(product, low, weights, low_scale, scales, low_zero))


def _named(weights: dict[str, Numbers]) -> Iterator[tuple[str, _Dense]]:
    """Yield the products by their names; the file names their biases, and numbers their weights in the same order."""
    numbered = sorted((name for name in weights if name.startswith("val_") and name.endswith("_q")), key=_place)
    names = [f"inner.encoder.layer.{layer}.{part}" for layer in range(_LAYERS) for part in _DENSE]
    for name, matrix in zip(names, numbered, strict=True):
        scales = weights[f"{matrix.removesuffix('_q')}_scale"].reshape(-1)
        yield name, _Dense(weights[matrix], scales, weights[f"{name}.bias"])


def _place(name: str) -> int:
    return int(name.split("_")[1])


def _session(model: bytes) -> Any:  # noqa: ANN401  onnxruntime ships no types
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # else its import writes an id into the home folder
    import onnxruntime  # noqa: PLC0415  0.3 CPU s, and only who embeds pays for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes share the cores, threads would fight
    options.log_severity_level = _ERRORS
    # Further levels fuse addition and normalization, whose kernel goes number by number: six times the CPU of both.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
