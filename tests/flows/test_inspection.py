import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.command import Newsduck
from tests.flows.site import Site, page
from tests.flows.test_run import ferry

SHARE = ferry().replace("</p><p>Brennan", '</p><div class="share-bar">Share this article</div><p>Brennan')


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/ferry": page(SHARE), "/gone": page("<p>gone</p>", 410)}) as site:
        yield site


def test_a_file_is_shown_line_by_line_and_nothing_is_stored(newsduck: Newsduck, tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_text(SHARE)
    done = newsduck("inspect", "ferry.html")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert any(line.startswith("  The ferry in Galway was decided") for line in lines)
    assert any(line.startswith("- Share this article  [html: ") for line in lines)
    assert any("Aoife Brennan" in line and line.startswith("entity") for line in lines)
    assert not (tmp_path / "data").exists()


def test_an_address_is_asked_politely_and_the_rest_is_json(newsduck: Newsduck, site: Site) -> None:
    done = newsduck("inspect", "--json", site.url("/ferry"), NEWSDUCK_ALLOW_PRIVATE="true")
    found = json.loads(done.out)
    assert found["article"]["title"] == "Ferry service resumes in the bay"
    assert {line["fate"] for line in found["lines"]} == {"kept", "removed", "left_out"}
    assert [line["rule"] for line in found["lines"] if line["text"] == "Share this article"] != [None]
    assert found["story"] is None
    assert site.requests == ["/robots.txt", "/ferry"]


def test_the_nearest_story_of_the_warehouse_is_named(newsduck: Newsduck, tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_text(SHARE)
    (tmp_path / "again.html").write_text(ferry().replace("after long talks", "after talks that took all night"))
    newsduck("load", "ferry.html")
    found = json.loads(newsduck("inspect", "--json", "again.html").out)
    assert found["story"]["title"] == "Ferry service resumes in the bay"


@pytest.mark.parametrize(
    ("place", "code", "expected"),
    [
        ("missing.html", 2, "missing.html cannot be loaded"),
        ("empty.html", 1, "empty.html is no article"),
        ("{site}/gone", 1, "410"),
        ("http://10.0.0.1/", 1, "10.0.0.1"),
    ],
)
def test_what_is_no_article_says_why(  # noqa: PLR0913, PLR0917  the case and its fixtures
    newsduck: Newsduck, site: Site, tmp_path: Path, place: str, code: int, expected: str
) -> None:
    (tmp_path / "empty.html").write_text("<html><body></body></html>")
    allow = "false" if "10.0" in place else "true"
    done = newsduck("inspect", place.format(site=site.url("").rstrip("/")), NEWSDUCK_ALLOW_PRIVATE=allow)
    assert done.code == code
    assert expected in done.err
    assert len(done.err.splitlines()) == 1
