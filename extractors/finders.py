"""What may find names in texts: the protocol of spaCy's pipelines, GLiNER and language models behind an endpoint.

A finder says where names stand and gives each its own label; `spans.TYPES` maps the labels of all of them to our
types. This room has spaCy's finder only (`spacy_model`): what loads weights from elsewhere or asks a server is handed
in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Named = tuple[int, int, str]  # start and end in its text, and the finder's own label


class FinderError(Exception):
    """A finder cannot be had, or gives no answer that can be used; the message says which, without secrets."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The names found in some texts."""

    named: tuple[tuple[Named, ...], ...]  # for each text, in order of position
    dropped: int = 0  # names given that stand nowhere in their text, or of no type that was asked for


class Finder(Protocol):
    """Finds names in texts of a language."""

    @property
    def name(self) -> str:
        """What it is, with its version: `fr_core_news_sm-3.8.0`."""

    @property
    def version(self) -> str:
        """Its version alone; empty where nobody says."""

    @property
    def config(self) -> Mapping[str, str]:
        """What else decides what it finds; no secrets."""

    def find(self, texts: Sequence[str]) -> Recognised:
        """Return the names in each of these texts.

        Raises:
            FinderError: it cannot be asked, or gives no answer that can be used.
        """
