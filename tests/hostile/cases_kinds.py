"""What is no article: files of other kinds under any name, walls, and error pages that say 200."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

from tests.hostile.answers import NEWS, PARAGRAPHS, TITLE, hostile, offered, page
from tests.hostile.articles import html, items, rss
from tests.hostile.server import Case

_PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + bytes(range(256)) * 20
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>y</title></entry></feed>'
_SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a.invalid/</loc></url></urlset>'
)
_TEXT = "\n\n".join((TITLE, *PARAGRAPHS))


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return held.getvalue()


_named = html

_OTHERS: dict[str, tuple[bytes | str, str]] = {
    "a PDF": (_PDF, "application/pdf"),
    "a PDF that claims HTML": (_PDF, "text/html"),
    "a PNG that claims HTML": (_PNG, "text/html"),
    "a PNG": (_PNG, "image/png"),
    "an image of a type nobody knows": (_PNG, "image/x-unknown"),
    "a JPEG that claims plain text": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8, "text/plain"),
    "a film": (b"\0\0\0\x20ftypisom" + bytes(2000), "video/mp4"),
    "a film that claims HTML": (b"\0\0\0\x20ftypisom" + bytes(2000), "text/html"),
    "a sound": (b"ID3\x04\0\0\0\0\0\0" + bytes(2000), "audio/mpeg"),
    "a font": (b"wOF2" + bytes(500), "font/woff2"),
    "a Word document": (_zip(), "application/octet-stream"),
    "a program": (b"\x7fELF\2\1\1" + bytes(500), "application/octet-stream"),
    "a gzip file": (gzip.compress(NEWS), "application/gzip"),
    "a style sheet": ("body { color: red }\n" * 40, "text/css"),
    "a script": ("var a = function () { return 1; };\n" * 40, "application/javascript"),
    "JSON": (json.dumps({"articles": [{"text": PARAGRAPHS[0]}] * 3}), "application/json"),
    "JSON that claims HTML": (json.dumps({"articles": [{"text": PARAGRAPHS[0]}] * 3}), "text/html"),
    "a calendar": ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "text/calendar"),
    "a table": ("a,b,c\n1,2,3\n" * 50, "text/csv"),
    "a sitemap": (_SITEMAP, "application/xml"),
    "another XML document": ('<?xml version="1.0"?><note><to>x</to></note>', "text/xml"),
    "a drawing": (
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>Hello</text></svg>',
        "image/svg+xml",
    ),
}

CASES: list[Case] = [
    *(
        hostile(name, page(body, content_type=content_type), "not_html", "no_text")
        for name, (body, content_type) in _OTHERS.items()
    ),
    hostile("an RSS feed", offered(rss(items(["@here@/good"]))), "is_feed"),
    hostile("an RSS feed that claims HTML", offered(rss(items(["@here@/good"])), "text/html"), "is_feed"),
    hostile("an Atom feed", page(_ATOM, content_type="application/atom+xml"), "is_feed"),
    hostile(
        "a JSON feed",
        page(
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}),
            content_type="application/feed+json",
        ),
        "is_feed",
    ),
    # articles, whatever their type
    hostile("a page that claims to be bytes", page(NEWS, content_type="application/octet-stream"), "stored"),
    hostile("a page that claims plain text", page(NEWS, content_type="text/plain"), "stored"),
    hostile("a page that claims XML", page(NEWS, content_type="application/xml"), "stored"),
    hostile("a page that claims JSON", page(NEWS, content_type="application/json"), "stored", "not_html"),
    hostile(
        "a page in XHTML",
        page(b'<?xml version="1.0" encoding="utf-8"?>\n' + NEWS, content_type="application/xhtml+xml"),
        "stored",
    ),
    hostile("plain text", page(_TEXT, content_type="text/plain"), "stored"),
    hostile("plain text that claims HTML", page(_TEXT), "stored"),
    # nothing to read
    hostile(
        "ten words",
        page(_named("Short", "The harbour stays shut until further notice, they said.")),
        "too_short",
        "no_text",
        "wall",
        "soft_404",
    ),
    hostile(
        "a page of links only",
        page(
            "<html><body>"
            + "".join(f'<a href="/{n}">Read our story number {n}</a><br>' for n in range(200))
            + "</body></html>"
        ),
        "no_text",
        "too_short",
        "wall",
        "soft_404",
    ),
    hostile(
        "a page of scripts only",
        page("<html><body><script>" + "var x = 'words of a script';" * 300 + "</script></body></html>"),
        "no_text",
        "wall",
    ),
    hostile("a page that is an image", page('<html><body><img src="/a.png"></body></html>'), "no_text", "too_short"),
    hostile(
        "a frame set",
        page('<html><frameset cols="*"><frame src="/target"></frameset></html>'),
        "no_text",
        "too_short",
        "wall",
    ),
    hostile(
        "a listing of files",
        page(
            "<html><head><title>Index of /news</title></head><body><h1>Index of /news</h1>"
            '<pre><a href="../">../</a>\n'
            + "".join(f"<a href='{n}.html'>{n}.html</a> 2026-11-0{n % 9 + 1} 10:00 1K\n" for n in range(60))
            + "</pre></body></html>"
        ),
        "no_text",
        "soft_404",
        "not_html",
    ),
    # walls
    hostile(
        "a bot wall",
        page(
            '<html><head><title>Just a moment...</title></head><body><div class="cf-browser-'
            'verification"><h1>Checking your browser before accessing news.example.</h1><p>This process is automatic. '
            "Your browser will redirect to your requested content shortly. Please allow up to 5 seconds.</p></div>"
            "<p>DDoS protection by Cloudflare. Ray ID: 7d1f2a3b4c5d6e7f</p></body></html>"
        ),
        "wall",
    ),
    hostile(
        "a captcha",
        page(
            _named(
                "Are you a robot?",
                "We have detected unusual activity from your computer network. "
                "To continue, please click the box below to let us know you are not a robot. Please make sure "
                "your browser "
                "supports JavaScript and cookies and that you are not blocking them from loading.",
            )
        ),
        "wall",
    ),
    hostile(
        "access denied",
        page(
            _named(
                "Access Denied",
                "You don't have permission to access this page on this "
                "server. Reference #18.2d3f1602.1700000000.1a2b3c4d. If you think that this is an error, please "
                "contact the "
                "owner of the site and tell them the reference number.",
            )
        ),
        "wall",
        "soft_404",
    ),
    hostile(
        "a consent wall",
        page(
            _named(
                "Before you continue",
                "We and our 842 partners store and access personal data, "
                "such as browsing data or unique identifiers, on your device. Selecting I Accept enables tracking "
                "technologies to support the purposes shown. You can accept all, reject all or manage your "
                "choices at any "
                "time in our privacy centre.",
            )
        ),
        "wall",
    ),
    hostile(
        "a login wall",
        page(
            "<html><head><title>Log in</title></head><body><h1>Log in to continue reading</h1>"
            "<form action='/login'><input name='user'><input type='password' name='password'><button>Log in</button>"
            "</form><p>Don't have an account? Register now for free and read five articles a month. Forgot your "
            "password? Enter your e-mail address and we will send you a link.</p></body></html>"
        ),
        "wall",
    ),
    hostile(
        "a page that wants JavaScript",
        page(
            "<html><head><title>News</title></head><body><noscript>You need to "
            "enable JavaScript to run this app. Please turn on JavaScript in your browser's settings and reload "
            "this page "
            "to go on.</noscript><div id='root'></div></body></html>"
        ),
        "wall",
        "no_text",
    ),
    hostile(
        "not for this region",
        page(
            _named(
                "451: Unavailable due to legal reasons",
                "We recognize you are attempting "
                "to access this website from a country belonging to the European Economic Area including the EU which "
                "enforces the General Data Protection Regulation and therefore access cannot be granted at this "
                "time. For "
                "any issues, contact the newsroom.",
            )
        ),
        "wall",
        "soft_404",
    ),
    # error pages that say 200
    hostile(
        "a page not found",
        page(
            _named(
                "Page not found",
                "Sorry, the page you were looking for could not be found. "
                "It may have been moved or deleted. Check the address, go back to the home page, or use the "
                "search to find "
                "what you are looking for.",
            )
        ),
        "soft_404",
    ),
    hostile(
        "error 404 in words",
        page(
            _named(
                "404 - The Tern",
                "Oops! That page can't be found. It looks like nothing was "
                "found at this location. Maybe try one of the links below or a search?",
            )
        ),
        "soft_404",
    ),
    hostile(
        "a page of no longer",
        page(
            _named(
                "This article is no longer available",
                "The article that you requested is no "
                "longer available. It may have expired or been removed by the publisher. Please return to the "
                "home page for "
                "the latest news.",
            )
        ),
        "soft_404",
    ),
    hostile(
        "a broken database",
        page(
            "<html><head><title>Database Error</title></head><body><h1>Error establishing a "
            "database connection</h1></body></html>"
        ),
        "soft_404",
        "too_short",
        "no_text",
    ),
    hostile(
        "a trace of a fault",
        page(
            "<html><head><title>500 Internal Server Error</title></head><body><h1>Internal "
            "Server Error</h1><p>The server encountered an internal error or misconfiguration and was unable to "
            "complete "
            "your request. Please contact the server administrator.</p></body></html>"
        ),
        "soft_404",
    ),
    hostile(
        "a parked domain",
        page(
            _named(
                "tern-news.example is for sale",
                "This domain may be for sale! Buy this domain. "
                "The owner of this domain has parked it. Related searches: news, weather, loans, insurance, "
                "hotels, flights, "
                "degrees online.",
            )
        ),
        "soft_404",
        "no_text",
    ),
    hostile(
        "maintenance",
        page(
            _named(
                "Down for maintenance",
                "We are currently performing scheduled maintenance. We "
                "should be back online shortly. Thank you for your patience, and please try again in a little while.",
            )
        ),
        "soft_404",
        "wall",
    ),
    hostile(
        "an article about a page not found",
        page(
            html(
                "Why museums archive their “page not found” pages",
                *PARAGRAPHS,
                "The museum in Aarhus has begun to collect the error pages of the nineties, curator Signe Holm "
                "said. The "
                "words “page not found” were first shown to her in 1995, and she never forgot them.",
            )
        ),
        "stored",
    ),
    hostile(
        "an article about cookies",
        page(
            html(
                "Court rules on cookies",
                *PARAGRAPHS,
                "We use cookies, the sign said, and "
                "the court in Aalborg found that nobody had agreed to them. The baker, who sells both kinds, was "
                "amused.",
            )
        ),
        "stored",
    ),
]
