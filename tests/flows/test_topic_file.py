from __future__ import annotations

from pathlib import Path

import pytest

from extractors import urls
from flows import topic_file
from flows.topic_file import TopicsError

EXAMPLE = Path(__file__).parents[2] / "deploy" / "topics.example.toml"


def written(folder: Path, text: str) -> Path:
    path = folder / "topics.toml"
    path.write_text(text, "utf-8")
    return path


def table(**keys: object) -> str:
    return "[[topics]]\n" + "".join(f"{key} = {value!r}\n" for key, value in keys.items())


TUNNEL = table(id="tunnel", label="harbour tunnel", keywords=["tunnel*"])


def test_the_example_that_is_shipped_can_be_used() -> None:
    mining, tidal = topic_file.topics(topic_file.read(EXAMPLE) or [], {})
    assert (mining.topic.topic_id, mining.topic.parent_id, mining.topic.level) == ("own:tidal-power", None, 1)
    assert (tidal.topic.topic_id, tidal.topic.level) == ("own:deep-sea-mining", 3)
    assert tidal.texts[0].startswith("deep-sea mining: States and companies")


def test_no_file_is_no_topics_and_an_empty_one_is_none(tmp_path: Path) -> None:
    assert topic_file.read(tmp_path / "topics.toml") is None
    assert topic_file.read(written(tmp_path, "")) == []


def test_articles_are_named_by_id_or_address(tmp_path: Path) -> None:
    address = "https://gazette.example/tunnel?utm_source=x"
    path = written(tmp_path, table(id="t", label="T", articles=["0a1b2c", address]))
    entries = topic_file.read(path) or []
    by_address = urls.article_id(urls.canonical(address))
    assert entries[0].article_ids() == ["0a1b2c", by_address]
    (found,) = topic_file.topics(entries, {by_address: "Tunnel opens"})
    assert found.texts == ("Tunnel opens",)


def test_topics_hang_below_each_other(tmp_path: Path) -> None:
    path = written(tmp_path, table(id="bore", label="Bore", keywords=["bore"], parent="tunnel") + TUNNEL)
    first, second = topic_file.topics(topic_file.read(path) or [], {})
    assert (first.topic.topic_id, first.topic.level, first.topic.parent_id) == ("own:tunnel", 1, None)
    assert (second.topic.topic_id, second.topic.level, second.topic.parent_id) == ("own:bore", 2, "own:tunnel")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topics = [", "is not valid TOML"),
        ("[[topic]]\nid = 'x'", "unknown key 'topic'; did you mean 'topics'?"),
        (table(id="x", label="X"), "topic 'x': give a description, keywords, examples or articles"),
        (table(id="x", keywords=["x"]), "topic 'x': label is missing"),
        (table(id="X Y", label="X", keywords=["x"]), "small letters, digits and hyphens, not 'X Y'"),
        (table(id="x", label="X", keywords="x"), "topic 'x': keywords must be a list"),
        (table(id="x", label="X", keywords=[" "]), "topic 'x': keywords is empty"),
        (table(id="x", label="X", keywords=["x"], treshold=0.5), "unknown key 'treshold'; did you mean 'threshold'?"),
        (table(id="x", label="X", keywords=["x"], threshold=1.5), "threshold must be a number from 0 to 1, not 1.5"),
        (table(id="x", label="X", keywords=["x"], parent="medtop:1"), "topic 'x': parent 'medtop:1' is neither"),
        (table(id="x", label="X", keywords=["x"], parent="x"), "topic 'x': parent 'x' is neither"),
        (TUNNEL + TUNNEL, "topic 'tunnel': two topics have this id"),
    ],
)
def test_each_mistake_is_told_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(TopicsError) as told:
        topic_file.read(path)
    assert str(told.value).startswith(str(path))
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_bytes(b"# \xff")
    with pytest.raises(TopicsError, match="is not UTF-8"):
        topic_file.read(path)
