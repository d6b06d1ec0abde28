"""Imported by the fork server of readers and nothing else: loads the models, so that its workers share them.

A worker then has 270 MB of its own instead of 570, and one that takes a killed one's place costs no two CPU seconds.
Sharing is safe because neither spaCy nor a session of onnxruntime with one thread starts threads of its own.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from extractors import embeddings, spacy_model
from flows import enrich

with suppress(embeddings.ModelError, spacy_model.ModelError):  # each worker's own warm-up meets it too, and says so
    enrich.WarmUp()()
gc.collect()
gc.freeze()  # searching for garbage would write to the pages that are shared
