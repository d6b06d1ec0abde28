"""How good the topics are: `python -m tests.quality.topics_report [FOLDER]`.

On our own set (topics.jsonl: short invented news, each with the topics that a reader expects and others that they would
accept) precision counts both kinds and recall the expected ones. FOLDER (NEWSDUCK_DEV_DATA) adds real articles that
were marked by hand at level 1: how often the first topic is acceptable, and how often it is the one that was marked.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from extractors import embeddings, topics
from extractors.records import Topic

LEVELS = (1, 2, 3)
OWN = Path(__file__).with_name("topics.jsonl")


def on_own_set() -> dict[str, float]:
    """Return precision and recall for each level."""
    rows = list(own_rows())
    measured: dict[str, float] = {}
    for level in LEVELS:
        found = [(expected & labels(level), accepted, given & labels(level)) for expected, accepted, given in rows]
        right = sum(len(given & (expected | accepted)) for expected, accepted, given in found)
        measured[f"level_{level}_precision"] = right / sum(len(given) for _, _, given in found)
        met = sum(len(given & expected) for expected, _, given in found)
        measured[f"level_{level}_recall"] = met / sum(len(expected) for expected, _, _ in found)
    return measured


def own_rows() -> Iterator[tuple[set[str], set[str], set[str]]]:
    """Yield for each text the labels expected, those accepted beside them, and those given."""
    for line in OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        given = {topic.label for topic in assigned(f"{row['title']}\n{row['text']}")}
        yield set(row["topics"]), set(row["also"]), given


def on_real_articles(folder: Path, step: int = 1) -> dict[str, float]:
    """Return the shares of articles (each step-th) whose first topic is acceptable, and is the one marked."""
    marked = {row["id"]: row["labels"] for row in read(folder / "nlp/data/topics/iptc-ecb.gold.jsonl.gz")}
    acceptable = same = 0
    articles = list(read(folder / "nlp/data/topics/iptc-ecb.docs.jsonl.gz"))[::step]
    for article in articles:
        first = assigned(f"{article['title']}\n{article['text'][:2000]}")[0].topic_id.removeprefix("medtop:")
        acceptable += first in marked[article["id"]]
        same += first == marked[article["id"]][0]
    return {"real_acceptable": acceptable / len(articles), "real_same": same / len(articles)}


def assigned(text: str) -> list[Topic]:
    """Return the topics of a text, as they are assigned."""
    known = {topic.topic_id: topic for topic in topics.vocabulary()}
    return [known[found.topic_id] for found in topics.assign("", embeddings.embed([text])[0].tolist())]


def labels(level: int) -> set[str]:
    """Return the labels of a level."""
    return {topic.label for topic in topics.vocabulary() if topic.level == level}


def read(path: Path) -> Iterator[dict[str, list[str] | str]]:
    """Yield the rows of compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print what was missed and what was wrong, then the measures."""
    for expected, accepted, given in own_rows():
        if (missed := expected - given) | (wrong := given - expected - accepted):
            print(f"{sorted(expected)}: missed {sorted(missed)}, wrong {sorted(wrong)}")
    measures = on_own_set() | (on_real_articles(Path(sys.argv[1])) if sys.argv[1:] else {})
    print("\n".join(f"{name} = {value:.3f}" for name, value in measures.items()))


if __name__ == "__main__":
    main()
