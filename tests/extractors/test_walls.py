"""Pages that stand where an article should be are refused for what they are; articles that look like them are not."""

import gzip
import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import article, markup, page_kinds, refresh, wall_phrases, walls
from extractors.records import Outcome, Reading, Rejection
from tests.extractors import page, walls_pages
from tests.extractors.walls_pages import ARTICLES, WALLS, bare, site

URL = "https://www.tidewater.example/news/4812"
STOPPED = {Outcome.WALL, Outcome.SOFT_404, Outcome.NO_TEXT}
OUTCOMES = {reason: outcome for outcome, reason in walls.OUTCOMES.values()}
SENTENCES = (
    "The council of Marle voted on Tuesday to rebuild the old market hall that burned down two winters ago.",
    "Work is to begin in March and should take fourteen months, the mayor told reporters after the session.",
    "Traders who lost their stalls will move back in at the rent they paid before, a condition of the grant.",
    "The opposition called the plan too dear and asked for a second estimate, which the council turned down.",
)


def read(html: str, url: str | None = None) -> Reading | Rejection:
    return article.read(page.of(html, content_type="text/html", **({"url": url} if url else {})))


@pytest.mark.parametrize(("reason", "html"), [wall[1:] for wall in WALLS], ids=[wall[0] for wall in WALLS])
def test_a_wall_is_refused_for_what_it_is(reason: str, html: str) -> None:
    found = read(html)
    assert isinstance(found, Rejection), found.version.text
    assert found.reason.startswith(reason)
    assert found.outcome in STOPPED


def test_the_pages_are_as_many_as_they_are_various() -> None:
    assert len(WALLS) >= 120
    assert len({html for _, _, html in WALLS}) == len(WALLS)
    assert set(OUTCOMES) == {next(one for one in OUTCOMES if one.startswith(reason)) for _, reason, _ in WALLS}


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("cloudflare_moment", Outcome.WALL, "a bot wall (Cloudflare)"),
        ("iab_overlay", Outcome.WALL, "a consent wall (Sourcepoint)"),
        ("login_form", Outcome.WALL, "a login wall"),
        ("nf_site", Outcome.SOFT_404, "a page that says it was not found"),
        ("mt_wp", Outcome.SOFT_404, "a maintenance page"),
        ("pk_links", Outcome.SOFT_404, "a parked domain (Sedo)"),
        ("ls_nginx", Outcome.NO_TEXT, "a directory listing, not an article"),
        ("se_none", Outcome.NO_TEXT, "a search page, not an article"),
    ],
)
def test_the_reason_names_the_kind_and_whose_it_is(name: str, outcome: Outcome, reason: str) -> None:
    html = next(html for one, _, html in WALLS if one == name)
    assert read(html) == Rejection(outcome=outcome, reason=reason)


@pytest.mark.parametrize("html", ARTICLES.values(), ids=ARTICLES)
def test_an_article_that_looks_like_a_wall_is_stored(html: str) -> None:
    found = read(html)
    assert isinstance(found, Reading), found
    assert found.article.word_count >= 15


@pytest.mark.parametrize("wall", [*walls_pages.BOT, *walls_pages.CONSENT, *walls_pages.LOGIN, *walls_pages.NOT_FOUND])
def test_a_wall_beside_a_whole_article_does_not_take_it(wall: str) -> None:
    """The page that a wall covers is often there in full: the wall is a layer above it."""
    html = next(html for name, _, html in WALLS if name == wall)
    inner = html.split("<body", 1)[1].split(">", 1)[1].rsplit("</body>", 1)[0].replace("<h1>", "<h2>")
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 2)
    whole = (
        f"<html><head><title>Market hall to rise again</title></head><body><article><h1>Market hall to rise again</h1>"
        f"{paragraphs}</article><div class='layer'>{inner}</div></body></html>"
    )
    found = read(whole)
    assert isinstance(found, Reading), found
    assert SENTENCES[0] in found.version.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Access Denied\n\nYou don't have permission to access this page on this server.\nReference #18.2f",
            "a bot wall",
        ),
        ("404 Not Found\n\nThe requested URL was not found on this server.", "a page that says it was not found"),
        ("Please log in to continue.\n\nForgot your password? Don't have an account?", "a login wall"),
        ("Service Unavailable\n\nThe server is temporarily unable to service your request.", "an error page"),
        ("Seite nicht gefunden\n\nDie gesuchte Seite gibt es leider nicht mehr.", "a page that says it was not found"),
        ("Just a moment...\nChecking your browser before accessing tidewater.example", "a bot wall"),
    ],
)
def test_a_text_that_is_only_a_wall_is_refused(text: str, reason: str) -> None:
    found = article.read(page.of(text, content_type="text/plain"))
    assert isinstance(found, Rejection), found
    assert found.reason == reason


@pytest.mark.parametrize(
    "name", ["access_denied", "page_not_found", "maintenance_story", "cookie_law", "captcha_brief"]
)
def test_a_text_about_walls_is_an_article(name: str) -> None:
    title, rest = ARTICLES[name].split("<h1>")[1].split("</h1>")
    lines = rest.split("</body>")[0].replace("</p>", "\n\n").replace("<p>", "")
    assert isinstance(article.read(page.of(f"{title}\n\n{lines}", content_type="text/plain")), Reading)


def test_no_real_page_is_taken_for_a_wall(dev_data: Path) -> None:
    """Each eighth of 528 pages whose articles people marked."""
    for name in ("fundus_fixtures", "wcxb_dev"):
        folder = dev_data / "extraction" / "data" / name
        for line in (folder / "gold.jsonl").read_bytes().splitlines()[::8]:
            row = json.loads(line)
            found = article.read(page.of(gzip.decompress((folder / row["html"]).read_bytes()), url=row["url"]))
            assert isinstance(found, Reading) or found.outcome not in {Outcome.WALL, Outcome.SOFT_404}, row["id"]


@settings(max_examples=100, deadline=timedelta(seconds=2))
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6, unique=True),
    st.sampled_from([html for _, _, html in WALLS]),
    st.text(max_size=30),
)
def test_a_text_without_a_wall_in_it_is_never_refused(sentences: list[str], wall: str, noise: str) -> None:
    """Whatever a page's HTML contains of a wall's services, prose of its own is an article."""
    marks = wall.split("</body>", maxsplit=1)[0].count("<") * "<i></i>"
    text = "\n\n".join([noise, *sentences])
    assert walls.found_in_text(text) is None
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    assert isinstance(read(bare("Market hall to rise again", "Market hall to rise again", body, extra=marks)), Reading)


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert walls.found_in_text(text) == walls.found_in_text(text)
    assert wall_phrases.folded(wall_phrases.folded(text)) == wall_phrases.folded(text)


def test_every_kind_in_the_table_has_an_outcome_and_says_something() -> None:
    assert list(wall_phrases.table()) == list(walls.OUTCOMES)
    assert [kind for kind, phrases in wall_phrases.table().items() if not phrases.says] == []


# Flags


def links(count: int) -> str:
    names = ("Ferry sails again after eleven days in dock", "Council finds money for two school buses", "A late goal")
    return "".join(f'<li><a href="/news/{n}">{n}: {names[n % 2]}</a></li>' for n in range(count))


def flags(html: str, url: str | None = None) -> set[str]:
    found = read(html, url)
    assert isinstance(found, Reading), found
    return set(found.version.quality_flags)


def index_page(heading: str = "Politics", head: str = "") -> str:
    cards = "".join(
        f"<article><h3><a href='/news/{n}'>{name} for the {n}th time this year</a></h3><p>{lead}</p></article>"
        for n, (name, lead) in enumerate(walls_pages.TEASERS * 5)
    )
    return (
        f"<html><head><title>{heading}</title>{head}</head><body><main><h1>{heading}</h1>{cards}</main></body></html>"
    )


def test_an_index_page_is_flagged() -> None:
    assert "index_page" in flags(index_page(), "https://www.tidewater.example/politics/")


def test_an_article_with_many_links_is_no_index_page() -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    html = f"<html><body><h1>Market hall to rise again in Marle</h1>{body}<ul>{links(40)}</ul></body></html>"
    assert "index_page" not in flags(html)


def test_a_page_that_states_an_article_is_no_index_page() -> None:
    head = '<meta property="article:published_time" content="2026-11-19T08:00:00Z">'
    assert "index_page" not in flags(index_page(head=head))


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<meta property="og:type" content="video.other">', URL),
        ('<script type="application/ld+json">{"@type": "VideoObject", "name": "The hall"}</script>', URL),
        ("", "https://www.tidewater.example/videos/market-hall"),
    ],
)
def test_a_film_with_a_caption_is_flagged(head: str, url: str) -> None:
    caption = f"<p>{SENTENCES[0]}</p>"
    html = "<html><head>{}</head><body><h1>The market hall in Marle</h1>{}</body></html>"
    assert "video_page" in flags(html.format(head, caption), url)
    whole = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 4)
    assert "video_page" not in flags(html.format(head, whole), url)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<script type="application/ld+json">{"@type": ["ImageGallery"], "name": "The hall"}</script>', URL),
        ("", "https://www.tidewater.example/fotostrecke/market-hall"),
    ],
)
def test_pictures_with_captions_are_flagged(head: str, url: str) -> None:
    captions = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    html = f"<html><head>{head}</head><body><h1>The market hall in Marle</h1>{captions}</body></html>"
    assert "gallery_page" in flags(html, url)
    assert "gallery_page" not in flags(html.replace(head, ""), URL)


@pytest.mark.parametrize("name", ["stub", "stub_unstated"])
def test_a_beginning_before_a_paywall_is_stored_and_flagged(name: str) -> None:
    assert "paywall" in flags(ARTICLES[name])


def test_a_whole_article_with_an_offer_beside_it_is_not_behind_a_paywall() -> None:
    lines = SENTENCES * 4
    html = site("Market hall to rise again", "Market hall to rise again", *lines, extra="<p>Already a subscriber?</p>")
    assert "paywall" not in flags(html)


# Pages that only send their reader on


def refreshing(content: str, body: str = "<p>You are being redirected.</p>") -> str:
    return f'<html><head><META HTTP-EQUIV="Refresh" CONTENT="{content}"></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=https://b.example/story", "https://b.example/story"),
        ("0;URL='/story'", "https://www.tidewater.example/story"),
        ("5,url=story", "https://www.tidewater.example/news/story"),
        ("  1.5 ; uRl = //b.example/ ", "https://b.example/"),
        ("0;https://b.example/", "https://b.example/"),
        ("0;url='/story' and more", "https://www.tidewater.example/story"),
        ("6;url=/story", None),
        ("300", None),
        ("0", None),
        (";url=/story", None),
        ("soon;url=/story", None),
        ("0;url=javascript:alert(1)", None),
        ("0;url=data:text/html,x", None),
        ("0;url=http://[", None),
        (f"0;url={URL}#top", None),
        ("0;url=", None),
    ],
)
def test_a_page_sends_its_reader_on(content: str, target: str | None) -> None:
    assert refresh.target(refreshing(content), URL) == target


def test_an_article_that_refreshes_itself_stays() -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert refresh.target(refreshing("0;url=/story", body), URL) is None


def test_a_refresh_counts_from_the_base_that_a_page_states() -> None:
    html = refreshing("0;url=story").replace("<head>", '<head><base href="https://b.example/x/">')
    assert refresh.target(html, URL) == "https://b.example/x/story"


@pytest.mark.parametrize("html", ["", "<p>refresh</p>", "<!-- http-equiv=refresh content='0;url=/x' -->"])
def test_other_pages_send_nobody_on(html: str) -> None:
    assert refresh.target(html, URL) is None


@given(st.text(max_size=60))
def test_any_refresh_is_read(content: str) -> None:
    found = refresh.target(refreshing(content.replace('"', "")), URL)
    assert found is None or found.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "html",
    [
        "<title>404</title>" + "<noscript>" * 200_000,
        "<title>404</title><p>" + "word page not found cookie " * 50_000,
        "<title>404</title><p>" + '"a ' * 100_000,
        "<title>404</title>" + "<p>the page you are looking for does not exist</p>" * 5_000,
        "<title>404</title>" + '"@type"' + " " * 500_000,
    ],
    ids=["unclosed", "one_run", "quotes", "many_runs", "blanks"],
)
def test_a_hostile_page_takes_no_time(html: str) -> None:
    tree = markup.parse(html)
    assert tree is not None
    begun = time.process_time()
    walls.found(html, tree, [], is_stated=False)
    list(page_kinds.flags(html, tree, URL, [], is_stated=False))
    assert time.process_time() - begun < 3  # a quadratic one takes minutes


@pytest.mark.parametrize("content", ["0" * 150_000, "0 " * 70_000, "0;" + "url=" * 40_000])
def test_a_hostile_refresh_takes_no_time(content: str) -> None:
    begun = time.process_time()
    refresh.target(refreshing(content), URL)
    assert time.process_time() - begun < 1


def test_a_section_page_that_is_an_essay_of_its_own_is_no_index_page() -> None:
    body = "".join(f"<p>{' '.join(SENTENCES)}</p>" for _ in range(3))
    html = f"<html><body><h1>Politics</h1>{body}<ul>{links(40)}</ul></body></html>"
    assert "index_page" not in flags(html)


def test_an_address_that_is_none_says_nothing_of_the_kind() -> None:
    tree = markup.parse("<p>Three men in a boat</p>")
    assert tree is not None
    assert list(page_kinds.flags("", tree, "http://[video/x", [], is_stated=False)) == []


def test_a_long_text_is_an_article_whatever_its_first_line_is() -> None:
    text = "404 Not Found\n\n" + "\n\n".join(SENTENCES * 8)
    assert walls.found_in_text(text) is None
    assert isinstance(article.read(page.of(text, content_type="text/plain")), Reading)


def test_a_page_of_endless_text_named_like_a_wall_is_an_article() -> None:
    html = bare("404 Not Found", "404 Not Found", *SENTENCES * 30)
    assert isinstance(read(html), Reading)


def test_a_directory_of_many_files_is_a_directory_all_the_same() -> None:
    files = "".join(f'<a href="{n}.html">{n}.html</a> 2026-11-0{n % 9 + 1} 10:00 1K\n' for n in range(60))
    head = "<html><head><title>Index of /news</title></head><body><h1>Index of /news</h1>"
    html = f'{head}<pre><a href="../">../</a>\n{files}</pre></body></html>'
    assert read(html) == Rejection(outcome=Outcome.NO_TEXT, reason="a directory listing, not an article")


@pytest.mark.parametrize(
    "path", ["politik/liveticker-wahl-in-marle", "sport/match-en-direct.html", "elecciones/minuto-a-minuto/marle-7781"]
)
def test_a_page_of_entries_whose_address_says_that_it_is_live_is_a_live_blog(path: str) -> None:
    entries = [f"<p><span>{hour}:15</span> {sentence}</p>" for hour, sentence in enumerate(SENTENCES * 2, start=8)]
    html = site("Marle votes", "Marle votes", *SENTENCES, extra="".join(entries))
    assert "live_blog" in flags(html, f"https://www.tidewater.example/{path}")
    assert "live_blog" not in flags(html, "https://www.tidewater.example/politics/marle-votes")
    assert "live_blog" not in flags(site("Marle votes", "Marle votes", *SENTENCES), f"https://a.example/{path}")
