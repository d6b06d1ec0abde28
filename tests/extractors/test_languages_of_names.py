"""Names in other languages than English: found by whatever pipeline is installed, here one built for the test."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from extractors import aliases, entities, spacy_model
from extractors.records import Mention
from tests.extractors.versions import version

TITLE = "Macron et Scholz à Berlin"
TEXT = (
    "Emmanuel Macron a rencontré mardi Olaf Scholz à Berlin, a annoncé l'Union européenne. M. Macron est parti.\n"
    "« Rien n'est signé », a dit Macron à Paris."
)
PATTERNS = {
    "Emmanuel Macron": "PER", "Olaf Scholz": "PER", "Macron": "LOC", "Berlin": "LOC", "l'Union européenne": "ORG",
    "mardi": "MISC", "M. Lenoir": "PER", "Bogotá": "PER",
}  # fmt: skip


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install a French pipeline that knows a few names, as its users' own would be."""
    nlp = spacy.blank("fr")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in PATTERNS.items()])  # type: ignore[attr-defined]
    nlp.meta["name"], nlp.meta["version"] = "core_news_sm", "1.2.3"
    package = tmp_path / "fr_core_news_sm"
    package.mkdir()
    nlp.to_disk(package / "fr_core_news_sm-1.2.3")
    (package / "meta.json").write_text((package / "fr_core_news_sm-1.2.3" / "meta.json").read_text("utf-8"), "utf-8")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    spacy_model.package.cache_clear()
    yield "fr_core_news_sm-1.2.3+names-" + entities.RULES
    spacy_model.package.cache_clear()
    spacy_model.version.cache_clear()
    sys.modules.pop("fr_core_news_sm", None)


def found() -> tuple[Mention, ...]:
    return entities.find(version(TITLE, TEXT, "fr-FR"))


def test_an_installed_pipeline_finds_names_and_stands_among_the_models(french: str) -> None:
    mentions = found()
    assert {m.model for m in mentions} == {french}
    assert [m.model for m in entities.models()][-1] == french
    assert {(m.surface, m.type) for m in mentions} == {
        ("Emmanuel Macron", "person"),
        ("Olaf Scholz", "person"),
        ("Macron", "person"),
        ("Scholz", "person"),
        ("Berlin", "place"),
        ("l'Union européenne", "organization"),
    }
    for mention in mentions:
        text = TITLE if mention.part == "title" else TEXT
        assert text[mention.start_char : mention.end_char] == mention.surface


@pytest.mark.usefixtures("french")
def test_names_of_other_languages_are_resolved_as_english_ones_are() -> None:
    article = version(TITLE, TEXT, "fr")
    resolved = aliases.resolve(entities.find(article), article)
    names = {e.entity_id: e.name for e in resolved.entities}
    meant = {m.surface: names[m.entity_id] for m in resolved.mentions if m.entity_id}
    assert (meant["Macron"], meant["Scholz"]) == ("Emmanuel Macron", "Olaf Scholz")


@pytest.mark.usefixtures("french")
def test_datelines_cities_and_honorifics_are_known_in_any_language() -> None:
    text = "PARIS (Reuters) - Le ministre est parti mardi.\nM. Lenoir est arrivé à Bogotá, où Lenoir habite."
    mentions = entities.find(version("", text, "fr"))
    assert [(m.surface, m.type) for m in mentions] == [
        ("PARIS", "place"),
        ("Reuters", "organization"),
        ("Lenoir", "person"),
        ("Bogotá", "place"),
    ]


def test_a_pipeline_that_registers_itself_is_found_by_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, components in (("xx_names", ["ner"]), ("yy_tags", ["tagger"])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", "utf-8")
        meta = {"lang": name[:2], "version": "0.1", "components": components}
        (tmp_path / name / "meta.json").write_text(json.dumps(meta), "utf-8")
        info = tmp_path / f"{name}-0.1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    caches = (spacy_model.package, spacy_model.version, spacy_model.registered)
    for cached in caches:
        cached.cache_clear()
    assert (spacy_model.package("xx"), spacy_model.package("yy")) == ("xx_names", None)
    assert spacy_model.languages()[-1] == "xx"
    assert (found := entities.model("xx"))
    assert found.model == f"xx_names-0.1+names-{entities.RULES}"
    for cached in caches:
        cached.cache_clear()


def test_without_a_pipeline_there_is_no_model() -> None:
    spacy_model.package.cache_clear()
    assert entities.model("mk") is None
    assert entities.find(version(TITLE, TEXT, "mk")) == ()
    assert entities.model("") is None
    assert entities.model("../en") is None
