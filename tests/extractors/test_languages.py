from __future__ import annotations

import pytest

from extractors import languages

GERMAN = "Der Stadtrat von Marle hat am Mittwoch beschlossen, die Markthalle wieder aufzubauen."
ZULU = "Kuthiwa ligqinsile imbuzi efile emagcekeni esikole, abafundi badla ilayisi nalesi silwane."


def test_a_text_says_its_language_whatever_its_page_declares() -> None:
    assert languages.detect(GERMAN)[0] == languages.detect(GERMAN, "en")[0] == "de"
    assert languages.detect(ZULU, "en")[0] == "zu"


@pytest.mark.parametrize("text", ["Marco Rubio, Sergey Lavrov, Berlin", "Go-slow at port", "Live: Norland 2, Marle 1"])
def test_a_few_words_are_of_the_declared_language(text: str) -> None:
    assert languages.detect(text, "en")[0] == "en"


def test_written_forms_of_norwegian_are_as_declared() -> None:
    text = "Kvalifiseringen i stavsprang ble av det dramatiske slaget for den norske utøveren på søndag."
    assert languages.detect(text, "nb")[0] == "nb"
    assert languages.detect(text)[0] == "no"


@pytest.mark.parametrize("text", ["", "12:30", "***"])
def test_no_letters_no_language(text: str) -> None:
    assert languages.detect(text, "en") == (None, None)
