from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import bylines, front_matter, layout, plaintext, titles
from extractors.records import Outcome, Reading, Rejection
from tests.extractors import page

LEAD = (
    "The council of Eastmere voted on Monday to rebuild the old harbour wall before the winter storms set in, after "
    "engineers had warned for years that a high tide could carry the stones off."
)
MONEY = "The work will cost four million crowns, of which the province pays half, the mayor told reporters on Tuesday."
DOUBTS = "Fishermen who land their catch there doubt that the money will last until the wall is closed again."
MACHINE_MADE = f"""{LEAD}

Article Subheadings
1) The Vote in the Council
2) Who Pays for the Wall

The Vote in the Council

{DOUBTS}

Who Pays for the Wall

{MONEY}

No. Key Points
1 The council voted to rebuild the wall.
2 The province pays half of the cost.

Summary

Eastmere rebuilds its harbour wall, and the province pays half of what the work will cost in the end.

Frequently Asked Questions

Question: What does the wall cost?

The wall costs four million crowns, of which the province has promised to pay one half.

Share.

As the News Editor at Harbour Daily, I am dedicated to curating the latest and most impactful stories of the coast.

Exit mobile version"""


def read(text: str, **fields: object) -> Reading:
    reading = plaintext.read(text, page.of(text, **fields))
    assert isinstance(reading, Reading)
    return reading


def rejection(text: str) -> Rejection:
    found = plaintext.read(text, page.of(text))
    assert isinstance(found, Rejection)
    return found


def test_a_machine_made_article_keeps_its_paragraphs_and_loses_its_furniture() -> None:
    reading = read(MACHINE_MADE)
    assert [(one.rule, one.text.split()[0]) for one in reading.removed] == [
        ("contents", "Article"),
        ("contents", "The"),
        ("contents", "Who"),
        ("share", "Share."),
        ("author_bio", "As"),
        ("page_furniture", "Exit"),
    ]
    text = reading.version.text
    assert all(paragraph in text for paragraph in (LEAD, DOUBTS, MONEY))
    assert text.count("The Vote in the Council") == text.count("Who Pays for the Wall") == 1
    assert "Key Points\n\n- The council voted to rebuild the wall.\n- The province" in text
    assert reading.version.summary is not None
    assert reading.version.summary.startswith("Eastmere rebuilds")
    kinds = {block.text: block.kind for block in layout.blocks(MACHINE_MADE)}
    assert kinds["Who Pays for the Wall"] == "heading"
    assert kinds[LEAD] == "paragraph"


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        ("# Eastmere rebuilds its wall\n\n", "heading"),
        ("Eastmere rebuilds its wall\n\n", "heading"),
        ("Eastmere rebuilds its wall\nBy Anna Reed\n18 February 2025\n\n", "first_line"),
        ("Headline: Eastmere rebuilds its wall\nDate: 2025-02-18\n\n", "label"),
        ('---\ntitle: "Eastmere rebuilds its wall"\ntags: [harbour, storms]\n---\n', "front_matter"),
        ('+++\ntitle = "Eastmere rebuilds its wall"\n+++\n', "front_matter"),
    ],
)
def test_finds_the_title_and_says_where(head: str, origin: str) -> None:
    reading = read(f"{head}{LEAD}\n\n{MONEY}")
    assert reading.article.title == "Eastmere rebuilds its wall"
    assert f'"title": "{origin}"' in reading.version.metadata_from
    assert reading.version.text == f"{LEAD}\n\n{MONEY}"


def test_makes_a_title_of_the_first_sentence_where_there_is_none() -> None:
    reading = read(f"{LEAD}\n{MONEY}")
    assert reading.article.title.endswith("…")
    assert LEAD.startswith(reading.article.title.rstrip("…"))
    assert "title_from_sentence" in reading.version.quality_flags


def test_front_matter_gives_the_record_its_address_author_and_date() -> None:
    head = (
        "---\ntitle: The wall\nauthors:\n  - Anna Reed\n  - Tom Hale\ndate: 2025-02-18T14:05:00+01:00\n"
        "url: https://post.example/wall?utm_source=x\nlang: en\n---\n"
    )
    article = read(f"{head}{LEAD}").article
    assert article.author == "Anna Reed, Tom Hale"
    assert article.published_at == datetime(2025, 2, 18, 13, 5, tzinfo=UTC)
    assert (article.published_precision, article.published_from) == ("second", "file")
    assert article.url_canonical == "https://post.example/wall"
    assert article.source_id == "post.example"


def test_a_byline_and_a_date_line_are_read_before_they_are_removed() -> None:
    reading = read(
        f"Eastmere rebuilds its wall\nBy Anna Reed and Tom Hale\nPublished 18 February 2025\n{LEAD}\n{MONEY}"
    )
    assert reading.version.authors == ("Anna Reed", "Tom Hale")
    assert reading.article.published_at == datetime(2025, 2, 18, tzinfo=UTC)
    assert (reading.article.published_precision, reading.article.published_from) == ("day", "text")
    assert reading.version.text == f"{LEAD}\n\n{MONEY}"


def test_a_dateline_dates_only_with_its_year() -> None:
    assert read(f"EASTMERE, Feb 18, 2025 (Reuters) - {LEAD}").article.published_at == datetime(2025, 2, 18, tzinfo=UTC)
    assert read(f"EASTMERE, Feb 18 (Reuters) - {LEAD}").article.published_at is None


def test_a_hint_of_the_finder_dates_first_and_a_date_to_come_is_not_believed() -> None:
    hinted = read(LEAD, published_hint=datetime(2025, 3, 1, 7, 30, tzinfo=UTC)).article
    assert (hinted.published_from, hinted.published_precision) == ("file", "minute")
    assert read(f"Date: 2031-01-01\nTitle: The wall of Eastmere\n\n{LEAD}").article.published_at is None


def test_identity_is_the_content_where_there_is_no_address() -> None:
    first, same, other = read(LEAD), read(LEAD), read(LEAD + " " + MONEY)
    assert first == same
    assert first.article.article_id != other.article.article_id
    assert (first.article.source_id, first.article.version_count) == ("files", 1)
    assert first.article.language == "en"


def test_joins_text_that_was_wrapped() -> None:
    wrapped = (
        "The council of Eastmere voted on Monday to rebuild the old harbour\n"
        "wall before the winter storms set in, after engineers had warned for\n"
        "years that a high tide could carry the stones off and into the bay.\n"
        "\n"
        "The work will cost four million crowns, of which the province pays\n"
        "half, the mayor told reporters.\n"
        "A second paragraph follows without an empty line, as some mails do\n"
        "when they are sent in a hurry by people who have other things to do.\n"
    )
    assert [block.text.split()[0] for block in layout.blocks(wrapped)] == ["The", "The", "A"]


def test_reads_markdown() -> None:
    text = (
        "Intro line of **bold** and [linked](https://a.example/x) words that ends as sentences do.\n\n## The vote\n\n"
        "> They voted.\n\n- one\n- two\n\n```\ncode here\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n***\n"
    )
    assert [(block.kind, block.text) for block in layout.blocks(text)] == [
        ("paragraph", "Intro line of bold and linked words that ends as sentences do."),
        ("heading", "The vote"),
        ("quote", "They voted."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("code", "code here"),
        ("table", "a | b\n1 | 2"),
    ]


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("", Outcome.NO_TEXT, "empty"),
        (" \n\t\n", Outcome.NO_TEXT, "empty"),
        ("Too short to be news.", Outcome.TOO_SHORT, "5 words"),
        ("id,name,price\n" + "1,wall,4.5\n" * 20, Outcome.NO_TEXT, "a table of values"),
        ('{"id": 1, "name": "wall"}', Outcome.NO_TEXT, "JSON data"),
        ("2025-02-18 10:00:00 INFO started\n" * 20, Outcome.NO_TEXT, "a log"),
        ("import os\n\ndef run():\n    x = 1\n    return os.name\n" * 5, Outcome.NO_TEXT, "program code"),
        ("Share.\n\nTeilen\n\nExit mobile version", Outcome.NO_TEXT, "boilerplate"),
        ("x" * (plaintext.MAX_BYTES + 1), Outcome.TOO_LARGE, "10 MiB"),
    ],
)
def test_says_why_a_text_is_no_article(text: str, outcome: Outcome, reason: str) -> None:
    found = rejection(text)
    assert found.outcome == outcome
    assert reason in found.reason


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By JANE DOE and John O'Neil, Associated Press", ("Jane Doe", "John O'Neil")),
        ("Von Max Müller, Berlin", ("Max Müller",)),
        ("Por María de la Cruz y Juan Pérez", ("María de la Cruz", "Juan Pérez")),
        ("By Ursula von der Leyen | BBC News", ("Ursula von der Leyen",)),
        ("By land and sea", ()),
        ("By Monday Morning", ()),
    ],
)
def test_bylines_name_persons(line: str, authors: tuple[str, ...]) -> None:
    assert bylines.authors(line) == authors


def test_a_dateline_must_be_sure() -> None:
    found = bylines.dateline("RIYADH, Feb 18 (Reuters) — The talks went on.")
    assert found is not None
    assert (found["place"], found["date"], found["agency"]) == ("RIYADH", "Feb 18", "Reuters")
    assert bylines.dateline("New York - The mayor said no.") is None


def test_a_title_is_cut_between_words_and_not_behind_one_that_leans() -> None:
    assert titles.of_sentence("U.S. envoy Mr. Hale met Dr. Reed. They spoke.") == "U.S. envoy Mr. Hale met Dr. Reed"
    cut = titles.of_sentence("The " + "quite long and winding " * 6 + "story of the harbour goes on and on and on.")
    assert cut.endswith("…")
    assert len(cut) <= titles.LONGEST + 1
    assert cut.rstrip("…").split()[-1] != "and"


def test_front_matter_that_is_none_comes_back_whole() -> None:
    for text in ("---\n\nA divider, then prose.", "Note: this is prose.\n\nMore.", "+++\nnot toml\n+++\nx"):
        assert front_matter.split(text)[1] == text


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(
            st.sampled_from([LEAD, MONEY, "Share.", "#", "---", "1) a", "- b", "> c", "```", "|x|", "By A B", ""])
        ).map("\n".join),
    )
)
def test_never_raises_and_reads_the_same_twice(text: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in text):
        return
    assert plaintext.read(text, page.of(text)) == plaintext.read(text, page.of(text))


PROSE = st.tuples(st.sampled_from([LEAD, MONEY, DOUBTS]), st.integers(0, 9)).map(lambda p: f"In year {p[1]}: {p[0]}")
ODD = st.sampled_from(
    ["Share.", "# A heading", "---", "1) The Vote", "- a point", "> a quote", "```", "By Ann Lee", ""]
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.one_of(PROSE, ODD), min_size=1, max_size=12), gap=st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_nothing_is_lost_invented_or_doubled(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    reading = plaintext.read(text, page.of(text))
    if isinstance(reading, Rejection):
        return
    kept = f"{reading.article.title}\n{reading.version.text}"
    aside = "\n".join(block.text for block in reading.removed)
    for line in (line for line in lines if line.startswith("In year ")):
        assert line in kept or line in aside
        assert kept.count(line) <= text.count(line)
    assert set(re.findall(r"\w+", kept)) <= set(re.findall(r"\w+", text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param((LEAD + "\n\n") * 20_000, id="paragraphs"),
        pytest.param(LEAD * 10_000, id="one line"),
        pytest.param("Read more\n" * 40_000, id="one label"),
        pytest.param("".join(f"- item {number}\n" for number in range(40_000)), id="short lines"),
        pytest.param("**a [b " * 200_000, id="open marks"),
    ],
)
def test_takes_linear_time(text: str) -> None:
    started = time.process_time()
    plaintext.read(text, page.of(text))
    assert time.process_time() - started < 5


def test_the_articles_of_the_brief_keep_what_is_theirs() -> None:
    data = os.environ.get("NEWSDUCK_DEV_DATA")
    paths = sorted((Path(data).parent / "samples").glob("*.txt")) if data else []
    if not paths:
        pytest.skip("NEWSDUCK_DEV_DATA names no folder beside one of samples")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        reading = read(text)
        kept = reading.version.text
        assert not any(word in kept for word in ("Share.", "As the News Editor", "Exit mobile", "Subheadings"))
        assert all(line in kept for line in text.split("\n") if len(line) > 150 and "As the News Editor" not in line)
        assert 40 <= len(reading.article.title) <= titles.LONGEST + 1
