from dataclasses import replace

import pytest

from extractors import article
from extractors.records import ItemOutcome, Link, Outcome, Reading
from flows import feed_texts
from tests.flows.asking import NOW, a_fetch, a_link

TEXT = "<p>" + "The ferry to the islands will not sail before Friday, the harbour office said on Tuesday. " * 6 + "</p>"
URL = "https://post.example/ferry"


def ended(outcome: Outcome) -> ItemOutcome:
    return ItemOutcome(
        run_id="run", item=URL, stage="fetch", outcome=outcome.value, reason="so it was", source_id="post",
        article_id=None, occurred_at=NOW,
    )  # fmt: skip


def instead(outcome: Outcome, link: Link, status: int | None = None) -> int:
    fetches = [a_fetch(URL, http_status=status)] if status else []
    return len(list(feed_texts.pages([ended(outcome)], {URL: link}, fetches, attempts=3)))


@pytest.mark.parametrize(
    ("outcome", "attempts", "status", "expected"),
    [
        (Outcome.BLOCKED_BY_ROBOTS, 0, None, 1),
        (Outcome.WALL, 0, 200, 1),
        (Outcome.NO_TEXT, 0, 200, 1),
        (Outcome.HTTP_ERROR, 0, 404, 1),
        (Outcome.HTTP_ERROR, 0, 503, 0),
        (Outcome.TIMEOUT, 1, None, 0),
        (Outcome.TIMEOUT, 2, None, 1),
        (Outcome.DEFERRED, 2, None, 0),
        (Outcome.NOT_MODIFIED, 2, 304, 0),
        (Outcome.RIGHTS_RESERVED, 0, 200, 0),
    ],
)
def test_the_feeds_text_stands_in_where_the_page_will_not_come(
    outcome: Outcome, attempts: int, status: int | None, expected: int
) -> None:
    link = a_link(URL, content=TEXT, attempts=attempts)
    assert instead(outcome, link, status) == expected
    assert instead(outcome, replace(link, content=None), status) == 0


def test_the_text_is_read_like_any_page_and_says_what_it_is() -> None:
    link = a_link(URL, content=TEXT, title_hint="Ferries <stay> in port & wait")
    (page,) = feed_texts.pages([ended(Outcome.WALL)], {URL: link}, [], attempts=3)
    reading = article.read(page)
    assert isinstance(reading, Reading)
    assert reading.article.title == "Ferries <stay> in port & wait"
    assert reading.article.url_canonical == URL
    assert "feed_text" in reading.version.quality_flags
    assert reading.version.text.startswith("The ferry to the islands")
