"""Where the feeds and sitemaps of a site are: what it announces, then the usual addresses; each asked and read.

Parsing runs in the pool's processes, as for configured feeds: a hostile page can hold a parser for minutes.
Errors: `NothingFound`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from extractors import discovery, urls
from extractors.feeds import FeedReading
from extractors.records import Feed, Outcome
from flows import polling, sources
from flows.errors import NothingFound
from flows.fetch import Client, Rejected, Response, Unavailable
from flows.workers import Job, Killed, Workers

_FEEDS_TRIED, _SITEMAPS_TRIED, _INDEXED_TRIED = 6, 4, 2
_SECONDS = 60.0  # for all that one site is asked; a person waits
_STALE = timedelta(days=60)  # a feed without anything newer was left behind by its site
_FEED_FORMS = frozenset(("rss", "rdf", "atom", "json"))
_NEWS = re.compile(r"news|nachrichten|noticias|actualit|notizie", re.IGNORECASE)
_DATED = re.compile(r"\d{3}|[_-]\d+\.xml")
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}

Answer = Response | Unavailable | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that was asked, and what it serves; `reason` says why it serves nothing of use, None where it does."""

    url: str
    form: str  # rss, rdf, atom, json, sitemap, news_sitemap, sitemap_index, addresses; empty where it cannot be used
    title: str | None = None
    language: str | None = None
    items: int = 0  # of an index the sitemaps
    newest: datetime | None = None
    leads_to: tuple[str, ...] = ()  # the sitemaps of an index
    reason: str | None = None

    @property
    def kind(self) -> str:
        """What it is in a source list: feed or sitemap."""
        return "feed" if self.form in _FEED_FORMS else "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was learned of a site; `home` is None where the given address was a feed or sitemap itself."""

    home: str | None
    name: str | None
    language: str | None
    found: tuple[Found, ...]


async def site(client: Client, pool: Workers, url: str) -> Site:
    """Return what the site with this home page, or this feed or sitemap alone, has to offer.

    Raises:
        NothingFound: it cannot be had, or has no feed or sitemap that can be used.
    """
    (answer,) = await _answers(client, [url])
    if not isinstance(answer, Response):
        return await _without_page(client, pool, url, answer)
    itself = _looked(pool, [url], [answer], client.clock())[0]
    if itself.form:
        return Site(home=None, name=itself.title, language=itself.language, found=(itself,))
    page = _page(pool, answer)
    places = _announced(client, page.feeds)
    found = await look(client, pool, places)
    usual = await look(client, pool, _others(_missing(found, discovery.well_known(answer.final_url)), places))
    if not best((*found, *usual), client.clock()):
        raise NothingFound(_in_vain(url, found, len(usual)))
    found += filter(is_usable, usual)
    found += await look(client, pool, _news_sitemaps(found))
    return Site(home=answer.final_url, name=page.site.name, language=page.site.language, found=tuple(found))


async def look(client: Client, pool: Workers, places: Sequence[str]) -> list[Found]:
    """Return what each of these addresses serves; two that lead to the same one are told once."""
    answers = await _answers(client, places)
    return _looked(pool, places, answers, client.clock())


def best(found: Iterable[Found], now: datetime) -> list[Found]:
    """Return what is worth polling: the first living feed and the first news sitemap, else the first other sitemap.

    A feed of comments is worth nothing.
    """
    usable = [each for each in found if is_usable(each)]
    feeds = [each for each in usable if each.kind == "feed" and not _is_of_comments(each)]
    living = [each for each in feeds if each.newest is None or now - each.newest < _STALE]
    news = [each for each in usable if each.form == "news_sitemap"]
    others = [each for each in usable if each.kind == "sitemap"]
    chosen = [*(living or feeds)[:1], *news[:1]]
    return chosen or others[:1]


def is_usable(found: Found) -> bool:
    """Say whether it can be read and has something in it."""
    return found.reason is None and found.items > 0


async def _answers(client: Client, places: Sequence[str]) -> list[Answer]:
    """Return one answer for each address; what is not there after a minute is not waited for."""
    tasks = [asyncio.create_task(client.get(url)) for url in places]
    if tasks:
        await asyncio.wait(tasks, timeout=_SECONDS)
    for task in tasks:
        task.cancel()
    return [_ended(each) for each in await asyncio.gather(*tasks, return_exceptions=True)]


def _ended(end: Response | BaseException) -> Answer:
    if isinstance(end, asyncio.CancelledError):
        return Unavailable(Outcome.TIMEOUT, f"no answer within {_SECONDS:.0f} seconds")
    if isinstance(end, Response | Unavailable | Rejected):
        return end
    return Rejected(Outcome.FAILED, f"{type(end).__name__}: {end}")  # a bug met at one address; the others go on


async def _without_page(client: Client, pool: Workers, url: str, answer: Unavailable | Rejected) -> Site:
    """Return what the site has at the usual addresses, where its home page refuses us but its feeds may not."""
    found: list[Found] = []
    is_shut = isinstance(answer, Rejected) and answer.outcome is not Outcome.BLOCKED_ADDRESS
    if is_shut and answer.http_status not in _GONE:  # a host that fails or asks to wait is left alone
        found = await look(client, pool, [*_sitemaps(client), *discovery.well_known(url)])
    if not best(found, client.clock()):
        message = f"{url} cannot be had: {answer.reason}; check the address, or give that of a feed or sitemap"
        raise NothingFound(message)
    return Site(home=url, name=None, language=None, found=tuple(found))


@dataclass(frozen=True, slots=True)
class _Page:
    feeds: tuple[discovery.Candidate, ...]
    site: discovery.Site


def _page(pool: Workers, answer: Response) -> _Page:
    ((_, page),) = pool.map(Job(_read_page), [answer])
    if isinstance(page, Killed):
        message = f"{answer.url} cannot be read: {page.reason}; give the address of a feed or sitemap"
        raise NothingFound(message)
    return page


def _read_page(answer: Response) -> _Page:
    base, charset = answer.final_url, answer.charset
    return _Page(
        discovery.feeds(answer.body, base, charset=charset), discovery.site(answer.body, base, charset=charset)
    )


def _announced(client: Client, feeds: Sequence[discovery.Candidate]) -> list[str]:
    return [*(each.url for each in feeds[:_FEEDS_TRIED]), *_sitemaps(client)]


def _sitemaps(client: Client) -> list[str]:
    """Return the sitemaps that the robots.txt files asked so far name, those of news first."""
    named = [url for robots in client.robots for url in discovery.robots_sitemaps(robots.body)]
    return sorted(dict.fromkeys(named), key=lambda url: not _NEWS.search(urlsplit(url).path))[:_SITEMAPS_TRIED]


def _missing(found: Iterable[Found], usual: Iterable[str]) -> list[str]:
    """Return the usual addresses of feeds where no feed was found, and those of sitemaps where no sitemap was."""
    kinds = {each.kind for each in found if is_usable(each) and not _is_of_comments(each)}
    return [url for url in usual if ("sitemap" if "sitemap" in url else "feed") not in kinds]


def _news_sitemaps(found: Sequence[Found]) -> list[str]:
    """Return what the indexes among the found name as news, where no sitemap of news was found yet.

    A name with a year or a number in it is left alone: the site will write into another one next month.
    """
    if any(each.form == "news_sitemap" for each in found):
        return []
    named = [url for each in found for url in each.leads_to if _is_of_news(urlsplit(url).path)]
    return _others(named, [each.url for each in found])[:_INDEXED_TRIED]


def _is_of_news(path: str) -> bool:
    return bool(_NEWS.search(path)) and not _DATED.search(path)


def _others(places: Iterable[str], tried: Sequence[str]) -> list[str]:
    known = set(map(urls.canonical, tried))
    return [url for url in places if urls.canonical(url) not in known]


def _looked(pool: Workers, places: Sequence[str], answers: Sequence[Answer], now: datetime) -> list[Found]:
    asked: list[tuple[Feed, Response, datetime]] = []
    failed: list[Found] = []
    seen: set[str] = set()
    for url, answer in zip(places, answers, strict=True):
        if not isinstance(answer, Response):
            failed.append(Found(url=url, form="", reason=answer.reason))
        elif (key := urls.canonical(answer.final_url)) not in seen:
            seen.add(key)
            asked.append((sources.feed("", answer.moved_to or url, "feed"), answer, now))
    readings = polling.read(pool, asked)
    return [*(_found(feed.url, readings[feed.feed_id]) for feed, _, _ in asked), *failed]


def _found(url: str, reading: polling.Read) -> Found:
    if not isinstance(reading, FeedReading):
        return Found(url=url, form="", reason=reading.reason)
    dates = [date for link in reading.links if (date := link.published_hint or link.updated_hint)]
    dates += [each.modified_at for each in reading.further if each.modified_at]
    return Found(
        url=url,
        form=reading.kind,
        title=reading.title,
        language=reading.language,
        items=len(reading.links) or len(reading.further),
        newest=max(dates, default=None),
        leads_to=tuple(each.url for each in reading.further),
    )


def _is_of_comments(found: Found) -> bool:
    return discovery.is_of_comments(discovery.Candidate(url=found.url, title=found.title, kind=found.form))


def _in_vain(url: str, announced: Sequence[Found], usual: int) -> str:
    tried = f"{len(announced)} announced and {usual} usual addresses were tried"
    why = next((f"; {each.url}: {each.reason or 'no articles'}" for each in announced), "")
    return f"no feed or sitemap found for {url}: {tried}{why}; if you know one, give its address"
