"""What `newsduck sources add` does: look a site up, choose, and write an entry."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from extractors import urls
from flows import discover, frontier, results, source_file, startup
from flows.discover import Found, Site
from flows.errors import WrongUse
from flows.fetch import Client
from flows.settings import Settings
from flows.source_entry import ID, RESERVED_ID, Entry
from flows.workers import Budget, Workers


def add(  # noqa: PLR0913  the command's options
    settings: Settings,
    url: str,
    source_id: str | None,
    name: str | None,
    *,
    take_all: bool,
    dry_run: bool,
    as_json: bool = False,
) -> None:
    """Add a source for the site of this address, or print its entry as TOML; as JSON, entry and all that was found.

    With `take_all` it gets every feed and sitemap that was found, those of comments too; else the best of them.

    Raises:
        WrongUse: no web address, an id that is none or is taken, or a feed that a source has already.
        NothingFound: the site cannot be had, or has no feed or sitemap that can be used.
        SourcesError: the source list cannot be used.
    """
    if not dry_run:
        source_file.check_folder(settings.sources)
    known = source_file.entries(settings.sources)
    address = _address(url)
    _check(settings, known, [address], source_id, name)
    sys.stderr.write(f"looking for the feeds and sitemaps of {address}\n")
    site = asyncio.run(_site(settings, address))
    chosen = _chosen(site, take_all=take_all)
    _check(settings, known, [each.url for each in chosen], source_id, name)
    entry = _entry(site, chosen, address, {each.id for each in known}, source_id, name)
    if not dry_run:
        source_file.append(settings.sources, [entry])
    if as_json:
        found = [asdict(each) | {"added": each in chosen} for each in site.found]
        startup.result("", {"source": source_file.as_data(entry), "added": not dry_run, "found": found}, as_json=True)
    else:
        _tell(settings, site, chosen, entry, dry_run=dry_run)


async def _site(settings: Settings, url: str) -> Site:
    budget = Budget(cpu_seconds=settings.page_cpu_seconds, memory_mb=settings.page_memory_mb)
    with Workers(settings.workers, budget, preload="flows.discover") as pool:
        async with Client(frontier.limits(settings), "sources add") as client:
            return await discover.site(client, pool, url)


def _chosen(site: Site, *, take_all: bool) -> list[Found]:
    if site.home is None:  # what a person names is taken, also where it is empty today
        return list(site.found)
    usable = [each for each in site.found if discover.is_usable(each)]
    return usable if take_all else discover.best(usable, datetime.now(UTC))


def _address(url: str) -> str:
    """Return the address with its scheme, which people leave out, and without user and password, which nobody needs."""
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    address = re.sub(r"(?<=//)[^/?#]*@", "", address, count=1)
    if not urls.is_web(address):
        message = f"{url!r} is no web address; write one as in https://news.example"
        raise WrongUse(message)
    return address


def _check(
    settings: Settings, known: Sequence[Entry], places: Sequence[str], source_id: str | None, name: str | None
) -> None:
    """Raise where the list has one of these addresses or the id, or where id or name cannot be one."""
    message = None
    if source_id is not None and not re.fullmatch(ID, source_id):
        message = f"--id is {source_id!r}; it must consist of small letters, digits, points, hyphens and underscores"
    elif source_id == RESERVED_ID or any(entry.id == source_id for entry in known):
        message = f"the id {source_id!r} is taken; give another --id"
    elif name is not None and not name.strip():
        message = "--name is empty; give one, or leave it out"
    for entry in known:
        for kind, url in entry.places():
            if urls.canonical(url) in map(urls.canonical, places):
                message = f"{url} is already a {kind} of {entry.id!r} in {settings.sources}; nothing was added"
    if message:
        raise WrongUse(message)


def _entry(  # noqa: PLR0913, PLR0917  what was found, and what the user wants otherwise
    site: Site, chosen: Sequence[Found], address: str, ids: set[str], source_id: str | None, name: str | None
) -> Entry:
    domain = urls.domain(site.home or address) or address
    name = name or site.name or next((each.title for each in chosen if each.title), domain)
    language = site.language or next((each.language for each in chosen if each.language), None)
    label = domain if domain.rpartition(".")[2].isdecimal() else domain.split(".")[0]  # a number stays whole
    return Entry(
        id=source_id or source_file.free_id(ids, label, name, domain),
        name=name,
        url=site.home,
        feeds=[each.url for each in chosen if each.kind == "feed"],
        sitemaps=[each.url for each in chosen if each.kind == "sitemap"],
        language=language if language and re.fullmatch("[a-z]{2}", language) else None,
    )


def _tell(settings: Settings, site: Site, chosen: Sequence[Found], entry: Entry, *, dry_run: bool) -> None:
    names = ("", "address", "is", "items", "newest", "")
    rows = [
        (
            "added" if each in chosen else "left out",
            each.url,
            each.form.replace("_", " "),
            each.items,
            each.newest,
            each.reason or (None if each.items else "no articles"),
        )
        for each in sorted(site.found, key=lambda each: each not in chosen)
    ]
    results.table(names, rows, title=site.name, out=sys.stderr if dry_run else sys.stdout)
    if dry_run:
        sys.stdout.write(source_file.as_toml([entry]))
    else:
        sys.stdout.write(
            f"Source {entry.id!r} was added to {settings.sources}; `newsduck run --source {entry.id}` fetches it.\n"
        )
