"""How good the stories and the duplicates are: `python -m tests.quality.stories_report [FOLDER]`.

Our own set (stories.jsonl: short invented news of one fortnight) has events in look-alike pairs and articles that
stand alone; each text goes through entities, embeddings and stories as in the pipeline. FOLDER (NEWSDUCK_DEV_DATA)
adds real articles of 66 events in look-alike pairs (ECB+, its development part, terms alone), and edited copies
among them. Stories are measured by B-cubed (Bagga and Baldwin, 1998), duplicates by pairs of an article and its copy.
"""

from __future__ import annotations

import gzip
import json
import sys
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors import aliases, duplicates, embeddings, entities, features, stories, words
from extractors.records import ArticleVersion, Document
from flows import cluster
from flows.settings import Settings
from tests.benchmarks import endless
from tests.extractors.versions import version
from tests.quality import templates
from tests.warehouse import samples
from warehouse import database

OWN = Path(__file__).with_name("stories.jsonl")
_NAMING = {"person", "organization", "place", "event"}
_RUNS = 5
_UNDATED = datetime(2026, 5, 4, tzinfo=UTC)

Row = Mapping[str, str]


def own_rows() -> list[Row]:
    """Return the articles of our own set."""
    return [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]


def own_documents() -> list[Document]:
    """Return the articles of our own set with entities and embeddings."""
    documents = []
    for row in own_rows():
        article = _version(row)
        vector = embeddings.embed([embeddings.lead(article)])[0].tolist() if embeddings.speaks(article.language) else ()
        documents.append(as_document(row, vector, _entity_ids(article)))
    return documents


def on_own_set() -> dict[str, float]:
    """Return B-cubed precision, recall and F1 on our own set."""
    return b_cubed({row["id"]: row["event"] for row in own_rows()}, stories_of(own_documents()))


def among_templates() -> dict[str, float]:
    """Return B-cubed F1 of our own events where daily templates come among them, and how these keep to themselves.

    `apart` is the share of issues that share their story with no other issue of their series, `alone` of those whose
    story is no event's.
    """
    news = own_rows()
    issues = templates.rows(news)
    documents = marked([*own_documents(), *(as_document(row) for row in issues)])
    found = stories_of(documents)
    kinds = Counter((found[row["id"]], templates.series(row["id"])) for row in issues)
    of_events = {found[row["id"]] for row in news}
    return {
        "templates_f1": b_cubed({row["id"]: row["event"] for row in news}, found)["f1"],
        "templates_apart": sum(count for count in kinds.values() if count == 1) / len(issues),
        "templates_alone": sum(found[row["id"]] not in of_events for row in issues) / len(issues),
    }


def marked(documents: Sequence[Document]) -> list[Document]:
    """Return the articles with what each repeats."""
    original = {each.article_id: each.duplicate_of for each in duplicates.find(documents, ())}
    return [replace(each, duplicate_of=original.get(each.article_id)) for each in documents]


def on_real_articles(folder: Path) -> dict[str, float]:
    """Return B-cubed on the development part of ECB+, from terms alone; `runs_f1` when they come in five runs."""
    rows, events = _real(folder)
    documents = [as_document(row) for row in rows]
    measured = b_cubed(events, stories_of(documents)) | {"runs_f1": b_cubed(events, in_runs(documents))["f1"]}
    return {f"real_{name}": value for name, value in measured.items()}


def in_warehouse(folder: Path, home: Path) -> float:
    """Return B-cubed F1 of the same in five runs of `cluster`, which reads a bounded part of the stories."""
    rows, events = _real(folder)
    settings = Settings(home=home)
    for run in range(_RUNS):
        cluster.cluster(endless.loaded(settings, samples.joined(*map(_batch, rows[run::_RUNS]))))
    with closing(database.open_writer(settings.writer)) as db:
        found = dict(db.execute("SELECT a.url_canonical, a.story_id FROM main.articles AS a").fetchall())
    return b_cubed(events, {row["id"]: found[_address(row)] for row in rows})["f1"]


def _real(folder: Path) -> tuple[list[Row], dict[str, str]]:
    gold = {row["id"]: row for row in read(folder / "nlp/data/stories/ecbplus.gold.jsonl.gz")}
    rows = [r for r in read(folder / "nlp/data/stories/ecbplus.docs.jsonl.gz") if gold[r["id"]]["split"] == "dev"]
    return rows, {row["id"]: gold[row["id"]]["cluster"] for row in rows}


def on_real_copies(folder: Path) -> dict[str, float]:
    """Return the share of duplicates found that are copies, and of copies that were found.

    Articles of which one quotes another at length are neither right nor wrong.
    """
    gold = {row["id"]: row for row in read(folder / "nlp/data/neardup/synth.gold.jsonl.gz")}
    documents = [as_document(row) for row in read(folder / "nlp/data/neardup/synth.docs.jsonl.gz")]
    found = [(gold[d.article_id], gold[d.duplicate_of]) for d in duplicates.find(documents, ())]
    right = sum(one["group"] == other["group"] for one, other in found)
    wrong = sum(one["component"] != other["component"] for one, other in found)
    copies = sum(size - 1 for size in Counter(row["group"] for row in gold.values()).values())
    return {"copies_precision": right / (right + wrong), "copies_recall": right / copies}


def stories_of(documents: Sequence[Document]) -> dict[str, str]:
    """Return the story of each article, as the pipeline forms them from an empty warehouse."""
    now = max(document.published_at for document in documents)
    return {member.article_id: member.story_id for member in stories.assign(documents, (), now=now).members}


def in_runs(documents: Sequence[Document]) -> dict[str, str]:
    """Return the story of each article, as five runs form them that get every fifth article."""
    now = max(document.published_at for document in documents)
    found: dict[str, str] = {}
    for run in range(_RUNS):
        known = [replace(d, story_id=found[d.article_id]) for d in documents if d.article_id in found]
        members = stories.assign(documents[run::_RUNS], known, now=now).members
        found |= {member.article_id: member.story_id for member in members}
    return found


def as_document(row: Row, embedding: Sequence[float] = (), entity_ids: Sequence[str] = ()) -> Document:
    """Return an article of a set as duplicates and stories see it."""
    article = _version(row)
    made = features.of(article, embedding)
    published_at = datetime.fromisoformat(row["published_at"]) if "published_at" in row else _UNDATED
    return Document(
        article_id=article.article_id,
        source_id=row.get("source") or "",
        family_id=None,
        is_wire=False,
        title=article.title,
        text_sha256=article.text_sha256,
        word_count=words.count(article.text),
        published_at=published_at,
        is_dated="published_at" in row,
        first_seen_at=published_at,
        language=article.language,
        agency=made.agency,
        terms=made.terms,
        counts=array("I", made.counts),
        embedding=array("f", made.embedding),
        signature=array("I", made.signature),
        entity_ids=tuple(entity_ids),
        duplicate_of=None,
        story_id=None,
    )


def b_cubed(gold: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    """Return the mean over articles of how much of their story is of their event, and how much of it is there."""
    both = Counter((gold[article], found[article]) for article in gold)
    events, groups = Counter(gold.values()), Counter(found[article] for article in gold)
    precision = sum(n * n / groups[group] for (_, group), n in both.items()) / len(gold)
    recall = sum(n * n / events[event] for (event, _), n in both.items()) / len(gold)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def read(path: Path) -> list[Row]:
    """Return the rows of compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _version(row: Row) -> ArticleVersion:
    article = version(row["title"], row["text"], row.get("language", "en"))
    return replace(article, article_id=row["id"], text_sha256=sha256(row["text"].encode()).hexdigest())


def _batch(row: Row) -> samples.Batch:
    """Return an article of a set as it is loaded, from terms alone."""
    title, text = row["title"], row["text"]
    made = samples.article(row["id"], text=text, title=title, names=(), published_at=None, seen_at=_UNDATED)
    versions = [each for each in made["article_versions"] if isinstance(each, ArticleVersion)]
    made["article_features"] = [features.of(each, ()) for each in versions]
    return made


def _address(row: Row) -> str:
    return f"https://gazette.example/{row['id']}"


def _entity_ids(article: ArticleVersion) -> list[str]:
    """Return the entities that an article names, the most mentioned first."""
    mentions = aliases.resolve(entities.find(article), article).mentions
    named = Counter(m.entity_id for m in mentions if m.entity_id and m.type in _NAMING)
    return [entity_id for entity_id, _ in named.most_common()]


def main() -> None:
    """Print each story of our own set that is not exactly one event, then the measures."""
    rows = {row["id"]: row for row in own_rows()}
    found = stories_of(own_documents())
    for story_id in sorted(set(found.values())):
        members = [article for article in rows if found[article] == story_id]
        events = {rows[article]["event"] for article in members}
        if len(events) > 1 or len(members) < sum(row["event"] in events for row in rows.values()):
            print(f"one story: {', '.join(members)}")
    folder = Path(sys.argv[1]) if sys.argv[1:] else None
    measures = on_own_set() | among_templates() | (on_real_articles(folder) | on_real_copies(folder) if folder else {})
    if folder:
        with TemporaryDirectory() as home:
            measures["real_warehouse_f1"] = in_warehouse(folder, Path(home))
    print("\n".join(f"{name} = {value:.3f}" for name, value in measures.items()))


if __name__ == "__main__":
    main()
