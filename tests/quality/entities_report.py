"""How good entities and aliases are: `python -m tests.quality.entities_report [FOLDER]`.

On our own set (entities.txt: short invented news with every name marked) a mention is right where its ends and its type
are; links, after `resolution`, are measured by B-cubed (Bagga and Baldwin, 1998) over all mentions that were found,
and false_merges counts the entities that took in mentions of two. entities_news.txt is a second set, in the manner of
agencies, of which only every other article was read for errors while rules were written; strict figures are of persons,
places (with facilities) and organizations alone, as others publish them. FOLDER (NEWSDUCK_DEV_DATA) adds the mentions
of the real articles marked there by hand, where only persons, places and organizations are marked.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors import aliases, entities, resolution
from extractors.records import ArticleVersion, Mention
from tests.extractors.versions import version

OWN = Path(__file__).with_name("entities.txt")
NEWS = Path(__file__).with_name("entities_news.txt")
_MARK = re.compile(r"\[([^\]]+)\]\((\w+):([^)]+)\)")
_REAL_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "facility": "LOC"}

Place = tuple[str, int, int, str]  # part, start, end, type


@dataclass(frozen=True)
class Marked:
    """An article of our own set, and whom each of its mentions names."""

    version: ArticleVersion
    names: dict[Place, str]


def own_set(path: Path = OWN) -> Iterator[Marked]:
    """Yield the articles of a set of our own."""
    text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    for article in text.strip().split("\n\n"):
        title, _, body = article.partition("\n")
        names: dict[Place, str] = {}
        yield Marked(version(_unmarked(title, "title", names), _unmarked(body, "text", names)), names)


def _unmarked(marked: str, part: str, names: dict[Place, str]) -> str:
    plain, end = "", 0
    for mark in _MARK.finditer(marked):
        plain += marked[end : mark.start()]
        names[part, len(plain), len(plain) + len(mark[1]), mark[2]] = mark[3]
        plain, end = plain + mark[1], mark.end()
    return plain + marked[end:]


def found(article: ArticleVersion) -> dict[Place, Mention]:
    """Return the resolved mentions of an article by where they stand."""
    return by_place(aliases.resolve(entities.find(article), article))


def by_place(resolved: aliases.Resolved) -> dict[Place, Mention]:
    """Return mentions by where they stand."""
    mentions = resolved.mentions
    return {("title" if m.part == "title" else "text", m.start_char, m.end_char, m.type): m for m in mentions}


def merged(articles: Sequence[aliases.Resolved]) -> dict[str, str]:
    """Return the entities of these articles together that are another one: id -> id."""
    known = {e.entity_id: e for resolved in articles for e in resolved.entities}
    shown = [alias for resolved in articles for alias in resolved.aliases]
    counts = Counter((a.alias, a.entity_id, a.kind) for a in shown)
    once = {(a.alias, a.entity_id, a.kind): a for a in shown}
    counted = [replace(alias, article_count=counts[key]) for key, alias in once.items()]
    return {m.entity_id: m.merged_into for m in resolution.merges(known.values(), counted)}


def on_own_set() -> dict[str, float]:
    """Return precision, recall and F1 of the mentions, and how well those found are linked."""
    right = given = marked = 0
    links: list[tuple[str, str]] = []
    articles = list(own_set())
    resolved = [aliases.resolve(entities.find(article.version), article.version) for article in articles]
    into = merged(resolved)
    for number, (article, names) in enumerate(zip(articles, resolved, strict=True)):
        mentions = by_place(names)
        met = mentions.keys() & article.names.keys()
        right, given, marked = right + len(met), given + len(mentions), marked + len(article.names)
        for where in met:
            alone = f"{number} {where}"
            key = article.names[where]
            entity_id = mentions[where].entity_id
            links.append((alone if key == "-" else key, into.get(entity_id, entity_id) if entity_id else alone))
    merges = Counter(entity for _, entity in set(links))
    return {
        **_shares("mention", right, given, marked),
        "link_f1": b_cubed(links),
        "no_false_merge": 1 - sum(count > 1 for count in merges.values()) / len(merges),
    }


def b_cubed(links: list[tuple[str, str]]) -> float:
    """Return B-cubed F1 of (expected, given) entities, one pair a mention."""
    expected, given, both = Counter(e for e, _ in links), Counter(g for _, g in links), Counter(links)
    precision = sum(count**2 / given[g] for (_, g), count in both.items()) / len(links)
    recall = sum(count**2 / expected[e] for (e, _), count in both.items()) / len(links)
    return 2 * precision * recall / (precision + recall)


def on_news(half: slice = slice(None)) -> dict[str, float]:
    """Return the measures of our news: of mentions of all types, and of persons, places and organizations alone."""
    right, given, marked = Counter[str](), Counter[str](), Counter[str]()
    for article in list(own_set(NEWS))[half]:
        mentions = by_place(aliases.resolve(entities.find(article.version), article.version))
        for name, form in (("news", _as_it_is), ("news_strict", _as_real)):
            found, expected = form(mentions), form(article.names)
            right[name] += len(found & expected)
            given[name] += len(found)
            marked[name] += len(expected)
    return {k: v for name in right for k, v in _shares(name, right[name], given[name], marked[name]).items()}


def by_type() -> dict[str, tuple[int, int, int]]:
    """Return for each type how many mentions of both sets of our own are right, given and marked."""
    right, given, marked = Counter[str](), Counter[str](), Counter[str]()
    for article in (*own_set(), *own_set(NEWS)):
        names = found(article.version).keys()
        right.update(name[3] for name in names & article.names.keys())
        given.update(name[3] for name in names)
        marked.update(name[3] for name in article.names)
    return {type_: (right[type_], given[type_], marked[type_]) for type_ in sorted(marked)}


def _as_it_is(names: Iterable[Place]) -> set[Place]:
    return set(names)


def _as_real(names: Iterable[Place]) -> set[Place]:
    return {(part, start, end, _REAL_TYPES[type_]) for part, start, end, type_ in names if type_ in _REAL_TYPES}


def on_real_articles(folder: Path, name: str) -> dict[str, float]:
    """Return precision, recall and F1 of the mentions of the real articles of this set."""
    marks = {
        row["id"]: {(e["start"], e["end"], e["label"]) for e in row["entities"]} for row in _rows(folder, name, "gold")
    }
    right = given = 0
    for row in _rows(folder, name, "docs"):
        mentions = entities.find(replace(version("", row["text"]), article_id=row["id"]))
        names = {(m.start_char, m.end_char, _REAL_TYPES[m.type]) for m in mentions if m.type in _REAL_TYPES}
        right, given = right + len(names & marks[row["id"]]), given + len(names)
    return _shares(name, right, given, sum(map(len, marks.values())))


def _rows(folder: Path, name: str, part: str) -> list[dict[str, Any]]:
    path = folder / "nlp" / "data" / "ner" / f"{name}.{part}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _shares(name: str, right: int, given: int, marked: int) -> dict[str, float]:
    return {
        f"{name}_precision": right / given,
        f"{name}_recall": right / marked,
        f"{name}_f1": 2 * right / (given + marked),
    }


def main() -> None:
    """Print what was missed and what was wrong, then the measures."""
    for article in own_set():
        mentions = found(article.version)
        wrong = [f"{m.surface} ({m.type})" for where, m in mentions.items() if where not in article.names]
        missed = [where for where in article.names if where not in mentions]
        print(f"{article.version.title}: wrong {wrong}, missed {missed}")
        by_key = defaultdict(set)
        for where in mentions.keys() & article.names.keys():
            by_key[article.names[where]].add(mentions[where].entity_id)
        print({key: ids for key, ids in by_key.items() if len(ids) > 1})
    for type_, (right, given, marked) in by_type().items():
        print(f"{type_}: {right} right of {given} given, {marked} marked")
    measures = on_own_set() | on_news()
    for folder in sys.argv[1:]:
        measures |= on_real_articles(Path(folder), "seeds") | on_real_articles(Path(folder), "pud-news")
    print("\n".join(f"{name} = {value:.3f}" for name, value in measures.items()))


if __name__ == "__main__":
    main()
