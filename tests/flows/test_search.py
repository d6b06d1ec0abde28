"""Searching as a user does: the best first, filters that hold, a sentence where there is nothing."""

from __future__ import annotations

import json
import os
import string
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import search
from flows.errors import WrongUse
from tests.flows.command import ROOT, Done, Newsduck
from tests.flows.test_reprocess import ROWS
from warehouse import fulltext
from warehouse.search import Words

FERRY = {
    "url": "https://sligo-star.example/ferry",
    "title": "Ferry replaces the closed bridge",
    "published_at": "2026-11-19T08:00:00Z",
    "text": "A ferry takes the place of the harbour bridge in Galway, which was closed on Tuesday when inspectors found"
    " cracks in its supports. The ferry crosses every hour and takes forty cars, its captain Orla Walsh said.",
}
GERMAN = {
    "url": "https://elbe-bote.example/faehre",
    "title": "Neue Fähre nimmt den Betrieb auf",
    "language": "de",
    "published_at": "2026-11-19T09:00:00Z",
    "text": "Die neue Fähre über die Elbe hat am Donnerstag den Betrieb aufgenommen. Der Fährmann Jan Petersen fährt"
    " jede Stunde, und die Fähre nimmt vierzig Autos mit. Die alte Brücke bleibt wegen Rissen gesperrt.",
}
GERMAN_TOO = {
    "url": "https://elbe-bote.example/bruecke",
    "title": "Brücke über die Elbe gesperrt",
    "language": "de",
    "published_at": "2026-11-18T09:00:00Z",
    "text": "Die alte Brücke über die Elbe ist seit Mittwoch gesperrt, weil Prüfer Rissen in zwei Pfeilern nachgehen."
    " Eine Fähre soll ab Donnerstag jede Stunde fahren und vierzig Autos mitnehmen.",
}


@dataclass(frozen=True)
class Without(Newsduck):
    """The same command where the extension for full-text search is not installed."""

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Done:
        shadow = str(self.folder / "shadow")
        return super().__call__(*arguments, stdin=stdin, **environment, PYTHONPATH=f"{shadow}{os.pathsep}{ROOT}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found: Path = tmp_path_factory.mktemp("loaded")
    (found / "rows.jsonl").write_text("\n".join(map(json.dumps, [*ROWS, FERRY, GERMAN, GERMAN_TOO])))
    (found / "shadow" / "duckdb_extension_fts").mkdir(parents=True)
    (found / "shadow" / "duckdb_extension_fts" / "__init__.py").touch()
    assert Newsduck(found)("load", "rows.jsonl").code == 0
    return found


@pytest.fixture(params=[True, False], ids=["with an index", "without"])
def newsduck(folder: Path, request: pytest.FixtureRequest) -> Newsduck:
    if request.param and not fulltext.is_installed():
        pytest.skip("duckdb-extension-fts is not installed")
    return Newsduck(folder) if request.param else Without(folder)


def titles(newsduck: Newsduck, *arguments: str) -> list[str]:
    done = newsduck("search", *arguments, "--json")
    assert done.code == 0, done.err
    return [row["title"] for row in json.loads(done.out)]


def test_what_has_all_the_words_comes_first(newsduck: Newsduck) -> None:
    assert titles(newsduck, "ferry bridge Galway") == [FERRY["title"], ROWS[0]["title"]]
    assert titles(newsduck, "Brücke Elbe")[0] == GERMAN_TOO["title"]


def test_phrases_have_to_stand_there_and_beginnings_are_enough(newsduck: Newsduck) -> None:
    assert titles(newsduck, '"closed to all traffic"') == [ROWS[0]["title"]]
    assert titles(newsduck, "vegetab*") == [ROWS[1]["title"]]
    assert titles(newsduck, "vegetab") == []


def test_it_can_be_narrowed(newsduck: Newsduck) -> None:
    assert titles(newsduck, "bridge", "--since", "2026-11-18") == [FERRY["title"]]
    assert titles(newsduck, "bridge", "--source", "galway-post.example") == [ROWS[0]["title"]]
    assert len(titles(newsduck, "bridge", "--limit", "1")) == 1


def test_the_way_of_ranking_is_said(newsduck: Newsduck) -> None:
    newsduck("search", "bridge")  # makes the index
    how = (
        "ranked by BM25 over the stored terms (the extra `search` is not installed, so there is no full-text index)"
        if isinstance(newsduck, Without)
        else "ranked by BM25 over a full-text index of titles and texts"
    )
    assert newsduck("search", "bridge").err == f"{how}\n"
    assert "no article has all the words, these have some" in newsduck("search", "bridge turnips").err
    nothing = newsduck("search", "turnips")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", f"no article has these words; {how}\n")


def test_articles_that_mean_the_same_are_near_whatever_their_language(newsduck: Newsduck) -> None:
    ids = {
        str(row["title"]): str(row["article_id"])
        for row in newsduck.rows("SELECT title, article_id FROM main.articles")
    }
    assert titles(newsduck, "--like", ids[FERRY["title"]])[0] == ROWS[0]["title"]
    assert titles(newsduck, "--like", ids[GERMAN["title"]])[0] == GERMAN_TOO["title"]
    assert "no model speaks" in newsduck("search", "--like", ids[GERMAN["title"]]).err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "give words to search for"),
        (("bridge", "--like", "x"), 2, "one of them"),
        (("the and of",), 2, "no word that tells"),
        (("--like", "nothing"), 1, "no article 'nothing'"),
    ],
)
def test_what_cannot_be_searched_for_is_a_sentence(
    newsduck: Newsduck, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = newsduck("search", *arguments)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err


@given(st.text(string.printable + "äß\u4e2d“”", max_size=40))
def test_whatever_is_typed_is_words_or_wrong_use(typed: str) -> None:
    try:
        words = search.parsed(typed)
    except WrongUse:
        return
    assert len(words) >= 1


def test_an_excerpt_shows_the_first_word_found() -> None:
    text = "x " * 200 + "The ferry crosses every hour." + " y" * 200
    found = search.excerpt(text, Words(terms=("ferry",)))
    assert "The ferry crosses" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 200
    assert search.excerpt("Short.", None) == "Short."
