"""The README and the pages of deploy/docs: what they show is what comes out, and what they link to is there."""

import re
from pathlib import Path

import pytest

from tests import console, readme, reference

Samples = tuple[Path, str]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(#[^)]+)?\)")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    folder = tmp_path_factory.mktemp("docs") / "samples"
    return folder, readme.loaded(folder)


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_comes_out(page: Path, samples: Samples, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    now = console.played(readme.rewritten(text, *samples), tmp_path / "scratch", samples[0])
    assert text == now, "see `python -m tests.readme --accept`"


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        file = page.parent / target
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor[1:] in {re.sub(r"[^\w -]", "", each).strip().lower().replace(" ", "-") for each in headings}


def test_nothing_stands_in_the_list_of_what_is_not_run_for_nothing() -> None:
    typed = [each.text for page in readme.PAGES for each in console.commands(page.read_text(encoding="utf-8"))]
    assert [start for start in console.NOT_RUN if not any(text.startswith(start) for text in typed)] == []


def test_the_pages_together_show_every_command() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in readme.PAGES)
    assert [words for words, _ in reference.commands() if f"newsduck {words}" not in text] == []


def test_an_output_may_leave_lines_out() -> None:
    assert console.is_as_shown(["a", "b", "c"], ["a", "…"])
    assert console.is_as_shown(["a", "b", "c"], ["…", "c"])
    assert not console.is_as_shown(["a", "b", "c"], ["a", "…", "d"])
    assert not console.is_as_shown(["a"], ["?"])
    assert not console.is_as_shown(["a", "b"], ["a"])
