"""The canonical form of a web address, and the id made of it.

The form is our own, built to be idempotent and to join only what is surely one page: scheme and host in lower case,
the host in its ASCII form, no user, default port, fragment or tracking parameter, dot segments resolved, percent
signs normalised as RFC 3986 section 6.2.2 has it. Parameters keep their order, paths their slashes. `courlan` is
asked only for registered domains: its own cleaning cuts at quotation marks and is not idempotent.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from extractors.identity import hash_id

_MAX_CHARS = 8000  # longer ones are data, not addresses; servers refuse them from about 8 KB
_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_BLANK_OUTSIDE = "".join(map(chr, range(0x21)))  # what browsers trim
_BLANK_INSIDE = str.maketrans("", "", "\t\n\r")  # and what they drop anywhere
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/(?:[\w~!$&'()*+,;=:@-][\w.~!$&'()*+,;=:@/-]*)?", re.ASCII)
_PLAIN_QUERY = re.compile(r"[!-\"$-~]*")
_USERINFO = re.compile(r"(?<=//)[^/?#]*@")
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]+/[!-\[\]-~]*")
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|\Z)")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%!$&'()*+,;=:@[]|^"
_QUERY_SAFE = "/?%!$&'()*+,;=:@[]|^`{}\\"
_DEFAULT_PORTS = {"http": "80", "https": "443"}


class _Trackers(NamedTuple):
    names: frozenset[str]
    prefixes: tuple[str, ...]


@cache
def _trackers() -> _Trackers:
    table = tomllib.loads(files("extractors").joinpath("data/tracking.toml").read_text(encoding="utf-8"))
    return _Trackers(frozenset(name.lower() for name in table["names"]), tuple(table["prefixes"]))


def canonical(url: str) -> str:
    """Return the canonical form of a web address; anything that is none comes back unchanged.

    `canonical(canonical(url)) == canonical(url)` for every string, and no string raises.
    """
    page, _, query = url.partition("?")
    if len(url) <= _MAX_CHARS and _PLAIN.fullmatch(page) and "/." not in page and _PLAIN_QUERY.fullmatch(query):
        kept = _query(query)  # most are so; all that follows changes nothing of their pages, in ten times the time
        return f"{page}?{kept}" if kept else page
    trimmed = url.strip(_BLANK_OUTSIDE).translate(_BLANK_INSIDE)
    if len(trimmed) > _MAX_CHARS or not _WEB.match(trimmed):
        return url
    try:
        parts = urlsplit(trimmed)
        scheme, netloc = parts.scheme, _netloc(parts)
    except ValueError:  # a bad port, a bracket without its pair, a host that is not one under NFKC
        return url
    path = _resolved(_normalised(parts.path, _PATH_SAFE)) or "/"
    return urlunsplit((scheme, netloc, path, _query(parts.query), ""))


def is_web(url: str | None) -> bool:
    """Say whether the string is an absolute http or https address."""
    return bool(url and _WEB.match(url) and host(url))


def article_id(canonical_url: str) -> str:
    """Return the id of the article at this canonical address."""
    return hash_id("article", canonical_url)


def resolved(base: str, url: str | None) -> str | None:
    """Return the web address that a reference means on the page at `base`, without a password; None for no address."""
    url = (url or "").strip()
    if _ABSOLUTE.fullmatch(url) and "@" not in url:
        return url
    try:
        url = urljoin(base, url) if url else ""
    except ValueError:  # brackets that hold no IPv6 address
        return None
    return without_password(url) if is_web(url) else None


def without_password(url: str) -> str:
    """Return an address without name and password: rows and messages are read by others."""
    return _USERINFO.sub("", url, count=1)


def host(url: str | None) -> str | None:
    """Return the host of an address in lower case, without "www."; None where it has none."""
    plain = _PLAIN_HOST.match(url or "")
    try:
        name = plain[1] if plain else urlsplit(url or "").hostname
    except ValueError:
        return None
    return (name or "").removeprefix("www.") or None


def domain(url: str | None) -> str | None:
    """Return the registered domain of an address ("bbc.co.uk"); of a number or a bare name the host.

    Where the public suffix list has no rule its default rule holds: the last label is the suffix.
    """
    name = host(url)
    return None if name is None else _registered(name)


@lru_cache(maxsize=4096)
def _registered(name: str) -> str:
    from tld import get_fld  # noqa: PLC0415  its import reads the public suffix list: 30 ms only where asked for

    if name.rpartition(".")[2].isdecimal() or ":" in name:
        return name
    return get_fld(f"https://{name}/", fail_silently=True) or ".".join(name.split(".")[-2:])


def _netloc(parts: SplitResult) -> str:
    name, port = (parts.hostname or "").rstrip("."), parts.port
    if not name or any(sign in name for sign in " <>^|%\\\"'`{}"):
        message = "not a host"
        raise ValueError(message)
    if not name.isascii():
        name = name.encode("idna").decode("ascii").lower()
    name = f"[{name}]" if ":" in name else name
    return name if port is None or str(port) == _DEFAULT_PORTS[parts.scheme] else f"{name}:{port}"


def _normalised(text: str, safe: str) -> str:
    return _PERCENT.sub(_unescaped, quote(text.replace("\\", "%5C"), safe=safe, errors="replace"))


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code in _UNRESERVED else match[0].upper()


def _resolved(path: str) -> str:
    """Return the path without "." and ".." segments (RFC 3986, section 5.2.4)."""
    segments: list[str] = []
    pieces = path.split("/")
    for piece in pieces:
        if piece == "..":
            if len(segments) > 1:
                segments.pop()
        elif piece != ".":
            segments.append(piece)
    if pieces[-1] in {".", ".."}:
        segments.append("")
    return "/".join(segments)


def _query(query: str) -> str:
    kept = [_normalised(pair, _QUERY_SAFE).replace("%20", "+") for pair in query.split("&") if pair]
    return "&".join(pair for pair in kept if not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _trackers().names or name.startswith(_trackers().prefixes)
