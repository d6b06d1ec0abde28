from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from extractors import quotes
from flows import profile
from flows.errors import WrongUse
from flows.settings import Settings
from tests.extractors.versions import version
from tests.flows import newsroom
from tests.flows.test_report import HOSTILE, URLS, check_safe, links
from warehouse import database, profiles


def shown(settings: Settings, kind: str, words: str, out: Path) -> dict[str, list[dict[str, object]]]:
    profile.show(settings, kind, words, "json", out)
    found: dict[str, list[dict[str, object]]] = json.loads(out.read_text(encoding="utf-8"))
    return found


def page(settings: Settings, kind: str, words: str) -> str:
    path = profile.show(settings, kind, words, "html")
    assert path is not None
    assert path.parent == settings.home / "reports"
    return path.read_text(encoding="utf-8")


def test_a_story_is_told_with_all_its_articles_and_outlets(settings: Settings, tmp_path: Path) -> None:
    path = newsroom.publish(settings.home, 3000)
    found = shown(settings, "story", "s3-7", tmp_path / "story.json")
    with closing(database.open_published(path)) as db:
        query = "SELECT count(*), count(DISTINCT a.source_id) FROM main.articles AS a WHERE a.story_id = 's3-7'"
        [(articles, sources)] = db.execute(query).fetchall()
    [head] = found["head"]
    assert (head["articles"], head["sources"]) == (articles, sources)
    assert sum(cast("list[int]", head["bars"])) == articles
    assert (len(found["articles"]), len(found["outlets"])) == (articles, sources)
    times = [row["dated_at"] for row in found["articles"]]
    assert times == sorted(times, key=str)
    check_safe(page(settings, "story", "s3-7"))
    assert page(settings, "story", "s3-7") == page(settings, "story", "story HEADLINE 115")  # its title


def test_a_file_that_is_named_is_a_page_unless_another_form_is_asked_for(settings: Settings, tmp_path: Path) -> None:
    newsroom.publish(settings.home, 3000)
    out = tmp_path / "story.html"
    assert profile.show(settings, "story", "s3-7", out=out) == out
    assert out.read_text(encoding="utf-8") == page(settings, "story", "s3-7")


def test_an_entity_is_told_with_what_is_named_beside_it(settings: Settings, tmp_path: Path) -> None:
    path = newsroom.publish(settings.home, 3000)
    found = shown(settings, "entity", "name PERSON12", tmp_path / "entity.json")
    with closing(database.open_published(path)) as db:
        query = "SELECT count(DISTINCT m.article_id) FROM main.mentions AS m WHERE m.entity_id = 'person12'"
        [(articles,)] = db.execute(query).fetchall()
    [head] = found["head"]
    assert (head["entity"], head["articles"]) == ("Name person12", articles)
    assert {row["entity"]: row["articles"] for row in found["together"]}["Name place12"] == articles
    assert "Name person12" not in {row["entity"] for row in found["together"]}
    assert [row["alias"] for row in found["aliases"]] == ["x"]
    assert {row["passage"] for row in found["passages"]} == {"A text."}
    check_safe(page(settings, "entity", "person12"))


def test_words_that_mean_nothing_are_answered_with_what_is_near(settings: Settings) -> None:
    newsroom.publish(settings.home, 160)
    with pytest.raises(WrongUse, match=r"no entity is called 'Name persn12'; near it: Name person12 \(person, "):
        profile.show(settings, "entity", "Name persn12")
    for words in ("", "   ", "x' OR 1=1 --", "$id", "\x00", "\udcff", "%"):
        with pytest.raises(WrongUse, match="no story is called"):
            profile.show(settings, "story", words)
        with pytest.raises(WrongUse, match="no entity is called"):
            profile.show(settings, "entity", words)
    with pytest.raises(WrongUse, match="terminal, html, json"):
        profile.show(settings, "entity", "person12", "pdf")


def test_hostile_profiles_are_inert(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    newsroom.publish(settings.home, 160, title=HOSTILE, name=HOSTILE, urls=URLS)
    for kind, identity in (("story", "s0-1"), ("entity", "person12")):
        text = page(settings, kind, identity)
        check_safe(text)
        assert links(text) == []
        profile.show(settings, kind, identity)
        printed = capsys.readouterr()
        assert "alert(1)" in printed.out
        assert "\x1b" not in printed.out
        assert printed.err == ""
    profile.show(settings, "story", "alert(1)")
    printed = capsys.readouterr()
    assert printed.err.startswith("also meant may be: ")
    assert "\x1b" not in printed.err
    assert len(printed.err) < 1000


def test_quotations_that_two_outlets_mark_differently_are_one(settings: Settings) -> None:
    newsroom.publish(settings.home, 40)
    said = {
        "a0": "“We have decided to know more before we do more,” she said.",
        "a16": '"We have decided to know more before we do more", said she.',
    }
    with closing(database.open_writer(settings.writer)) as db:
        db.execute("DELETE FROM quotes")
        for article_id, text in said.items():
            db.execute("UPDATE articles SET story_id = 's0-0' WHERE article_id = ?", [article_id])
            found = quotes.find(version("", text), ())
            db.execute(
                "INSERT INTO quotes BY NAME SELECT ? AS article_id, 'v' AS version_id, 0 AS start_char, 1 AS end_char,"
                " ? AS quote, 'person3' AS entity_id, 0.9 AS score, 'quotes 1' AS model",
                [article_id, found[0].quote],
            )
        told = profiles.sections(db, "entity", "person3")["quotes"].rows
        quoted = profiles.sections(db, "story", "s0-0")["quotes"].rows
    assert [(row["quote"], row["outlets"]) for row in quoted] == [
        ("We have decided to know more before we do more", 2),
    ]
    assert [(row["quote"], row["outlets"]) for row in told] == [
        ("We have decided to know more before we do more", 2),
    ]
