from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import article, dissection
from extractors.records import Page, Reading

HTML = """<html><head><title>Ferry stays in port</title></head><body><nav><a href="/">Berlin</a></nav><article>
<h1>Ferry stays in port</h1>
<p>The ferry to the islands will not sail before Friday, the harbour office in Berlin said on Tuesday morning.</p>
<p>Repairs of the engine take <b>longer</b> than planned, and no other ship is free before the weekend begins.</p>
<div class="share-bar">Share this article</div>
<p>Passengers can have their money back or take the bus by the bridge, which runs every hour until ten at night.</p>
</article><footer>Imprint</footer></body></html>"""


def dissected(body: str, content_type: str = "text/html") -> dict[str, tuple[str, str | None]]:
    page = Page(
        item="x", url=None, final_url=None, body=body.encode(), content_type=content_type, charset="utf-8",
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    reading = article.read(page)
    assert isinstance(reading, Reading)
    found = dissection.pieces(page, reading)
    assert sum(piece.fate == "removed" for piece in found) == len(reading.removed)
    return {piece.text: (piece.fate, piece.rule) for piece in found}


def test_each_line_of_a_page_has_its_fate() -> None:
    found = dissected(HTML)
    assert found[
        "Repairs of the engine take longer than planned, and no other ship is free before the weekend begins."
    ] == (
        "kept",
        None,
    )
    assert found["Share this article"][0] == "removed"
    assert found["Share this article"][1] is not None
    assert (found["Berlin"], found["Imprint"]) == (("left_out", None), ("left_out", None))


def test_a_list_of_headings_is_removed_and_the_headings_stay() -> None:
    sections = ("What the ferry needs", "Who pays for the repairs", "When it sails again")
    listed = "\n".join(f"{number}) {title}" for number, title in enumerate(sections, 1))
    prose = " ".join(["The harbour office in Galway said on Tuesday that the work takes another week."] * 4)
    text = f"Article Subheadings\n{listed}\n\n" + "\n\n".join(f"{title}\n\n{prose}" for title in sections)
    found = dissected(text, "text/plain")
    assert {found[f"{number}) {title}"] for number, title in enumerate(sections, 1)} <= {
        ("removed", "contents"),
        ("left_out", None),
    }
    assert found[prose] == ("kept", None)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_removed_block_is_missing(lines: list[str]) -> None:
    body = HTML.replace("<footer>", "".join(f"<p>{line.replace('<', '')}</p>" for line in lines) + "<footer>")
    try:
        dissected(body)
    except UnicodeEncodeError:
        pytest.skip("no text that could be encoded")
