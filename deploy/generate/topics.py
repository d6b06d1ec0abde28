"""Write the tables and embeddings of IPTC Media Topics into extractors/data.

topics.tsv has the concepts, topic_labels.tsv their names in thirteen languages, topics.npy and topics_multilingual.npy
the embeddings of what `taxonomy.descriptions` gives: definitions, then examples. The vocabulary is © IPTC, CC BY 4.0
(https://iptc.org/standards/media-topics/). Run it with the project's interpreter, both models installed:

    python -m deploy.generate.topics CONCEPTS.jsonl.gz    # a new vocabulary
    python -m deploy.generate.topics                      # after a change of an example or of a model

Of CONCEPTS each line is a JSON object with `id` (eight digits), `level`, `label`, `definition`, `parent` (an id or
null), `retired` (a day, or null while active) and `names` (language -> name), parents before children: the columns of
IPTC's spreadsheet in British English.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from extractors import embeddings, multilingual, taxonomy

DATA = Path(taxonomy.__file__).with_name("data")
CREDIT = "© IPTC, CC BY 4.0; written by deploy/generate/topics.py\n"
HEADER = f"# topic_id\tlevel\tparent_id\tretired\tlabel\tdefinition; {CREDIT}"
LANGUAGES = {  # of the spreadsheet -> BCP 47
    "ar": "ar", "dk": "da", "de": "de", "en-GB": "en-GB", "en-US": "en-US", "es": "es", "fr": "fr", "no-NB": "nb",
    "no-NN": "nn", "pt-BR": "pt-BR", "pt-PT": "pt-PT", "se": "sv", "zh-Hans": "zh-Hans",
}  # fmt: skip


def row(concept: dict[str, Any]) -> str:
    """Return the line of a concept in the table of concepts."""
    parent = f"medtop:{concept['parent']}" if concept["parent"] else ""
    about = (concept["retired"] or "", concept["label"], concept["definition"])
    return _line(f"medtop:{concept['id']}", concept["level"], parent, *about)


def names(concept: dict[str, Any]) -> str:
    """Return the line of a concept in the table of names."""
    return _line(f"medtop:{concept['id']}", *(concept["names"].get(language, "") for language in LANGUAGES))


def _line(*columns: object) -> str:
    return "\t".join(" ".join(str(column).split()) for column in columns) + "\n"


def main() -> None:
    """Write the tables where a vocabulary is given, and the embeddings in any case, as half-precision numbers."""
    for path in sys.argv[1:]:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            concepts = [json.loads(line) for line in lines]
        (DATA / "topics.tsv").write_text(HEADER + "".join(map(row, concepts)), "utf-8")
        head = f"# {CREDIT}{_line('topic_id', *LANGUAGES.values())}"
        (DATA / "topic_labels.tsv").write_text(head + "".join(map(names, concepts)), "utf-8")
    texts = [each.text for each in taxonomy.descriptions()]
    np.save(DATA / "topics.npy", embeddings.embed(texts).astype(np.float16))
    np.save(DATA / "topics_multilingual.npy", multilingual.embed(texts).astype(np.float16))


if __name__ == "__main__":
    main()
