import base64
import codecs
import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import encoding
from extractors.encoding import Decoded
from extractors.records import Outcome, Rejection

GERMAN = "<p>Größe, Straße und Äpfel: „schön“</p>"


def decoded(body: bytes, declared: str | None = None) -> Decoded:
    found = encoding.decode(body, declared)
    assert isinstance(found, Decoded)
    return found


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
def test_never_raises_and_gives_clean_text(body: bytes, declared: str | None) -> None:
    found = encoding.decode(body, declared)
    assert found == encoding.decode(body, declared)
    if isinstance(found, Decoded):
        found.text.encode()
        assert unicodedata.is_normalized("NFC", found.text)
        assert encoding.clean(found.text) == found.text
        assert "\0" not in found.text


@pytest.mark.parametrize(
    ("body", "declared", "charset"),
    [
        (codecs.BOM_UTF8 + GERMAN.encode(), "latin-1", "utf-8"),
        (GERMAN.encode(), "iso-8859-1", "utf-8"),
        (GERMAN.encode("cp1252"), "ISO-8859-1", "windows-1252"),
        (GERMAN.encode("cp1252"), None, "windows-1252"),
        (b'<meta charset="windows-1252">' + GERMAN.encode("cp1252"), None, "windows-1252"),
        (b'<meta charset="utf-8">' + GERMAN.encode("cp1252"), "utf-8", "windows-1252"),
        ("<p>Привет, мир. Сегодня в городе снова идёт снег.</p>".encode("cp1251"), None, "windows-1251"),
        ("<p>新しいニュースが届きました。</p>".encode("cp932"), "x-sjis", "shift_jis"),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), None, "utf-16le"),
        ("<html><p>plain Latin text</p>".encode("utf-16-be"), None, "utf-16be"),
        (b"<p>plain</p>", None, "windows-1252"),
        (GERMAN.encode() + b"\xe2\x82", None, "utf-8"),
    ],
)
def test_charsets(body: bytes, declared: str | None, charset: str) -> None:
    found = decoded(body, declared)
    assert found.charset == charset
    assert not found.damaged


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", None])
def test_a_broken_byte_does_not_garble_the_rest(declared: str | None) -> None:
    found = decoded(GERMAN.encode().replace(b"und", b"u\xffd"), declared)
    assert (found.text, found.charset, found.damaged) == (GERMAN.replace("und", "u\ufffdd"), "utf-8", True)


def test_a_wrong_label_does_not_garble() -> None:
    assert decoded(GERMAN.encode(), "windows-1252").text == GERMAN


def test_lost_characters_are_reported() -> None:
    found = decoded(GERMAN.encode() * 40 + b"\xff", "utf-8")
    assert found.damaged
    assert found.text.startswith(GERMAN)


@pytest.mark.parametrize("body", [bytes(range(256)) * 8, b"\0\0\0\1" * 50, b"\x89\x01\x02\x03" * 99])
def test_binary_bytes_are_no_text(body: bytes) -> None:
    found = encoding.decode(body, "utf-8")
    assert isinstance(found, Rejection)
    assert found.outcome is Outcome.BAD_ENCODING


def test_clean_removes_what_stores_and_parsers_refuse() -> None:
    assert encoding.clean("a\0b\x0bc\ud800d\ufffee\ufefff\x0cg\r\nh\re\u0301") == "abcdef\ng\nh\né"


def test_what_is_taken_for_settled_never_changes_by_composition() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    settled = {char for char in every if not encoding._UNSETTLED.match(char)}  # noqa: SLF001  must hold for every character
    parts = [unicodedata.normalize("NFD", char) for char in every if char not in settled or char >= "\xc0"]
    composing = {char for part in parts if len(part) > 1 for char in part[1:]}
    assert len(settled) > 30_000
    assert not settled & composing
    assert all(unicodedata.is_normalized("NFC", char) and not unicodedata.combining(char) for char in settled)


@given(st.text(st.sampled_from("ae\u0301\u0327\u0323\u1100\u1161\u11a8\u3042\u3099\u09c7\u09be\u212b\u2019é\x01")))
def test_clean_composes_as_the_standard_says(text: str) -> None:
    assert encoding.clean(text) == unicodedata.normalize("NFC", text.replace("\x01", ""))


def test_on_the_prescan_cases_of_html5lib(dev_data: Path) -> None:
    lines = (dev_data / "fetching/charset_html5lib.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    right = [row for row in rows if decoded(base64.b64decode(row["b64"])).charset == row["encoding"]]
    assert len(right) >= 78
