"""What a mention is linked by: the entity that it names, how that was seen, and the alias that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.identity import hash_id


@dataclass(frozen=True, slots=True)
class Link:
    """Whom one mention names, and the alias that says so (kind None: the spelling is no alias to remember)."""

    type: str
    key: str
    name: str
    method: str
    kind: str | None
    country: str | None = None
    origin: str = "document"
    alias: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """Return what tells its entity from all others."""
        return self.type, self.key

    @property
    def entity_id(self) -> str:
        """Return the id of its entity: the same in every document and on every machine."""
        return hash_id("entity", self.type, self.key)
