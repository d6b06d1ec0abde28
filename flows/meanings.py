"""What each outcome means to a person, and what can be done about it: words of `status` and of the reference."""

from __future__ import annotations

from types import MappingProxyType

from extractors.records import Outcome

_NOTHING = ""
_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.STORED: ("a new article", _NOTHING),
    Outcome.UPDATED: ("a known article with a new text; the former one is kept", _NOTHING),
    Outcome.UNCHANGED: ("a known article with the same text", _NOTHING),
    Outcome.DUPLICATE: ("the same article as another item of the run", _NOTHING),
    Outcome.NOT_MODIFIED: ("its host says that it was not edited", _NOTHING),
    Outcome.BLOCKED_BY_ROBOTS: ("robots.txt does not let newsduck ask for it", "ask the publisher, or drop the source"),
    Outcome.BLOCKED_ADDRESS: (
        "it leads to a private address, or to none that may be asked",
        "set NEWSDUCK_ALLOW_PRIVATE=true if the site is your own",
    ),
    Outcome.UNREACHABLE: ("no answer: name not found, refused, reset", "check the network and the address"),
    Outcome.HTTP_ERROR: ("an answer of 400 or more", "open it in a browser; 401 and 403 are for subscribers or people"),
    Outcome.TIMEOUT: ("no answer in time", "wait: later runs try again, eight times in all"),
    Outcome.TOO_LARGE: ("more bytes than are read", "raise NEWSDUCK_PAGE_BYTES"),
    Outcome.BAD_ENCODING: ("its bytes are damaged, or in no encoding that can be told", "get the file anew"),
    Outcome.NOT_HTML: ("no page: a picture, PDF, archive", _NOTHING),
    Outcome.IS_FEED: ("a feed, not a page", "add it with `newsduck sources add`"),
    Outcome.NO_TEXT: (
        "no article could be found in it, or only a browser can draw it",
        "see why: `newsduck inspect ADDRESS`",
    ),
    Outcome.TOO_SHORT: ("too few words for an article", "see them: `newsduck inspect ADDRESS`"),
    Outcome.TOO_OLD: ("offered by a site's archive, not as news", "`newsduck run --since 2026-01-01` takes it"),
    Outcome.WRONG_LANGUAGE: ("in another language than its source is", "correct `language` in sources.toml"),
    Outcome.WALL: ("a login, consent or bot wall; the reason says which", "look for a feed with full text"),
    Outcome.SOFT_404: ("answered as a page, but not found, broken or in maintenance", _NOTHING),
    Outcome.RIGHTS_RESERVED: (
        "its publisher reserves text and data mining, and the settings honour that",
        "ask the publisher, or unset NEWSDUCK_HONOUR_RESERVATIONS",
    ),
    Outcome.FORGOTTEN: ("taken down by `newsduck forget`; it stays down", _NOTHING),
    Outcome.OVER_BUDGET: (
        "reading it took more CPU or memory than one page may have",
        "raise NEWSDUCK_PAGE_CPU_SECONDS or NEWSDUCK_PAGE_MEMORY_MB",
    ),
    Outcome.DEFERRED: ("not tried in this run", "wait: a later run takes it"),
    Outcome.FAILED: (
        "our fault; the reason names the error",
        "look at the reason: `newsduck sql --saved outcomes`; then report it",
    ),
}
OUTCOMES = MappingProxyType({outcome.value: words for outcome, words in _OUTCOMES.items()})
GOOD = ("stored", "updated", "unchanged", "duplicate", "not_modified")
EXIT_CODES = MappingProxyType(
    {
        0: "done",
        1: "failed",
        2: "wrong use or configuration",
        3: "done, with some sources failed",
        4: "a check did not hold",
        129: "stopped: its terminal was closed (SIGHUP)",
        130: "stopped by Ctrl-C (SIGINT)",
        143: "stopped by SIGTERM, as systemd, Docker and a host that shuts down send it",
    }
)
