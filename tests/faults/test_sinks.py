"""Some hostile strings to a terminal; `python -m tests.faults.sinks` takes all of them to every sink."""

from pathlib import Path

from tests.faults import sinks, strings
from tests.faults.sinks import Sinks

HOSTILE = (*strings.TERMINAL[::5], strings.MARKUP[0], strings.FORMULAS[0], strings.PATHS[0], strings.MARKDOWN[0])


def test_titles_addresses_and_file_names_are_inert_on_a_terminal(tmp_path: Path) -> None:
    sinks_ = Sinks(tmp_path, HOSTILE)
    assert sinks_.load() == []
    assert list(sinks_.shown("sql")) == []
    assert sinks_.outside() == []


def test_what_is_not_inert_is_found() -> None:
    assert list(sinks._as_a_page("<p><script>x</script><a href='javascript:x' onclick=x>\u202e</a>"))  # noqa: SLF001
    assert list(sinks._as_markdown("<b>\n[x](javascript:x)"))  # noqa: SLF001
    assert list(sinks._as_a_spreadsheet("a,b\n=1,2\n"))  # noqa: SLF001
    assert sinks._on_a_terminal("x", "\x1b[2J")  # noqa: SLF001
