"""Markup: documents made to hold a parser for minutes, to fill the memory, or to hide an article."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Unpack

from tests.hostile.answers import NEWS, PARAGRAPHS, TITLE, More, hostile, late
from tests.hostile.articles import html
from tests.hostile.server import Case

_ANY = ("stored", "over_budget", "no_text", "too_short", "too_large", "not_html", "bad_encoding", "wall", "soft_404")


def _markup(name: str, make: Callable[[], str | bytes], *outcomes: str, **more: Unpack[More]) -> Case:
    """Return a case whose page is made when it is asked for; without outcomes it may end in any way, but soon."""
    return hostile(name, late(make), *(outcomes or _ANY), **more)


def _with(before: str = "", after: str = "", head: str = "") -> str:
    page = html(TITLE, *PARAGRAPHS, head=head)
    return page.replace("<article>", f"{before}<article>").replace("</article>", f"</article>{after}")


def _json_ld(text: str) -> str:
    return _with(head=f'<script type="application/ld+json">{text}</script>')


_WORDS = "the boats of the harbour stay where they are until the wind has turned "
_TEXT: More = {"texts": {"/page": PARAGRAPHS[0]}}

CASES: list[Case] = [
    # too much
    _markup("100,000 nested elements", lambda: "<div>" * 100_000 + NEWS.decode()),
    _markup("10,000 nested elements around an article", lambda: _with("<div>" * 10_000)),
    _markup("300 nested elements around an article", lambda: _with("<div>" * 300, "</div>" * 300), "stored", **_TEXT),
    _markup("50,000 nested inline elements", lambda: _with(after="<b>" * 50_000 + "x")),
    _markup("20,000 nested lists", lambda: _with(after="<ul><li>" * 20_000)),
    _markup("5,000 nested tables", lambda: _with(after="<table><tr><td>" * 5000 + "x")),
    _markup("a table of 4,000 rows", lambda: _with(after="<table>" + "<tr><td>a word</td><td>more</td></tr>" * 4000)),
    _markup("a table of 100,000 cells", lambda: _with(after="<table><tr>" + "<td>1</td>" * 100_000)),
    _markup("8,000 tiny paragraphs", lambda: _with(after="<p>Word.</p>" * 8000)),
    _markup("200,000 tiny paragraphs", lambda: _with(after="<p>x</p>" * 200_000)),
    _markup("1,000,000 empty elements", lambda: _with(after="<br>" * 1_000_000)),
    _markup("100,000 links", lambda: _with(after='<a href="/x">a link</a> ' * 100_000)),
    _markup(
        "an element of 200,000 attributes", lambda: _with("<div " + "".join(f"a{n}=1 " for n in range(200_000)) + ">")
    ),
    _markup("an attribute of 5 MB", lambda: _with(f'<div title="{"x" * 5_000_000}">'), "stored"),
    _markup("a class of 100,000 words", lambda: _with(f'<div class="{"ad-x " * 100_000}">'), "stored"),
    _markup("a paragraph of 5 MB", lambda: _with(after=f"<p>{_WORDS * 70_000}</p>")),
    _markup("a word of 5 MB", lambda: _with(after=f"<p>{'a' * 5_000_000}</p>")),
    _markup("5 MB of blanks in a paragraph", lambda: _with(after=f"<p>x{' ' * 5_000_000}x</p>")),
    _markup("3 MB of line feeds in a paragraph", lambda: _with(after="<p>x" + "\n" * 3_000_000 + "x</p>")),
    _markup("a million opening brackets", lambda: _with(after="<" * 1_000_000)),
    _markup("a million ampersands", lambda: _with(after="&" * 1_000_000)),
    _markup("200,000 entities", lambda: _with(after="<p>" + "&amp;&lt;&nbsp;" * 70_000 + "</p>")),
    _markup("a million quotation marks", lambda: _with(after="<p>" + '"' * 1_000_000 + "</p>")),
    _markup("100,000 comments", lambda: _with(after="<!-- x -->" * 100_000), "stored"),
    _markup("100,000 comments without end", lambda: _with(after="<!-- " * 100_000)),
    _markup("100,000 scripts without end", lambda: _with(after="<script>" * 100_000)),
    _markup("a script of 8 MB", lambda: _with(f"<script>{'var a = 1;' * 800_000}</script>"), "stored", **_TEXT),
    _markup("a style of 8 MB", lambda: _with(head=f"<style>{'p {} ' * 1_600_000}</style>"), "stored", **_TEXT),
    _markup(
        "an image of 8 MB in the page", lambda: _with(f'<img src="data:image/png;base64,{"A" * 8_000_000}">'), "stored"
    ),
    _markup("a title of 1 MB", lambda: NEWS.replace(b"<title>", b"<title>" + b"word " * 200_000), "stored"),
    _markup("a heading of 1 MB", lambda: NEWS.replace(b"<h1>", b"<h1>" + b"word " * 200_000)),
    _markup("20,000 headings", lambda: _with(after="<h2>A heading of some words</h2>" * 20_000)),
    _markup("20,000 meta elements", lambda: _with(head='<meta name="author" content="Ann Other">' * 20_000), "stored"),
    _markup("a date of 1 MB", lambda: _with(head=f'<meta name="date" content="{"1" * 1_000_000}">'), "stored"),
    _markup(
        "a date of 100,000 blanks", lambda: _with(head=f'<meta name="date" content="1{" " * 100_000}x">'), "stored"
    ),
    _markup("200,000 numbers that could be dates", lambda: _with(after="<p>" + "12/11/2026 " * 200_000 + "</p>")),
    _markup("5,000 quotes in quotes", lambda: _with(after="<blockquote>" * 5000 + _WORDS)),
    _markup("5,000 forms and buttons", lambda: _with(after="<form><select>" + "<option>a word" * 50_000)),
    _markup("a drawing of 100,000 paths", lambda: _with("<svg>" + '<path d="M0 0"/>' * 100_000 + "</svg>")),
    _markup("a formula 20,000 deep", lambda: _with("<math>" + "<mrow>" * 20_000)),
    # JSON in the page
    _markup("JSON-LD 100,000 deep", lambda: _json_ld("[" * 100_000), "stored", **_TEXT),
    _markup("JSON-LD objects 50,000 deep", lambda: _json_ld('{"a":' * 50_000 + "1" + "}" * 50_000), "stored", **_TEXT),
    _markup("JSON-LD of 100,000 objects", lambda: _json_ld(json.dumps([{"@type": "NewsArticle"}] * 100_000)), "stored"),
    _markup("JSON-LD that is broken", lambda: _json_ld('{"@type": "NewsArticle", "headline": '), "stored", **_TEXT),
    _markup("JSON-LD of a number of 1 MB", lambda: _json_ld("1" * 1_000_000), "stored", **_TEXT),
    _markup(
        "JSON-LD of an infinite number",
        lambda: _json_ld('{"@type":"NewsArticle","wordCount":1e999,"x":NaN}'),
        "stored",
        **_TEXT,
    ),
    _markup(
        "JSON-LD of wrong types",
        lambda: _json_ld(
            json.dumps(
                {
                    "@type": ["NewsArticle", 7],
                    "headline": {"a": []},
                    "author": [[["x"]], 7, None, {"name": {"name": 1}}],
                    "datePublished": [2026],
                    "image": {"url": 5},
                }
            )
        ),
        "stored",
        **_TEXT,
    ),
    _markup(
        "JSON-LD with half a surrogate",
        lambda: _json_ld('{"@type":"NewsArticle","headline":"Boats \\ud800 stay"}'),
        "stored",
        **_TEXT,
    ),
    _markup("100,000 JSON-LD scripts", lambda: _with(head='<script type="application/ld+json">{}</script>' * 100_000)),
    # declarations
    _markup(
        "a billion laughs in HTML",
        lambda: '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + _with(after="<p>&b;</p>"),
        "stored",
        "no_text",
        "not_html",
    ),
    _markup("a doctype without end", lambda: "<!DOCTYPE " + "x" * 1_000_000 + NEWS.decode()),
    _markup("a declaration without end", lambda: "<?xml " + "x" * 100_000 + NEWS.decode()),
    _markup("100,000 declarations", lambda: "<?xml version='1.0'?>" * 100_000 + NEWS.decode()),
    _markup("CDATA without end", lambda: _with(after="<![CDATA[" + "x" * 100_000)),
    _markup(
        "an external entity",
        lambda: '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _with(after="<p>&x;</p>"),
        "stored",
        "no_text",
        "not_html",
    ),
    # an article all the same
    _markup(
        "no end tags",
        lambda: f"<html><title>{TITLE}</title><body><h1>{TITLE}<p>{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}",
        "stored",
        **_TEXT,
    ),
    _markup(
        "end tags in the wrong order",
        lambda: _with().replace("<p>", "<b><i><p>").replace("</p>", "</b></p></i>"),
        "stored",
    ),
    _markup(
        "tags in capitals",
        lambda: _with().replace("<p>", "<P>").replace("</p>", "</P>").replace("article", "ARTICLE"),
        "stored",
        **_TEXT,
    ),
    _markup("two bodies", lambda: _with() + _with(), "stored"),
    _markup("two documents", lambda: "<html><head></head><body></body></html>" + _with(), "stored"),
    _markup(
        "text before the document",
        lambda: "Notice: undefined index in /srv/www/index.php on line 3\n" + _with(),
        "stored",
        **_TEXT,
    ),
    _markup(
        "a table for a layout",
        lambda: (
            f"<html><title>{TITLE}</title><body><table><tr><td><a href=/>Home</a></td><td>"
            f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></td></tr></table>"
        ),
        "stored",
        **_TEXT,
    ),
    _markup(
        "line breaks for paragraphs",
        lambda: (
            f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{PARAGRAPHS[0]}<br><br>{PARAGRAPHS[1]}</body></html>"
        ),
        "stored",
        **_TEXT,
    ),
    _markup("half the page is cut off", lambda: NEWS[: NEWS.rindex(b"Ingen")], "stored", **_TEXT),
    _markup("a NUL after each tag", lambda: NEWS.replace(b">", b">\0"), "stored", "bad_encoding"),
    _markup("a base elsewhere", lambda: _with(head='<base href="http://elsewhere.invalid/">'), "stored", **_TEXT),
    _markup(
        "a page that says it is hidden",
        lambda: _with().replace("<article>", '<article style="display:none">'),
        "stored",
        "no_text",
    ),
    _markup(
        "a text from right to left by a trick", lambda: _with(after="<p>\u202eneddih si siht dna\u202c</p>"), "stored"
    ),
    _markup("formulas for a spreadsheet", lambda: html('=cmd|"/C calc"!A0', *PARAGRAPHS), "stored"),
    _markup("escapes for a terminal", lambda: html("Boats \x1b]0;owned\x07\x1b[31m stay", *PARAGRAPHS), "stored"),
    _markup("SQL in the title", lambda: html("'; DROP TABLE main.articles; --", *PARAGRAPHS), "stored"),
    _markup(
        "a template for a format string", lambda: html("{0.__class__} %s %(x)s ${x} {{7*7}}", *PARAGRAPHS), "stored"
    ),
]
