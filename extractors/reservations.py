"""Rights that publishers reserve, wherever they say so: in the head of an answer, in the page, for a whole origin.

The words, one for each meaning, whatever its spelling:

``tdm-reservation``     text and data mining (TDM Reservation Protocol, W3C community group, 2024), with
``tdm-policy=<url>``    where its licence is offered
``noai``, ``noimageai`` X-Robots-Tag and robots meta elements
``ai-train=no``, ``ai-input=no``, ``search=no``, ``bots=no``
                        Content-Signal (Cloudflare) and Content-Usage (IETF aipref)

``none`` and ``noindex`` are no such words: they speak of search indexes. What an origin declares may be bound to a
part of it: the word, a blank, and a path pattern as in robots.txt. Of several patterns the first that matches counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Sequence
from urllib.parse import unquote, urlsplit

from lxml import etree

TDM = "tdm-reservation"
_WAIVED = "tdm-reservation=0"  # said, so that it takes back what was said for more than the page
_POLICY = "tdm-policy"
_ROBOTS_WORDS = {"noai", "noimageai"}
# Of X-Robots-Tag directives those that have a value themselves; any other word before a colon names a crawler.
_WITH_VALUE = {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
_USES = {
    "ai-train": "ai-train",
    "train-ai": "ai-train",
    "train-genai": "ai-train",
    "ai-input": "ai-input",
    "search": "search",
    "bots": "bots",
}
_ANSWERS = {"n": "no", "no": "no", "y": "yes", "yes": "yes"}
_URL = re.compile(r"https?://[\x21-\x7e]{1,500}", re.IGNORECASE)
_MAX_RULES = 1000
_META = etree.XPath(".//meta[@name and @content]")


def of_fields(fields: Iterable[tuple[str, str]], product: str) -> tuple[str, ...]:
    """Return what the fields of an HTTP answer reserve, for the crawler with this product token.

    Also "tdm-reservation=0" where they waive it; `joined` takes that out again.
    """
    found: list[str] = []
    said: dict[str, str] = {}
    for name, value in fields:
        match name.lower():
            case "tdm-reservation" | "tdm-policy" as key:
                said[key] = value.strip()
            case "x-robots-tag":
                found += _robots_words(value, product.lower())
            case "content-usage" | "content-signal":
                found += _uses(value)
    return _once([*_tdm(said.get(TDM), said.get(_POLICY)), *found])


def of_tree(tree: etree._Element) -> tuple[str, ...]:
    """Return what the meta elements of a page reserve, and "tdm-reservation=0" where they waive it."""
    found: list[str] = []
    said: dict[str, str] = {}
    for element in _META(tree):
        name, content = str(element.get("name")).strip().lower(), str(element.get("content")).strip()
        if name in {TDM, _POLICY}:
            said[name] = content
        elif name == "robots":
            found += _robots_words(content, "")
    return _once([*_tdm(said.get(TDM), said.get(_POLICY)), *found])


def of_usage(line: str) -> tuple[str, ...]:
    """Return what the value of a Content-Signal or Content-Usage line of a robots.txt says: `[path] use=answer, …`.

    Answers of yes are among them where they are bound to a path: they except it from a more general no.
    """
    first, _, rest = line.strip().partition(" ")
    pattern, uses = (first, rest) if first.startswith("/") else ("", line)
    is_part = pattern not in {"", "/", "/*"}
    return tuple(
        f"{use} {pattern}" if is_part else use for use in _uses(uses, answers={"no", "yes"} if is_part else {"no"})
    )


def of_tdmrep(body: bytes) -> tuple[str, ...]:
    """Return what a /.well-known/tdmrep.json says, in its order; nothing where it is none."""
    try:
        rules = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    found: list[str] = []
    for rule in rules[:_MAX_RULES] if isinstance(rules, list) else ():
        if isinstance(rule, dict) and isinstance(pattern := rule.get("location"), str):
            words = _tdm(str(rule.get(TDM)), str(rule.get(_POLICY, "")))
            where = "" if pattern in {"", "/", "*", "/*"} else " " + pattern.strip().replace(" ", "%20")
            found += [word + where for word in words]
    return _once(found)


def binding(declared: Sequence[str], url: str) -> tuple[str, ...]:
    """Return what an origin declares (`of_usage`, `of_tdmrep`) for the address: words without patterns."""
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + ("?" + unquote(parts.query) if parts.query else "")
    deciding: dict[str, str] = {}  # what the word is about -> the pattern that decided it
    found: list[str] = []
    for word, _, pattern in (each.partition(" ") for each in declared):
        about = TDM if word.startswith("tdm-") else word.partition("=")[0]
        if (about not in deciding or deciding[about] == pattern) and _matches(unquote(pattern), path):
            deciding[about] = pattern
            found.append(word)
    return tuple(word for word in found if not word.endswith("=yes"))


def joined(general: Iterable[str], particular: Iterable[str]) -> tuple[str, ...]:
    """Return the words of both; on text and data mining what is said more closely to the page takes precedence."""
    near = list(particular)
    if any(word.startswith(TDM) for word in near):
        general = [word for word in general if not word.startswith("tdm-")]
    words = _once([*general, *near])
    return words if _WAIVED not in words else tuple(word for word in words if not word.startswith("tdm-"))


def _tdm(reservation: str | None, policy: str | None) -> list[str]:
    if reservation == "0":
        return [_WAIVED]
    if reservation != "1":
        return []
    return [TDM, f"{_POLICY}={policy}"] if policy and _URL.fullmatch(policy) else [TDM]


def _robots_words(value: str, product: str) -> list[str]:
    """Return the words of directives like `noai, otherbot: noai, newsduck: noimageai` that bind the product."""
    found, is_ours = [], True
    for item in value.lower().split(","):
        word = item.strip()
        agent, colon, rest = word.partition(":")
        if colon and agent.strip() not in _WITH_VALUE:
            is_ours = agent.strip() in {"*", product}
            word = rest.strip()
        if is_ours and word in _ROBOTS_WORDS:
            found.append(word)
    return found


def _uses(value: str, answers: Container[str | None] = ("no",)) -> list[str]:
    pairs = (item.partition("=") for item in value.lower().split(","))
    said = ((_USES.get(use.strip()), _ANSWERS.get(answer.partition(";")[0].strip())) for use, _, answer in pairs)
    return [f"{use}={answer}" for use, answer in said if use and answer in answers]


def _matches(pattern: str, path: str) -> bool:
    """Say whether the path begins as the pattern says; `*` is anything, `$` the end."""
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if parts and pattern.endswith("$") else None
    for part in parts:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return not pattern.endswith("$") or at == len(path)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
