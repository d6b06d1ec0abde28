"""The layers that judge the blocks of a page, and what is taken back or read another way."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from extractors import (
    article,
    block_boxes,
    block_features,
    block_model,
    block_words,
    boilerplate,
    fallback,
    filling,
    rendering,
)
from extractors.boilerplate import About
from extractors.fallback import Evidence
from extractors.records import Block, Reading
from extractors.rendering import PageBlock, Rendering, Run
from tests.extractors import page

NOTHING = About(title=None, authors=(), dates=(), site_name=None, description=None, language=None)
SENTENCES = [
    f"The council of Marle heard on day {number} how the old market hall could be rebuilt, by whom and at what cost."
    for number in range(1, 9)
]
BODY = "div p article-body content main"


def blocks(*last: PageBlock) -> list[PageBlock]:
    text = [PageBlock(kind="paragraph", text=one, hint=BODY, position=place) for place, one in enumerate(SENTENCES)]
    return [*text, *last]


def tree(body: str) -> HtmlElement:
    return document_fromstring(f"<html><body>{body}</body></html>")


def runs(found: Rendering, *texts: str) -> list[Run]:
    return [run for run in found.runs if run.text in texts]


def test_the_model_takes_a_linked_line_of_another_box_and_says_how_sure_it_is() -> None:
    teaser = PageBlock(
        kind="paragraph",
        text="Ten quiet beaches you have not seen",
        link_share=1.0,
        hint="div p widget card column content main",
        position=40,
        depth=4,
    )
    found = block_model.remove(blocks(teaser), NOTHING)
    assert [(one.block, one.rule, one.layer) for one in found.removed] == [(teaser, "model:blocks/2", "model")]
    assert 0.3 <= found.removed[0].score <= 1
    assert [one.text for one in found.kept] == SENTENCES


def test_the_model_leaves_plain_paragraphs_tables_and_code_alone() -> None:
    table = PageBlock(kind="table", text="Hall | 4 million | 2027", hint="td tr table widget", position=30, depth=5)
    code = PageBlock(kind="code", text="make hall", hint="pre widget", position=31, depth=5)
    found = block_model.remove(blocks(table, code), NOTHING)
    assert found.removed == ()


def test_the_model_takes_no_article_whole() -> None:
    teasers = [
        PageBlock(kind="heading", text=f"Ten quiet beaches, part {n}", link_share=1.0, hint=f"h3 card{n}", depth=5)
        for n in range(6)
    ]
    assert block_model.remove(teasers, NOTHING).kept == tuple(teasers)


@given(st.lists(st.text(max_size=80), max_size=12), st.sampled_from(["paragraph", "heading", "list_item"]))
def test_each_block_has_features_that_are_numbers_and_a_score(texts: list[str], kind: str) -> None:
    given_blocks = [Block(kind=kind, text=text, hint="p box") for text in texts]
    found = block_features.of(given_blocks, NOTHING)
    assert len(found) == len(given_blocks)
    assert all(-1 <= value <= 3 for one in found for value in one.values())
    assert all(0 <= score <= 1 for score in block_model.scores(given_blocks, NOTHING))


def test_a_list_and_a_part_behind_an_advertisement_are_taken_back() -> None:
    first, second = SENTENCES[:4], SENTENCES[4:]
    paragraphs = ["".join(f"<p>{one}</p>" for one in part) for part in (first, second)]
    items = ["New roof of slate", "Stalls for forty traders"]
    found = rendering.of(
        tree(
            f"<main><div class='text'>{paragraphs[0]}<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul></div>"
            f"<div class='ad'>Advertisement</div><div class='text'>{paragraphs[1]}</div></main>"
        )
    )
    for extracted in (first, [*first, second[-1]]):
        back = filling.filled(runs(found, *extracted), found)
        assert [run.text for run in back] == [*first, *items, *second]


def test_little_behind_the_last_extracted_block_stays_out() -> None:
    body = "".join(f"<p>{one}</p>" for one in SENTENCES)
    found = rendering.of(tree(f"<div>{body}<p>The writers of this page read each letter that you send.</p></div>"))
    assert [run.text for run in filling.filled(found.runs[:-1], found)] == SENTENCES


def test_links_furniture_and_short_lines_are_not_taken_back() -> None:
    body = "".join(f"<p>{one}</p>" for one in SENTENCES[:4])
    found = rendering.of(
        tree(
            f"<div class='text'>{body}<p>Photo: Sentinel</p><ul><li><a href='/a'>Ten quiet beaches</a></li></ul>"
            f"<div class='newsletter'><p>All the news of the coast in your inbox each morning at seven.</p></div>"
            f"<p>{SENTENCES[4]}</p></div>"
        )
    )
    back = filling.filled(runs(found, *SENTENCES[:5]), found)
    assert [run.text for run in back] == SENTENCES[:5]


@given(st.sets(st.integers(0, 7)))
def test_filling_keeps_what_was_extracted_and_the_order_of_the_page(chosen: set[int]) -> None:
    found = rendering.of(tree("<div>" + "".join(f"<p>{one}</p>" for one in SENTENCES) + "</div>"))
    extracted = [found.runs[place] for place in sorted(chosen)]
    back = filling.filled(extracted, found)
    assert [run.start for run in back] == sorted({run.start for run in back})
    assert {run.start for run in extracted} <= {run.start for run in back}


def test_readings_that_agree_beat_one_that_took_something_else() -> None:
    found = rendering.of(
        tree("".join(f"<p>{one}</p>" for one in SENTENCES) + "<div>Home News Sport Weather Jobs</div>")
    )
    menu, text = found.runs[-1:], found.runs[:8]
    assert fallback.best([menu, text[:7], text], Evidence("", "")) == text
    assert fallback.best([menu, text], Evidence(" ".join(SENTENCES[:3]), "")) == text
    assert fallback.best([[], []], Evidence("", "")) == []


def test_the_best_container_is_that_of_most_text() -> None:
    body = "".join(f"<p>{one}</p>" for one in SENTENCES)
    found = rendering.of(
        tree(f"<div id='box'><p>{SENTENCES[0].replace('Marle', 'Corin')}</p></div><div id='text'>{body}</div>")
    )
    assert [run.text for run in fallback.in_best_container(found)] == SENTENCES


PITCH = "Our letter brings you the news of the coast each morning."
BACKGROUND = (
    "The market hall burned down in the night of the third of March two years ago, when a storm tore a cable from its"
    " roof, and has stood empty ever since then."
)


@pytest.mark.parametrize(("text", "stays"), [(PITCH, False), (BACKGROUND, True), (f"{BACKGROUND[:60]}.", False)])
def test_a_repeat_goes_but_not_where_it_reads_as_text(text: str, *, stays: bool) -> None:
    given_blocks = [Block(kind="paragraph", text=one) for one in (*SENTENCES[:4], text, *SENTENCES[4:])]
    found = boilerplate.remove(given_blocks, NOTHING, {boilerplate.normalised(text)})
    assert [one.text for one in found.kept].count(text) == stays
    assert [one.layer for one in found.removed] == [] if stays else ["learned"]


def test_background_that_ends_an_article_is_furniture_when_repeated() -> None:
    given_blocks = [Block(kind="paragraph", text=one) for one in (*SENTENCES, BACKGROUND)]
    found = boilerplate.remove(given_blocks, NOTHING, {boilerplate.normalised(BACKGROUND)})
    assert [one.rule for one in found.removed] == ["repeated_on_source"]


def test_a_page_that_was_seen_before_keeps_its_text() -> None:
    given_blocks = [Block(kind="paragraph", text=one) for one in SENTENCES]
    repeats = {boilerplate.normalised(one) for one in SENTENCES[2:]}
    assert boilerplate.remove(given_blocks, NOTHING, repeats).removed == ()


def test_a_reading_is_the_same_in_every_process() -> None:
    path = page.__file__.replace("extractors/page.py", "pages/harbour_bridge.html")
    code = (
        "import sys; from tests.extractors import page; from extractors import article; from pathlib import Path;"
        f"print(hash(()) and repr(article.read(page.of(Path({path!r}).read_bytes()))))"
    )
    seeds = ("1", "2")
    outputs = [
        subprocess.run(  # noqa: S603  our own code
            [sys.executable, "-W", "ignore", "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in seeds
    ]
    assert outputs[0] == outputs[1]
    assert "Reading(" in outputs[0]


def test_each_removed_block_of_a_page_names_its_layer_and_score() -> None:
    found = article.read(
        page.of(
            f"<html><body><article><h1>Hall</h1>{''.join(f'<p>{one}</p>' for one in SENTENCES)}"
            "<div class='newsletter'>Sign up for our letter</div></article></body></html>"
        )
    )
    assert isinstance(found, Reading)
    assert Counter(one.layer for one in found.removed).keys() <= {"html", "rule", "model"}
    assert all(0 < one.score <= 1 for one in found.removed)


def test_utf8_that_was_encoded_twice_is_read_once() -> None:
    body = "".join(f"<p>{one} “We shall see”, she said at the café Größe.</p>" for one in SENTENCES)
    twice = f"<article>{body}</article>".encode().decode("latin-1")
    found = article.read(page.of(f"<html><body>{twice}</body></html>", charset="utf-8"))
    assert isinstance(found, Reading)
    assert found.version.text.startswith(f"{SENTENCES[0]} “We shall see”, she said at the café Größe.")


def test_the_rows_of_a_table_follow_each_other() -> None:
    rows = [Block(kind="table", text="Year | Cost"), Block(kind="table", text="2027 | 4 million")]
    assert boilerplate.text([*rows, Block(kind="paragraph", text="So be it.")]) == (
        "Year | Cost\n2027 | 4 million\n\nSo be it."
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<h2><span>Town council</span><span>Marle votes on its hall</span></h2>",
            "Town council Marle votes on its hall",
        ),
        ("<p>The <b>Mar</b>le hall and <i>e</i>Commerce, iPhone<b>s</b></p>", "The Marle hall and eCommerce, iPhones"),
        ("<pre>let<b>Count</b> = 1</pre>", "letCount = 1"),
    ],
)
def test_words_that_a_style_sheet_parts_are_parted(markup: str, text: str) -> None:
    assert [run.text for run in rendering.of(tree(markup)).runs] == [text]


def test_a_lead_needs_a_surer_score_than_another_line_before_the_prose() -> None:
    line = Block(kind="paragraph", text="The market hall of Marle is to rise again")
    at_edge = block_model.threshold(line, {"zone:head": 1.0}, of_prose=True)
    lead = block_model.threshold(line, {"zone:head": 1.0, "in_description": 0.9}, of_prose=True)
    amid = block_model.threshold(line, {"zone:middle": 1.0}, of_prose=True)
    assert at_edge < lead == amid < block_model.threshold(line, {"zone:head": 1.0}, of_prose=False)


def test_blocks_of_one_box_share_its_features_and_know_their_place_in_it() -> None:
    box = [
        PageBlock(kind=kind, text=text, hint="p", position=20 + place, depth=3, box=9, box_name="div info")
        for place, (kind, text) in enumerate((("heading", "The hall in figures"), ("paragraph", "Built in 1931.")))
    ]
    text, *_, head, line = block_boxes.of(blocks(*box))
    assert text == {"box:none": 1.0}
    assert {**head, "box:place": line["box:place"]} == line
    assert (head["box:headed"], head["box:unbroken"], head["box:place"], line["box:place"]) == (1.0, 1.0, 0.0, 0.2)


def test_words_that_come_back_and_the_sites_own_name_are_seen() -> None:
    about = replace(NOTHING, host="www.tidewater.example")
    offer = Block(kind="paragraph", text="Join Tidewater today")
    first, *_, last = block_words.of([*blocks(), offer], block_words.Known.of(about))
    assert first["again"] > 0.5
    assert last == {"again": 0.0, "again:often": 0.0, "names_host:short": 1.0}
