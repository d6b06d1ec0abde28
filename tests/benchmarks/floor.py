"""What the libraries below the pipeline take by themselves: `python -m tests.benchmarks.floor FOLDER WAREHOUSE`.

FOLDER holds pages, WAREHOUSE is a published file with their articles. Each part is what somebody who uses that library
well would run for the same pages, models loaded before, and nothing of ours but what chooses the texts (untimed):

- trafilatura: `bare_extraction` of each page, once, with metadata (a text without title, author and day is of no use
  here) and without comments, from text, so that decoding is not in it;
- spaCy: `nlp.pipe` over the paragraphs of each English article, with the components that we load, which are those that
  the names need, in the batches that measured best, and without a memory zone;
- onnxruntime: tokens of each English lead and the model's own file, one lead at a time, which is its fastest way;
- the multilingual encoder: each other lead that it speaks.

Prints JSON: part -> [CPU seconds, items].
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import trafilatura

from extractors import embeddings, multilingual, passages, spacy_model
from extractors.records import ArticleVersion
from warehouse import database

_TEXTS = "SELECT v.title, v.text, v.language FROM main.article_versions AS v"


def main() -> None:
    """Print what each library takes."""
    folder, warehouse = map(Path, sys.argv[1:3])
    logging.disable(logging.CRITICAL)
    with database.open_published(warehouse) as db:
        rows = db.execute(_TEXTS).fetchall()
    versions = [cast("ArticleVersion", SimpleNamespace(title=a, text=b, language=c)) for a, b, c in rows]
    english = [each for each in versions if embeddings.speaks(each.language)]
    others = [each for each in versions if each not in english and multilingual.speaks(each.language)]
    pages = [path.read_text("utf-8") for path in sorted(folder.glob("*.html"))]
    print(
        json.dumps(
            {
                "trafilatura": _taken(_extract, pages),
                "spacy": _taken(_names, [_paragraphs(each) for each in english]),
                "onnxruntime": _taken(_embed, [embeddings.lead(each) for each in english]),
                "multilingual": _taken(_embed_other, [embeddings.lead(each) for each in others]),
            }
        )
    )


def _taken(work: Callable[[Any], object], items: Iterable[Any]) -> tuple[float, int]:
    items = list(items)
    for item in items[:3]:  # imports and models
        work(item)
    started = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - started, len(items)


def _extract(page: str) -> object:
    return trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)


def _paragraphs(version: ArticleVersion) -> list[str]:
    """Return the lines that are searched for names: all but headings."""
    text = passages.one_text(version)
    lines = passages.split(text, len(version.title))
    return [text[line.start : line.end] for line in lines if not line.is_heading]


def _names(paragraphs: list[str]) -> object:
    return [doc.ents for doc in spacy_model.load().pipe(paragraphs, batch_size=spacy_model.PARAGRAPHS)]


@cache
def _encoder() -> Any:  # noqa: ANN401  onnxruntime ships no types
    embeddings.warm_up()  # imports it with its telemetry switched off
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = embeddings.model_file(embeddings.PACKAGE)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _embed(text: str) -> object:
    ids = np.array([embeddings.tokens(text)], np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    return _encoder().run(["last_hidden_state"], given)[0][0].mean(axis=0)


def _embed_other(text: str) -> object:
    return multilingual.embed([text])


if __name__ == "__main__":
    main()
