"""Ids as hashes of meaning: the same input gives the same id on every machine and in every run."""

from __future__ import annotations

from hashlib import sha256

_LENGTH = 20  # hex digits, 80 bits: a clash among 10 million ids has odds of 1 in 24 billion


def hash_id(kind: str, *parts: str | None) -> str:
    """Return the id of the thing of this kind with these parts; None and "" are different parts."""
    digest = sha256(kind.encode())
    for part in parts:
        digest.update(b"\0" if part is None else b"\1" + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_LENGTH]
