"""The little of ONNX that the encoder needs: the numbers in a model's file, and a network of one's own as such a file.

ONNX files are protocol buffers: a message is a row of fields, each a key, which says its number and kind, and a value.
The numbers of the fields are those of ONNX's own onnx.proto, the operations those of its opset 20 and, where that has
none, of onnxruntime (ContribOperators.md).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_VARINT, _BYTES, _FLOAT = 0, 2, 5  # kinds of values
_FIXED = {1: 8, _FLOAT: 4}  # other kinds -> bytes
_GRAPH, _TENSOR = 7, 5  # of a model, of a graph
_DIMENSIONS, _TYPE, _NAME, _NUMBERS = 1, 2, 8, 9  # of a tensor
_TYPES: Mapping[int, type[np.generic]] = {1: np.float32, 2: np.uint8, 3: np.int8, 7: np.int64, 9: np.bool_}
_IR, _OPSET = 9, 20  # versions, of what onnxruntime 1.20 knows
_OF_ONNXRUNTIME = {"MatMulIntegerToFloat", "MultiHeadAttention"}
_DOMAIN = "com.microsoft"

Numbers = NDArray[Any]


def tensors(model: bytes) -> dict[str, Numbers]:
    """Return the numbers that a model's file holds, by their names."""
    (graph,) = (value for number, value in _fields(memoryview(model)) if number == _GRAPH)
    return dict(_tensor(value) for number, value in _fields(graph) if number == _TENSOR)


class Graph:
    """Operations in the order in which they run; each result and each constant is known by a name."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []

    def constant(self, numbers: Numbers) -> str:
        """Return the name of these numbers."""
        name = f"constant_{len(self._tensors)}"
        kind = next(number for number, each in _TYPES.items() if each == numbers.dtype)
        row = [_number(_DIMENSIONS, size) for size in numbers.shape]
        row += [_number(_TYPE, kind), _text(_NAME, name), _field(_NUMBERS, numbers.tobytes())]
        self._tensors.append(b"".join(row))
        return name

    def add(self, operation: str, *inputs: str, **attributes: float) -> str:
        """Add an operation with one result; return the result's name. An input without a name is left out."""
        return self.add_many(operation, 1, *inputs, **attributes)[0]

    def add_many(self, operation: str, results: int, *inputs: str, **attributes: float) -> tuple[str, ...]:
        """Add an operation with so many results; return their names."""
        names = tuple(f"{operation}_{len(self._nodes)}_{number}" for number in range(results))
        row = [_text(1, name) for name in inputs] + [_text(2, name) for name in names] + [_text(4, operation)]
        row += [_field(5, _attribute(name, value)) for name, value in attributes.items()]
        row += [_text(7, _DOMAIN)] if operation in _OF_ONNXRUNTIME else []
        self._nodes.append(b"".join(row))
        return names

    def model(self, given: str, result: str, width: int) -> bytes:
        """Return the file of a model that makes `result` of `given`, both rows of so many floats in a batch of one."""
        graph = [_field(1, node) for node in self._nodes] + [_text(2, "network")]
        graph += [_field(_TENSOR, tensor) for tensor in self._tensors]
        graph += [_field(11, _value(given, width)), _field(12, _value(result, width))]
        opsets = [_text(1, "") + _number(2, _OPSET), _text(1, _DOMAIN) + _number(2, 1)]
        return b"".join([_number(1, _IR), _field(_GRAPH, b"".join(graph)), *(_field(8, each) for each in opsets)])


def _tensor(message: memoryview) -> tuple[str, Numbers]:
    fields = list(_fields(message))
    only = {number: value for number, value in fields if number != _DIMENSIONS}
    shape = [size for number, value in fields if number == _DIMENSIONS for size in _varints(value)]
    kind = _TYPES[next(_varints(only[_TYPE]))]
    numbers: Numbers = np.frombuffer(only.get(_NUMBERS, b""), kind).reshape(shape)
    return bytes(only[_NAME]).decode(), numbers


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + _encoded(2 << 3 | _FLOAT) + struct.pack("<f", value) + _number(20, 1)


def _value(name: str, width: int) -> bytes:
    sizes = (_number(1, 1), _text(2, "rows"), _number(1, width))
    shape = b"".join(_field(1, size) for size in sizes)
    return _text(1, name) + _field(2, _field(1, _number(1, 1) + _field(2, shape)))


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield the fields of a message: their numbers, and their values as bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        if key & 7 == _VARINT:
            _, end = _varint(message, at)
        elif key & 7 == _BYTES:
            size, at = _varint(message, at)
            end = at + size
        else:
            end = at + _FIXED[key & 7]
        yield key >> 3, message[at:end]
        at = end


def _varints(values: memoryview) -> Iterator[int]:
    at = 0
    while at < len(values):
        number, at = _varint(values, at)
        yield number


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """Return the number that begins here, seven bits a byte from the lowest, and where it ends."""
    number = shift = 0
    while True:
        byte = message[at]
        number, shift, at = number | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:  # noqa: PLR2004  the last one has no eighth bit
            return number, at


def _number(field: int, number: int) -> bytes:
    return _encoded(field << 3 | _VARINT) + _encoded(number)


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode())


def _field(field: int, value: bytes) -> bytes:
    return b"".join([_encoded(field << 3 | _BYTES), _encoded(len(value)), value])


def _encoded(number: int) -> bytes:
    """Return a number as seven bits a byte from the lowest, a negative one as 64 bits of two's complement."""
    digits, number = bytearray(), number & (1 << 64) - 1
    while number > 127:  # noqa: PLR2004
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])
