"""What strangers wrote (titles, names, reasons, addresses), made inert on its way into a page or a mail.

Escaping is the templates' own work and is always on; this is what escaping leaves: characters that turn the order of
the line around or cannot be seen, texts without end, and links to what is not a web page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup

LONGEST_TEXT = 160  # characters; each may take 2.5 bytes on the page, escaped
LARGEST_LINK = 500  # bytes, escaped
# So a page with every text and link at its longest, and full of quotation marks, stays under 300 kB.
# C0, C1 and DEL; soft hyphen; marks and overrides of direction; zero width but the joiners, which Persian and emoji
# need; separators of lines and paragraphs; interlinear and tag characters; noncharacters; halves of surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
# Marks above and below Latin, Greek and Cyrillic letters: two may be meant, a tower of them hides the lines beside it.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = re.compile(f"({_MARK}{{2}}){_MARK}+")
_NOT_IN_A_LINK = re.compile(r"[\s\\<>\"`{}|^]")
# What marks up inside a line, what makes one a heading or a list, and what GitHub's Markdown makes links of.
_IN_MARKDOWN = re.compile(r"([\\`*_\[\]!~|@#$])|^(\d*)([-+=.)])|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def text(value: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text without what cannot be seen, its white space folded, cut to so many characters.

    It is cut shorter where it would take over 2.5 bytes a character once it is escaped.
    """
    seen = _TOWER.sub(r"\1", _UNSEEN.sub("", " ".join(value[: 4 * longest].split()))).strip()
    if len(seen) <= longest and _size(seen) <= 2.5 * longest:
        return seen
    kept = seen[: longest - 1]
    while _size(kept) > 2.5 * longest:
        kept = kept[: len(kept) * 9 // 10]
    return f"{kept.rstrip()}…"


def link(url: str | None) -> str | None:
    """Return the address where it leads to a web page and shows where, None for anything else.

    Refused: other schemes than http and https, a user name before the host (it looks like one), what a browser would
    read otherwise than it stands there, and what is larger than `LARGEST_LINK`.
    """
    if not url or _UNSEEN.search(url) or _NOT_IN_A_LINK.search(url) or _size(url) > LARGEST_LINK:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:  # a bracket that opens no IPv6 address
        return None
    return url if usable else None


def markdown(value: object) -> object:
    """Return a text so that Markdown shows it as it stands; what is `Markup`, or no text, as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    shown = text(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _IN_MARKDOWN.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3] or ''}", shown)
    return Markup(escaped)  # noqa: S704  made so in the two lines above


def html(value: object) -> object:
    """Return a text cleaned for a template that escapes by itself; what is `Markup`, or no text, as it is."""
    return text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _size(value: str) -> int:
    return len(Markup.escape(value).encode())
