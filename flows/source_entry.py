"""One [[sources]] table of sources.toml, as a person types it: its keys, and what each may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from extractors import urls

ID = r"^[a-z0-9][a-z0-9._-]*$"
_LONGEST_PAUSE = 3600.0  # seconds; a host that wants more than an hour between two requests is better left alone
RESERVED_ID = "files"  # the source of articles that came without one, see extractors.assembly.NO_SOURCE
_OF_THE_WEB = ("feeds", "sitemaps", "addresses")


class Entry(BaseModel):
    """One source: any mix of feeds, sitemaps and addresses of single pages, or a folder."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=ID, max_length=100)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    url: Annotated[str, StringConstraints(min_length=1)] | None = None  # the home page
    feeds: list[str] = Field(default_factory=list)
    sitemaps: list[str] = Field(default_factory=list)
    addresses: list[str] = Field(default_factory=list)
    folder: Annotated[str, StringConstraints(min_length=1)] | None = None
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = None
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = None
    family: str | None = None
    wire: bool = False
    tags: list[str] = Field(default_factory=list)
    active: bool = True
    pause_seconds: Annotated[float, Field(ge=0, le=_LONGEST_PAUSE, allow_inf_nan=False)] | None = None
    time_zone: str | None = None
    user_agent: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][\x20-\x7e]*$", max_length=500)] | None = None
    drop: list[str] = Field(default_factory=list)

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield (what it is, address) for each feed, sitemap and single page."""
        for kind, addresses in zip(("feed", "sitemap", "address"), self._of_the_web(), strict=True):
            for address in addresses:
                yield kind, address

    def _of_the_web(self) -> tuple[list[str], list[str], list[str]]:
        return self.feeds, self.sitemaps, self.addresses

    @field_validator("id")
    @classmethod
    def _is_free(cls, source_id: str) -> str:
        if source_id == RESERVED_ID:
            message = f"id {source_id!r} is the one of articles that were loaded without a source; take another"
            raise ValueError(message)
        return source_id

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str | None) -> str | None:
        return url and _web_address("url", url)

    @field_validator("feeds")
    @classmethod
    def _are_feeds(cls, feeds: list[str]) -> list[str]:
        return [_web_address("feed", url) for url in feeds]

    @field_validator("sitemaps")
    @classmethod
    def _are_sitemaps(cls, sitemaps: list[str]) -> list[str]:
        return [_web_address("sitemap", url) for url in sitemaps]

    @field_validator("addresses")
    @classmethod
    def _are_addresses(cls, addresses: list[str]) -> list[str]:
        return [_web_address("address", url) for url in addresses]

    @field_validator("time_zone")
    @classmethod
    def _is_time_zone(cls, name: str | None) -> str | None:
        if name is None:
            return None
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # not found; no name at all; a folder such as "Europe"
            message = f'time_zone must be an IANA name such as "Europe/London", not {name!r}'
            raise ValueError(message) from None
        return name

    @field_validator("drop")
    @classmethod
    def _are_selectors(cls, drop: list[str]) -> list[str]:
        for selector in drop:
            _check_selector(selector)
        return drop

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        of_the_web = [key for key, given in zip(_OF_THE_WEB, self._of_the_web(), strict=True) if given]
        if bool(of_the_web) == bool(self.folder):
            message = (
                f"both {of_the_web[0]} and a folder are given; make them two sources"
                if of_the_web
                else "give feeds, sitemaps, addresses or a folder"
            )
            raise ValueError(message)
        return self


class ListFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sources: list[Entry]


def _web_address(key: str, url: str) -> str:
    if not urls.is_web(url):
        message = f"{key} must be an http(s) address, not {url!r}"
        raise ValueError(message)
    return url


def _check_selector(selector: str) -> None:
    """Raise unless the CSS selector parses and can be looked for in a tree."""
    from cssselect import SelectorError  # noqa: PLC0415  only where a source drops something
    from lxml import etree  # noqa: PLC0415
    from lxml.cssselect import CSSSelector  # noqa: PLC0415

    try:
        CSSSelector(selector, translator="html")(etree.Element("html"))
    except (SelectorError, etree.XPathError, RecursionError) as error:
        message = f"drop has {selector!r}, which is no CSS selector that can be used: {error}"
        raise ValueError(message) from None
