"""Imported by the fork server of readers and nothing else: loads models and tables, so that its workers share them.

A worker then has 270 MB of its own instead of 570, and one that takes a killed one's place costs no three CPU seconds.
Sharing is safe because neither spaCy nor a session of onnxruntime with one thread starts threads of its own. An article
of two sentences goes through all of it, since most tables are loaded at their first use; models of other languages wait
for theirs.
"""

from __future__ import annotations

import atexit
import gc
from contextlib import suppress
from datetime import UTC, datetime

from extractors import article, embeddings, spacy_model
from extractors.records import Page, Reading
from flows import enrich

_PAGE = Page(
    item="warm",
    url="https://gazette.example/harbour",
    final_url=None,
    body=(
        b"<html lang='en'><head><title>Harbour of Veldia stays open</title></head><body><article>"
        b"<h1>Harbour of Veldia stays open</h1><p>The harbour of Veldia stays open this winter, the mayor of the town,"
        b" Mara Quill, told the council on Monday evening after a long debate on its costs.</p><p>\xe2\x80\x9cWe keep "
        b"it open for the boats of our neighbours,\xe2\x80\x9d said Quill, who had asked the Harbour Board for a "
        b"report.</p></article></body></html>"
    ),
    content_type="text/html",
    charset="utf-8",
    fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
)


def _load() -> None:
    enrich.WarmUp()()
    if isinstance(found := article.read(_PAGE), Reading):
        enrich.enrich(found.version)


with suppress(embeddings.ModelError, spacy_model.ModelError):  # each worker's own warm-up meets it too, and says so
    _load()
gc.collect()
gc.freeze()  # searching for garbage would write to the pages that are shared
atexit.register(gc.unfreeze)  # else DuckDB 2 takes what stays frozen for leaks of its own, and says so
