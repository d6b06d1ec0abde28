"""Learn the weights of `extractors.type_model`: `python -m tests.quality.train_types FOLDER [--write]`.

From the English texts of FOLDER (NEWSDUCK_DEV_DATA), in which nothing is marked: a name teaches where the language
model and our tables agree about it (a given name before a family name, a known place, a known body), and so do later
mentions of a person by family name. Both regressions are fitted by AdaGrad in numpy, in a fixed order, so that the same
texts give the same file. How often it is right is measured on every tenth text, which it has not learned from.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors import gazetteer, kinds, passages, spacy_model, tables, type_model
from extractors.spans import Span, tidy
from extractors.type_model import TYPES
from tests.extractors.versions import version

MODEL_FILE = Path(type_model.__file__).parent / "data" / "type_model.tsv"
_OFTEN = 4  # mentions of one name in one text that teach
_FEWEST = {"context": 4, "name": 3}  # times that a feature must be seen
_EPOCHS, _RATE, _PENALTY = 6, 0.3, 1e-6
_LEAST = 0.05  # weights that are all smaller are left out
_LONGEST_TEXT = 20_000  # characters
_LABELS = {"person": {"PERSON"}, "organization": {"ORG"}, "place": {"GPE", "LOC"}}
_HEAD = """# What a name and the words beside it say of its type: part, feature, weights of person, organization, place.
# Learned by `python -m tests.quality.train_types`, which says from what; ours, under the project's licence.
"""

Row = tuple[list[str], int]  # features, number of the type
Weights = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Example:
    """A mention of a name whose type is certain."""

    text_no: int
    context: list[str]
    name: str
    type: str


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (title, text) of the English development texts."""
    with gzip.open(folder / "nlp/data/stories/ecbplus.docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["title"] or "", row["text"]
    for name in ("fundus_fixtures", "wcxb_dev"):
        for line in (folder / "extraction/data" / name / "gold.jsonl").read_text("utf-8").rstrip("\n").split("\n"):
            row = json.loads(line)
            if (row.get("lang") or "en").startswith("en"):
                yield row.get("title") or "", row["text"][:_LONGEST_TEXT]


def examples(number: int, title: str, body: str) -> Iterator[Example]:
    """Yield the mentions in a text that teach."""
    text = passages.one_text(version(title, body))
    lines = [line for line in passages.split(text, len(title)) if not line.is_heading]
    found = spacy_model.spans(text[line.start : line.end] for line in lines)
    spans = [
        span
        for line, named in zip(lines, found, strict=True)
        for start, end, label in named
        for span in tidy(text, line.start + start, line.start + end, label)
    ]
    families = {s.surface.split()[-1] for s in spans if _certain(s) == "person"}
    seen: Counter[str] = Counter()
    for span in spans:
        type_ = "person" if span.surface in families else _certain(span)
        seen[span.surface] += 1
        if type_ and seen[span.surface] <= _OFTEN:
            yield Example(number, type_model.context_features(text, span.start, span.end), span.surface, type_)


def _certain(span: Span) -> str | None:
    """Return the type of a name that our tables and the model agree about."""
    entry, name = gazetteer.lookup(span.surface), span.surface
    if entry:
        type_ = None if gazetteer.needs_support(name) else entry.type
    elif kinds.is_personal(name):
        type_ = "person"
    elif kinds.head_type(name) == "organization":
        type_ = "organization"
    else:
        type_ = "place" if gazetteer.is_place(name) else None
    return type_ if type_ and span.label in _LABELS.get(type_, ()) else None


def listed() -> dict[str, str]:
    """Return name -> type of names that our tables have: cities, families, companies and other bodies."""
    large = sorted(tables.rows("localities.tsv"), key=lambda row: -int(row[2]))[:2500]
    found = {row[0]: "place" for row in large if row[3:] != ["p"]}
    families = [row.split()[0].capitalize() for row in tables.lines("name_variants.txt")]
    for name in random.Random(1).sample(families, 6000):  # noqa: S311  a sample, no secret
        if not kinds.is_given(name) and not gazetteer.is_place(name):
            found.setdefault(name, "person")
    return found | {
        row[0]: "organization" for table in ("companies", "organizations") for row in tables.rows(f"{table}.tsv")
    }


def fitted(rows: Sequence[Row], fewest: int) -> Weights:
    """Return the weights of a multinomial logistic regression; the feature "" is its constant."""
    counts = Counter(feature for features, _ in rows for feature in set(features))
    numbers = {feature: n for n, feature in enumerate(sorted(f for f, c in counts.items() if c >= fewest), 1)}
    weights, squares = np.zeros((len(numbers) + 1, 3)), np.full((len(numbers) + 1, 3), 1e-3)
    data = [(np.array([0, *(numbers[f] for f in sorted(set(fs)) if f in numbers)]), y) for fs, y in rows]
    order = random.Random(0)  # noqa: S311
    for _ in range(_EPOCHS):
        order.shuffle(data)
        for at, y in data:
            gradient = _softmax(weights[at].sum(0))
            gradient[y] -= 1
            step = gradient[None] + _PENALTY * len(data) * weights[at]
            squares[at] += step * step
            weights[at] -= _RATE * step / np.sqrt(squares[at])
    return {"": weights[0], **{feature: weights[n] for feature, n in numbers.items()}}


def _softmax(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    shares = np.exp(sums - sums.max())
    normal: NDArray[np.float64] = shares / shares.sum()
    return normal


def learned(taught: Sequence[Example]) -> dict[str, Weights]:
    """Return the weights of both regressions."""
    names = listed()
    for example in taught:
        names.setdefault(example.name, example.type)
    return {
        "context": fitted([(e.context, TYPES.index(e.type)) for e in taught], _FEWEST["context"]),
        "name": fitted([(type_model.name_features(n), TYPES.index(t)) for n, t in names.items()], _FEWEST["name"]),
    }


def right(model: dict[str, Weights], unseen: Iterable[Example]) -> dict[str, float]:
    """Return the share of mentions whose type context, name and both together tell."""
    sums: Counter[str] = Counter()
    total = 0
    for example in unseen:
        of = {part: np.zeros(3) for part in model}
        for part, features in (("context", example.context), ("name", type_model.name_features(example.name))):
            for feature in ("", *set(features)):
                of[part] += model[part].get(feature, np.zeros(3))
        total += 1
        for part, score in {**of, "both": of["context"] + of["name"]}.items():
            sums[part] += TYPES[int(score.argmax())] == example.type
    return {part: count / total for part, count in sums.items()}


def written(model: dict[str, Weights]) -> str:
    """Return the file of these weights."""
    rows = [
        "\t".join([part, feature, *(f"{w:.2f}" for w in weights)])
        for part, features in model.items()
        for feature, weights in sorted(features.items())
        if not feature or np.abs(weights).max() >= _LEAST
    ]
    return _HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Print how often the model is right about names of texts it has not learned from; --write the one of all."""
    asked = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    found = [e for n, (title, text) in enumerate(texts(given.folder)) for e in examples(n, title, text)]
    unseen = [e for e in found if e.text_no % 10 == 0]
    shares = right(learned([e for e in found if e.text_no % 10]), unseen)
    print(f"{len(found)} mentions; right of {len(unseen)} unseen:", {k: round(v, 3) for k, v in shares.items()})
    if given.write:
        MODEL_FILE.write_text(written(learned(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
