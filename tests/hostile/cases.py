"""All cases, by theme."""

from __future__ import annotations

from tests.hostile import (
    cases_bodies,
    cases_charsets,
    cases_feeds,
    cases_framing,
    cases_identity,
    cases_kinds,
    cases_markup,
    cases_redirects,
    cases_robots,
    cases_sitemaps,
    cases_slow,
    cases_statuses,
)
from tests.hostile.server import Case

CASES: list[Case] = [
    *cases_bodies.CASES,
    *cases_slow.CASES,
    *cases_framing.CASES,
    *cases_redirects.CASES,
    *cases_statuses.CASES,
    *cases_robots.CASES,
    *cases_charsets.CASES,
    *cases_kinds.CASES,
    *cases_markup.CASES,
    *cases_feeds.CASES,
    *cases_sitemaps.CASES,
    *cases_identity.CASES,
]
