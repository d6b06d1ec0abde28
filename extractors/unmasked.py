"""A sentence encoder in ONNX -> the same without what masks its attention.

Masks are for texts that were padded to one length. A text that goes through alone has no padding: its mask adds zero to
each score, and what looks for rows in which all is masked finds none. Both are done for each pair of words, and took a
seventh of the CPU. Leaving them out gives the same numbers to the bit.

ONNX files are protocol buffers: a message is a row of fields, each a key, which says its number and kind, and a value.
Only the nodes of the graph are looked into; everything else is copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_VARINT, _BYTES = 0, 2  # kinds of values
_FIXED = {1: 8, 5: 4}  # other kinds -> bytes
_GRAPH = 7 << 3 | _BYTES  # of a model
_NODE, _RESULT = 1 << 3 | _BYTES, 12 << 3 | _BYTES  # of a graph
_INPUT, _OUTPUT, _OPERATION = 1 << 3 | _BYTES, 2 << 3 | _BYTES, 4 << 3 | _BYTES  # of a node
_NAME = 1 << 3 | _BYTES  # of a result

_Field = tuple[int, memoryview]


@dataclass(frozen=True, slots=True)
class _Node:
    fields: tuple[_Field, ...]

    def all(self, key: int) -> list[bytes]:
        return [bytes(value) for found, value in self.fields if found == key]

    @property
    def operation(self) -> bytes:
        return self.all(_OPERATION)[0]


def unmasked(model: bytes) -> bytes:
    """Return this model without masks; as it is where it has none."""
    return _joined((key, _graph(value) if key == _GRAPH else value) for key, value in _fields(memoryview(model)))


def _graph(graph: memoryview) -> memoryview:
    fields = list(_fields(graph))
    nodes = [_Node(tuple(_fields(value))) for key, value in fields if key == _NODE]
    results = {bytes(dict(_fields(value))[_NAME]) for key, value in fields if key == _RESULT}
    kept = [(_NODE, _message(node.fields)) for node in _needed(_renamed(nodes), results)]
    return _message([*kept, *(each for each in fields if each[0] != _NODE)])


def _renamed(nodes: list[_Node]) -> Iterator[_Node]:
    """Yield the nodes, each with inputs that no mask was laid on."""
    same = dict(_equal(nodes))
    for node in nodes:
        yield _Node(
            tuple(
                (key, memoryview(same.get(bytes(value), bytes(value))) if key == _INPUT else value)
                for key, value in node.fields
            )
        )


def _equal(nodes: list[_Node]) -> Iterator[tuple[bytes, bytes]]:
    """Yield names of values with those of the values that they are equal to, without padding."""
    makers = {name: node for node in nodes for name in node.all(_OUTPUT)}
    for node in nodes:
        inputs = node.all(_INPUT)
        maker = makers.get(inputs[0]) if inputs else None
        if maker and node.operation == b"Softmax" and maker.operation == b"Add":  # scores + mask
            yield inputs[0], maker.all(_INPUT)[0]
        if maker and node.operation == b"Where" and maker.operation == b"IsNaN":  # 0 where all was masked
            yield node.all(_OUTPUT)[0], inputs[2]


def _needed(nodes: Iterable[_Node], results: set[bytes]) -> list[_Node]:
    """Return those nodes of which a result is made."""
    needed, kept = set(results), []
    for node in reversed(list(nodes)):
        if needed.intersection(node.all(_OUTPUT)):
            needed.update(node.all(_INPUT))
            kept.append(node)
    return kept[::-1]


def _fields(message: memoryview) -> Iterator[_Field]:
    """Yield the fields of a message: their keys, and their values as bytes."""
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
        yield key, message[at:end]
        at = end


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """Return the number that begins here, seven bits a byte from the lowest, and where it ends."""
    number = shift = 0
    while True:
        byte = message[at]
        number, shift, at = number | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:  # noqa: PLR2004  the last one has no eighth bit
            return number, at


def _message(fields: Iterable[_Field]) -> memoryview:
    return memoryview(_joined(fields))


def _joined(fields: Iterable[_Field]) -> bytes:
    pieces: list[bytes | memoryview] = []
    for key, value in fields:
        pieces.append(_encoded(key))
        if key & 7 == _BYTES:
            pieces.append(_encoded(len(value)))
        pieces.append(value)
    return b"".join(pieces)


def _encoded(number: int) -> bytes:
    digits = bytearray()
    while number > 127:  # noqa: PLR2004
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])
