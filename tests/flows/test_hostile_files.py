"""Files that a person types, as somebody who means harm would write them: told in a sentence, and soon."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import address_list, ask, entity_file, errors, settings, source_exchange, sources, topic_file, typed_file

SOURCE = '[[sources]]\nid = "a"\nname = "A"\nfeeds = ["https://a.example/f"]\n'


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 << 30)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (os.mkfifo, "it is no file"),
        (lambda path: path.symlink_to("/dev/zero"), "it is no file"),
        (lambda path: path.symlink_to(path), "too many levels of symbolic links"),
        (lambda path: path.mkdir(), "is a directory"),
        (sparse, "it has over 20,000,000 bytes"),
    ],
)
def test_what_is_no_file_is_told(tmp_path: Path, made: Callable[[Path], None], sentence: str) -> None:
    path = tmp_path / "typed.toml"
    made(path)
    for read, error in (
        (sources.read, sources.SourcesError),
        (entity_file.read, entity_file.DecisionsError),
        (topic_file.read, topic_file.TopicsError),
    ):
        with pytest.raises(error, match=sentence):
            read(path)


def test_the_file_that_is_always_empty_is_one(tmp_path: Path) -> None:
    path = tmp_path / "typed.toml"
    path.symlink_to(os.devnull)
    assert entity_file.read(path) == []
    assert topic_file.read(path) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"a = {'[' * 9000}{']' * 9000}", "its brackets are too deep"),
        (f"a = {'{b=' * 3000}1{'}' * 3000}", "its brackets are too deep"),
        (f"{SOURCE}pause_seconds = {'9' * 5000}\n", "not valid TOML: exceeds the limit"),
        (f'{SOURCE}drop = ["{"a " * 9000}"]\n', "no CSS selector that can be used"),
        (SOURCE.replace('"a"', f'"{"a" * 101}"'), "id is too long"),
        (SOURCE.replace('"A"', f'"{"A" * 1001}"'), "name is too long"),
        ('[[sources]]\nid = "a"\nname = "A"\nfolder = "a\\u0000b"\n', "there is no folder"),
        (f'[[sources]]\nid = "a"\nname = "A"\nfolder = "{"a" * 5000}"\n', "there is no folder"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(sources.SourcesError, match=sentence) as caught:
        sources.read(path)
    said, code = errors.sentence(caught.value)
    assert (said.isprintable(), len(said) < 5000, code) == (True, True, errors.WRONG_USE)


def test_of_thousands_of_mistakes_the_first_are_told(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(SOURCE + "".join(f"k{number} = 1\n" for number in range(5000)), encoding="utf-8")
    with pytest.raises(sources.SourcesError, match=r"unknown key 'k0'.*; and 4,980 more$"):
        sources.read(path)


def test_lines_may_end_as_on_any_machine(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(SOURCE.replace("\n", end).encode())
        assert [source.source_id for source in sources.read(path).sources] == ["a"]


def test_brackets_without_end_are_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("newsduck.toml").write_text(f"a = {'[' * 9000}", encoding="utf-8")
    with pytest.raises(settings.SettingsError, match="not valid TOML"):
        settings.read()


def test_no_sentence_commands_a_terminal() -> None:
    said, _ = errors.sentence(errors.WrongUse("there is no a\x1b[2Jb\x00c\u202ed\ud800"))
    assert said == r"there is no a\x1b[2Jb\x00c\u202ed\ud800"
    assert len(errors.sentence(OSError(2, "x" * 100_000))[0]) < 5000


def test_toml_is_read_as_it_is() -> None:
    assert typed_file.parsed("a = 1") == {"a": 1}
    assert typed_file.parsed("[a.b]\nc.d = '...1.2.3.'") == {"a": {"b": {"c": {"d": "...1.2.3."}}}}


@pytest.mark.parametrize("text", ["{}b = 1", "[{}b]", "x = {{{}b = 1}}", "[[{}b]]"])
@pytest.mark.parametrize("part", ["a.", '"a" . ', "'a'\t."])
def test_a_key_without_end_is_told_at_once(text: str, part: str) -> None:
    with pytest.raises(ValueError, match="a key has over a hundred parts"):
        typed_file.parsed(text.format(part * 1000))


@pytest.mark.parametrize(
    "read",
    [
        lambda path: address_list.read(str(path)),
        source_exchange.read,
        lambda path: ask.text(None, path, None),
    ],
)
def test_a_pipe_that_is_named_is_not_waited_for(tmp_path: Path, read: Callable[[Path], object]) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="it is a pipe, which waits for its writer"):
        read(tmp_path / "pipe")
