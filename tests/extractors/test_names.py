from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import names

SPELLINGS = [
    ("Sergei Lavrov", "Sergey Lavrov", "Sergej Lavrov", "SERGEI LAVROV", "Сергей Лавров"),
    ("Jörg Petersmann", "Joerg Petersmann", "Jorg Petersmann"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "Volodymyr Zelenskyi", "Volodymyr Zelenski"),
    ("Dmitry Peskov", "Dmitri Peskov", "Dmitriy Peskov"),
    ("Yuri Ushakov", "Yury Ushakov", "Yuriy Ushakov"),
    ("Alexei Navalny", "Aleksey Navalnyy", "Alexey Navalny"),
    ("Mohammed bin Salman", "Muhammad bin Salman", "Mohammad bin Salman", "Crown Prince Mohammed bin Salman"),
    ("Musaed al-Aiban", "Musaed Al Aiban", "Musaed el-Aiban", "Musaed Al-Aiban"),
    ("Abdel Fattah el-Sisi", "Abdul Fattah al-Sisi", "Abdel-Fattah el-Sisi"),
    ("Kim Jong Un", "Kim Jong-un", "KIM Jong-Un"),
    ("Sean O'Brien", "Sean O’Brien", "Sean OBrien"),  # noqa: RUF001  both apostrophes are in use
    ('Vincent "The Chin" Gigante', "Vincent Gigante", "Vincent (Chin) Gigante"),
    ("François Hollande", "Francois Hollande"),
    ("Jean-Claude Juncker", "Jean Claude Juncker"),
    ("Vladimir Putin", "Vladimir Putin's", "President Vladimir Putin", "Mr. Vladimir Putin", "Putin, Vladimir"),
]

DECOYS = [
    ("Sergey Lavrov", "Sergey Ryabkov"),
    ("Sergei Ivanov", "Sergei Ivashov"),
    ("Serhiy Shefir", "Sergei Shefir"),
    ("Bashar al-Assad", "Hafez al-Assad"),
    ("Mohammed bin Salman", "Salman bin Mohammed"),
    ("Mohammed bin Salman", "Mahmoud bin Salman"),
    ("Kim Jong Un", "Kim Jong Il"),
    ("Kim Yong-chol", "Kim Yong-chun"),
    ("Donald Trump", "Donald Trump Jr."),
    ("George W. Bush", "George H. W. Bush"),
    ("Michael B. Jordan", "Michael Jordan"),
    ("John Smith", "John Smyth"),
    ("Kay Lee", "Kai Lee"),
    ("Terry Brown", "Terri Brown"),
    ("Robert Mueller", "Robert Muller"),
    ("Jean Ray", "Jean Rai"),
    ("Xi Jinping", "Xi Jinpeng"),
    ("Ali Hassan", "Alia Hassan"),
    ("Yulia Tymoshenko", "Yuri Tymoshenko"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda s: s[0])
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({names.person_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("first", "second"), DECOYS)
def test_different_names_have_different_keys(first: str, second: str) -> None:
    assert names.person_key(first) != names.person_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Siemens AG", "Siemens"),
        ("The Walt Disney Company", "Walt Disney"),
        ("AT&T Inc.", "AT and T"),
        (
            "Organisation for Economic Co-operation and Development",
            "Organization for Economic Co-Operation & Development",
        ),
        ("OAO Gazprom", "Gazprom PJSC"),
        ("Standard & Poor's", "Standard and Poor’s"),  # noqa: RUF001  both apostrophes are in use
        ("U.S. Steel", "US Steel"),
    ],
)
def test_companies_are_the_same_with_and_without_their_legal_form(first: str, second: str) -> None:
    assert names.organization_key(first) == names.organization_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Gazprom", "Gazprom Neft"), ("Bank of China", "Bank of Chile"), ("Deutsche Bank", "Deutsche Bahn"), ("Co", "AG")],
)
def test_different_companies_stay_apart(first: str, second: str) -> None:
    assert names.organization_key(first) != names.organization_key(second)


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("European Union", "EU"),
        ("United Arab Emirates", "UAE"),
        ("Organization of the Petroleum Exporting Countries", "OPEC"),
        ("Hamas", ""),
        ("", ""),
    ],
)
def test_initials_leave_small_words_out(name: str, acronym: str) -> None:
    assert names.initials(name) == acronym


@pytest.mark.parametrize(
    ("longer", "shorter", "expected"),
    [
        ("Sergey Viktorovich Lavrov", "Sergei Lavrov", True),
        ("Donald J. Trump", "Donald Trump", True),
        ("Mohammed bin Salman Al Saud", "Mohammed bin Salman", True),
        ("Donald Trump Jr.", "Donald Trump", False),
        ("Sergey Lavrov", "Lavrov", False),
        ("Maria Sergeyevna Lavrova", "Sergey Lavrov", False),
        ("Ana García López", "Ana García", False),
    ],
)
def test_a_fuller_form_keeps_first_and_last_word(longer: str, shorter: str, *, expected: bool) -> None:
    assert names.extends(names.words(longer), names.words(shorter)) is expected


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True), min_size=1, max_size=4).map(" ".join))
def test_case_possessive_and_marks_make_no_difference(name: str) -> None:
    for type_ in ("person", "organization"):
        key = names.key(type_, name)
        assert key
        assert {names.key(type_, n) for n in (name.upper(), f"{name}'s", f" {name}.", name.replace("a", "á"))} == {key}
