"""What somebody who mistyped a name may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def meant(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'bbc'?" for the nearest known name; empty where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  most names are right

    by_key = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), by_key, n=1)
    return f"; did you mean {by_key[near[0]]!r}?" if near else ""
