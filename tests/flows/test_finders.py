"""Finders of names that a user chooses: a language model at a loopback endpoint, GLiNER, another pipeline."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from extractors import entities
from extractors.finders import FinderError
from flows import enrich, finders, models
from flows.errors import WrongUse
from flows.finders import Choice
from flows.language_model import LanguageModel
from flows.settings import Settings, SettingsError, read
from tests.extractors.versions import version

KEY = "sk-nobody-may-see-this"
TITLE = "Brand in Wernigerode"
TEXT = "Anna Tolvanen vom Roten Kreuz sprach am Dienstag in Wernigerode.\n„Es war dunkel“, sagte Tolvanen."
NAMES = [
    {"name": "Anna Tolvanen", "type": "person"},
    {"name": "Roten Kreuz", "type": "organization"},
    {"name": "Wernigerode", "type": "Place"},
    {"name": "Hans Niemand", "type": "person"},
    {"name": "Dienstag", "type": "date"},
]


class Endpoint:
    """Answers like an OpenAI-compatible server: the prepared answers in turn, the last one for ever."""

    def __init__(self, answers: list[tuple[int, str]]) -> None:
        self.answers = answers
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self.url = ""

    def next(self) -> tuple[int, str]:
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def listing(names: object) -> str:
    return json.dumps({"choices": [{"message": {"content": json.dumps({"entities": names})}}]})


@contextmanager
def serving(*answers: tuple[int, str]) -> Iterator[Endpoint]:
    endpoint = Endpoint(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            endpoint.asked.append(json.loads(body))
            endpoint.keys.append(self.headers["Authorization"])
            status, answer = endpoint.next()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def choice(url: str, seconds: float = 5.0) -> Choice:
    return Choice((("de", "llm:tiny"),), url, seconds, KEY)


def test_names_that_a_language_model_gives_are_looked_for_in_the_text() -> None:
    with serving((200, listing(NAMES))) as endpoint:
        made = enrich.enrich(version(TITLE, TEXT, "de"), choice=choice(endpoint.url))
    assert {(m.surface, m.type, m.label) for m in made.mentions} == {
        ("Anna Tolvanen", "person", "person"),
        ("Tolvanen", "person", "repeat"),
        ("Roten Kreuz", "organization", "organization"),
        ("Wernigerode", "place", "place"),
    }
    for mention in made.mentions:
        text = TITLE if mention.part == "title" else TEXT
        assert text[mention.start_char : mention.end_char] == mention.surface
    assert {m.model for m in made.mentions} == {f"llm:tiny+names-{entities.RULES}"}
    assert len(endpoint.asked) == 1
    assert endpoint.asked[0]["model"] == "tiny"
    assert endpoint.keys == [f"Bearer {KEY}"]


def test_names_that_are_made_up_are_dropped_and_counted() -> None:
    with serving((200, listing(NAMES))) as endpoint:
        made = enrich.enrich(version(TITLE, TEXT, "de"), choice=choice(endpoint.url))
    (row,) = [each for each in made.enrichments if each.stage == "entities"]
    assert (row.state, row.reason) == ("done", "2 names given stand nowhere in the text")
    assert "Hans Niemand" not in {m.surface for m in made.mentions}


@pytest.mark.parametrize("trouble", [(503, "busy"), (200, "no JSON"), (200, listing("many")), (429, "")])
def test_an_endpoint_is_asked_once_more(trouble: tuple[int, str]) -> None:
    with serving(trouble, (200, listing(NAMES))) as endpoint:
        found = LanguageModel("tiny", endpoint.url, 5.0).find([TEXT])
    assert len(endpoint.asked) == 2
    assert found.named[0][0] == (0, 13, "person")


@pytest.mark.parametrize(
    ("answer", "reason", "times"),
    [
        ((503, ""), "answers 503", 2),
        ((401, ""), "answers 401", 1),
        ((200, "[]"), "not the JSON", 2),
        ((200, "x" * 2_100_000), "not the JSON", 2),
    ],
)
def test_an_endpoint_that_gives_no_answer_is_a_row_and_costs_no_other_stage(
    answer: tuple[int, str], reason: str, times: int
) -> None:
    with serving(answer) as endpoint:
        made = enrich.enrich(version(TITLE, TEXT, "de"), choice=choice(endpoint.url))
    rows = {each.stage: each for each in made.enrichments}
    assert rows["entities"].state == "failed"
    assert reason in (rows["entities"].reason or "")
    assert rows["entities"].model == f"llm:tiny+names-{entities.RULES}"
    assert (rows["features"].state, len(made.features), made.mentions) == ("done", 1, ())
    assert len(endpoint.asked) == times
    assert KEY not in repr(rows)


def test_an_endpoint_that_is_not_there_is_a_row_too() -> None:
    made = enrich.enrich(version(TITLE, TEXT, "de"), choice=choice("http://someone:secret@127.0.0.1:9/v1", 0.5))
    (row,) = [each for each in made.enrichments if each.stage == "entities"]
    assert "cannot be reached (ConnectError)" in (row.reason or "")
    assert "secret" not in repr(made.enrichments)


def test_nobody_sees_the_key() -> None:
    chosen = choice("http://127.0.0.1:9/v1")
    assert KEY not in repr(chosen) + repr(chosen.finder("de")) + repr(models.current(choice=chosen))


def test_long_texts_go_out_in_pieces_and_offsets_stay_right() -> None:
    lines = [f"Zeile {n}: Anna Tolvanen wartete noch immer am Ufer auf das nächste Boot." for n in range(200)]
    with serving((200, listing(NAMES[:1]))) as endpoint:
        found = LanguageModel("tiny", endpoint.url, 5.0).find(lines)
    assert len(endpoint.asked) > 1
    assert all(line[start:end] == "Anna Tolvanen" for line, [(start, end, _)] in zip(lines, found.named, strict=True))
    assert found.dropped == 0


def test_the_settings_choose_a_finder_for_each_language() -> None:
    settings = Settings(entity_models={"de": "llm:tiny", "fi": "fi_core_news_sm", "*": "gliner:some/model"})
    names = {
        language: finder.name if (finder := finders.chosen(settings).finder(language)) and language != "fi" else finder
        for language in ("de-AT", "en", "fi")
    }
    assert (names["de-AT"], names["en"]) == ("llm:tiny", "gliner:some/model")
    assert getattr(names["fi"], "package", None) == "fi_core_news_sm"
    assert finders.chosen(Settings()).finder("en") is None


def test_the_choice_can_be_typed_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSDUCK_ENTITY_MODELS", "de=de_core_news_lg, *=llm:qwen2.5:7b")
    assert read().entity_models == {"de": "de_core_news_lg", "*": "llm:qwen2.5:7b"}
    monkeypatch.setenv("NEWSDUCK_ENTITY_MODELS", "German: best")
    with pytest.raises(SettingsError, match=r"NEWSDUCK_ENTITY_MODELS is .*write languages"):
        read()
    monkeypatch.delenv("NEWSDUCK_ENTITY_MODELS")
    Path("newsduck.toml").write_text('entity_models = {de = "gliner:/models/small"}\n', encoding="utf-8")
    assert read().entity_models == {"de": "gliner:/models/small"}


def test_a_package_that_is_not_there_is_said_before_anything_is_read() -> None:
    with pytest.raises(WrongUse, match="de=de_nobody_sm, and the package de_nobody_sm is not installed"):
        models.current(choice=Choice((("de", "de_nobody_sm"),)))


def test_models_name_what_was_chosen() -> None:
    chosen = choice("http://someone:secret@127.0.0.1:9/v1?token=x")
    found = {each.model: each for each in models.current(choice=chosen) if each.stage == "entities"}
    german = found[f"llm:tiny+names-{entities.RULES}"]
    assert json.loads(german.config)["endpoint"] == "http://127.0.0.1:9/v1"
    assert entities.MODEL in found
    english = {each.model for each in models.current(choice=Choice((("en", "llm:tiny"),), "http://127.0.0.1:9/v1"))}
    assert f"llm:tiny+rules-{entities.RULES}" in english
    assert entities.MODEL not in english


GLINER = """
class GLiNER:
    @classmethod
    def from_pretrained(cls, name):
        if name != "a/model":
            raise OSError(name)
        return cls()

    def predict_entities(self, text, labels, threshold=0.5):
        at = text.find("Tolvanen")
        return [] if at < 0 else [{"start": at, "end": at + 8, "text": "Tolvanen", "label": "person", "score": 0.9}]
"""


@pytest.fixture
def gliner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package that has the interface of gliner 0.2, without torch and weights."""
    (tmp_path / "gliner.py").write_text(GLINER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("gliner", None)


@pytest.mark.usefixtures("gliner")
def test_gliner_finds_names_by_its_interface() -> None:
    mentions = entities.find(version(TITLE, TEXT, "de"), Choice((("*", "gliner:a/model"),)).finder("de"))
    assert [(m.surface, m.type, m.label) for m in mentions] == [("Tolvanen", "person", "person")] * 2
    assert {m.model for m in mentions} == {f"gliner:a/model+names-{entities.RULES}"}


@pytest.mark.usefixtures("gliner")
def test_weights_that_cannot_be_had_are_a_reason() -> None:
    chosen = Choice((("*", "gliner:no/model"),))
    chosen.warm_up()  # no error: other languages go on
    finder = chosen.finder("de")
    assert finder is not None
    with pytest.raises(FinderError, match=r"gliner:no/model cannot be loaded \(OSError\)"):
        finder.find([TEXT])


def test_without_gliner_its_absence_is_the_reason() -> None:
    finder = Choice((("*", "gliner:another/model"),)).finder("de")
    assert finder is not None
    with pytest.raises(FinderError, match="pip install gliner"):
        finder.find([TEXT])
