from datetime import UTC, datetime

from extractors import article
from extractors.records import Page, Reading

SPONSORED = "The Harbour Hotel invites you to a weekend by the sea, with breakfast and a boat trip for two persons."
HTML = f"""<html><head><title>Ferry stays in port</title></head><body><article><h1>Ferry stays in port</h1>
<p>The ferry to the islands will not sail before Friday, the harbour office in Galway said on Tuesday morning.</p>
<div class="partner"><p>{SPONSORED}</p><p class="partner">Book now.</p></div>
<p>Repairs of the engine take longer than planned, and no other ship is free before the weekend begins.</p>
</article></body></html>"""


def read(*drop: str) -> Reading:
    page = Page(
        item="x", url=None, final_url=None, body=HTML.encode(), content_type="text/html", charset="utf-8",
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC), drop=drop,
    )  # fmt: skip
    reading = article.read(page)
    assert isinstance(reading, Reading)
    return reading


def test_what_a_source_drops_is_no_text_and_its_rule_says_so() -> None:
    assert SPONSORED in read().version.text
    reading = read(".partner", "#nothing", "html")
    assert SPONSORED not in reading.version.text
    assert "Repairs of the engine" in reading.version.text
    assert {(block.text, block.rule, block.layer) for block in reading.removed} >= {
        (SPONSORED, "drop: .partner", "html"),
        ("Book now.", "drop: .partner", "html"),
    }
