"""Write extractors/data/topics.tsv and topics.npy: IPTC Media Topics and the embedding of each concept's definition.

The vocabulary is © IPTC, CC BY 4.0 (https://iptc.org/standards/media-topics/). Run it with the project's interpreter:

    python deploy/generate/topics.py CONCEPTS.jsonl.gz    # a new vocabulary
    python deploy/generate/topics.py                      # after a change of the embedding model

Of CONCEPTS each line is a JSON object with `id` (eight digits), `level`, `label`, `definition`, `parent` (an id or
null) and `retired` (null while active), parents before children: the columns of IPTC's spreadsheet in British English.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np

from extractors import embeddings, topics

DATA = Path(topics.__file__).with_name("data")
HEADER = "# topic_id\tlevel\tparent_id\tlabel\tdefinition; © IPTC, CC BY 4.0; written by deploy/generate/topics.py\n"


def row(concept: dict[str, str | int | None]) -> str:
    """Return the table's line for an active concept."""
    parent = f"medtop:{concept['parent']}" if concept["parent"] else ""
    columns = (f"medtop:{concept['id']}", concept["level"], parent, concept["label"], concept["definition"])
    return "\t".join(" ".join(str(column).split()) for column in columns) + "\n"


def main() -> None:
    """Write the table where a vocabulary is given, and the embeddings in any case, as half-precision numbers."""
    for path in sys.argv[1:]:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            concepts = [json.loads(line) for line in lines]
        active = (concept for concept in concepts if concept["level"] and not concept["retired"])
        (DATA / "topics.tsv").write_text(HEADER + "".join(map(row, active)), "utf-8")
    table = (DATA / "topics.tsv").read_text("utf-8").splitlines()[1:]
    texts = [topics.definition_text(topics.read_topic(line)) for line in table]
    np.save(DATA / "topics.npy", embeddings.embed(texts).astype(np.float16))


if __name__ == "__main__":
    main()
