"""What a benchmark wants of a figure, and whether that is met."""

from __future__ import annotations


def at_most(figure: float, goal: float, unit: str = "") -> str:
    """Return the closing words behind a figure that should not be above its goal."""
    return f" (goal: at most {goal:g}{unit}; {'met' if figure <= goal else 'NOT met'})"


def at_least(figure: float, goal: float, unit: str = "") -> str:
    """Return the closing words behind a figure that should not be below its goal."""
    return f" (goal: at least {goal:g}{unit}; {'met' if figure >= goal else 'NOT met'})"
