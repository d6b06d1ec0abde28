"""Pages in eleven languages, whose elements have names that say nothing: what is kept, what goes."""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import Any

import pytest

from extractors import article
from extractors.records import Reading
from tests.extractors import page

PAGES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("languages_of_pages.toml").read_text(encoding="utf-8")
)


def html(language: str) -> str:
    """Return a page as sites build them today: class names are generated, all furniture stands amid the text."""
    said = PAGES[language]
    shares = "".join(f'<a href="#s{n}" class="x1a">{escape(one)}</a> ' for n, one in enumerate(said["share"]))
    teasers = "".join(
        f'<div class="c9f"><a href="/n/{n}-larne-7781{n}">{escape(one)}</a></div>'
        for n, one in enumerate(said["teasers"])
    )
    text = [f'<p class="k2d">{escape(one)}</p>' for one in said["text"]]
    return f"""<!DOCTYPE html><html lang="{language}"><head><title>{escape(said["title"])}</title>
<meta property="og:type" content="article"><meta property="og:title" content="{escape(said["title"])}">
<meta name="author" content="{escape(said["author"])}">
<meta property="article:published_time" content="2026-11-20T08:15:00+01:00"></head><body>
<main class="m0a"><div class="a7q"><h1 class="t5e">{escape(said["title"])}</h1>
<div class="b3r"><span>{escape(said["byline"])}</span></div><div class="b3s">{escape(said["dated"])}</div>
<div class="x0z">{shares}</div>
<div class="f6u"><img src="/p/1.jpg" alt=""><p class="f6v">{escape(said["caption"])}</p></div>
{"".join(text[:2])}
<div class="n8w"><p>{escape(said["newsletter"])}</p></div>
{"".join(text[2:])}
<div class="r4y"><div class="r4h">{escape(said["more"])}</div>{teasers}</div>
<h2 class="h1k">{escape(said["heading"])}</h2><p class="k2d">{escape(said["end"])}</p>
<div class="o2b"><p>{escape(said["bio"])}</p></div>
<div class="z5c"><p>{escape(said["rights"])}</p></div></div></main></body></html>"""


def read(language: str) -> Reading:
    address = f"https://news-{language}.example/larne/bridge-48213"
    found = article.read(page.of(html(language), url=address, content_type="text/html"))
    assert isinstance(found, Reading)
    return found


@pytest.mark.parametrize("language", sorted(PAGES))
def test_what_is_the_articles_is_kept(language: str) -> None:
    said, lines = PAGES[language], read(language).version.text.splitlines()
    assert [one for one in (*said["text"], said["heading"], said["end"]) if one not in lines] == []


@pytest.mark.parametrize("language", sorted(PAGES))
def test_what_is_the_sites_goes(language: str) -> None:
    said, text = PAGES[language], read(language).version.text
    sites = [said[key] for key in ("title", "byline", "dated", "newsletter", "more", "bio", "rights", "caption")]
    assert [one for one in (*sites, *said["share"], *said["teasers"]) if one in text.splitlines()] == []
