"""Numbers into the geometry of small charts; the templates draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in its units: place and height from the top left."""

    x: float
    y: float
    height: float


def bars(counts: Sequence[int], width: float, height: float) -> list[Bar]:
    """Return a bar for each count above zero, at least a unit high, so that one article can be seen.

    Args:
        counts: One for each step, in order.
        width: From one bar to the next.
        height: Of the chart, filled by the largest count.

    """
    most = max(counts, default=0)
    tall = [(n, max(1.0, round(height * count / most, 1)) if count else 0.0) for n, count in enumerate(counts)]
    return [Bar(round(n * width, 1), round(height - size, 1), size) for n, size in tall if size]


def stacked(layers: Sequence[Sequence[int]], width: float, height: float) -> list[list[tuple[float, float]]]:
    """Return the corners of each layer of a stacked area, the first layer at the bottom.

    All layers are equally long, two steps at least, and none is negative.
    """
    steps = len(layers[0]) if layers else 0
    most = peak(layers)
    below = [0] * steps
    polygons = []
    for layer in layers:
        above = [low + count for low, count in zip(below, layer, strict=True)]
        line = [*enumerate(above), *reversed(list(enumerate(below)))]
        across, up = width / (steps - 1), height / max(most, 1)
        polygons.append([(round(n * across, 1), round(height - count * up, 1)) for n, count in line])
        below = above
    return polygons


def peak(layers: Sequence[Sequence[int]]) -> int:
    """Return what fills the height of a stacked area: the largest sum of a step."""
    return max((sum(column) for column in zip(*layers, strict=True)), default=0)


def spoken(counts: Sequence[int], names: Sequence[str], shown: int = 8) -> str:
    """Return the steps that have something as words, "05:00 2, 09:00 1"; beyond `shown` only the largest, in order."""
    some = [(name, count) for name, count in zip(names, counts, strict=True) if count]
    kept = sorted(range(len(some)), key=lambda n: (-some[n][1], n))[:shown]
    told = ", ".join(f"{some[n][0]} {some[n][1]}" for n in sorted(kept))
    return (told or "none") + (f" and {len(some) - shown} more with fewer" if len(some) > shown else "")
