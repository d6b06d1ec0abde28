"""The saved queries: example SQL on the reporting views, each answering a question that its first line asks."""

from __future__ import annotations

from importlib import resources

_FOLDER = resources.files("warehouse") / "queries"


def names() -> list[tuple[str, str]]:
    """Return each saved query's name with the question that it answers, in order of the names."""
    files = sorted(entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".sql"))
    found = [name.removesuffix(".sql") for name in files]
    return [(name, text(name).partition("\n")[0].removeprefix("-- ")) for name in found]


def text(name: str) -> str:
    """Return the SQL of a saved query; raise KeyError where there is none of that name."""
    try:
        return (_FOLDER / f"{name}.sql").read_text("utf-8")
    except FileNotFoundError:
        raise KeyError(name) from None
