"""Blocks of names leave nothing out that a comparison of all pairs finds."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors import alignment, names, persons
from extractors.blocking import Blocks

VOCABULARY = (
    "Anna Ana Mike Michael Sergei Sergey Lavrov Lawrow Assad al-Assad van der Bellen Abdul Ghani Baradar Hakim de la "
    "A. M. W. HC Heinz Christian Strache Xi Jinping Jr III Mary Ann Maryann Smith O'Brien Viktorovich bin Salman "
    "Mohammed Muhammad Zelensky Selenskyj Luiz Lula da Silva Lee Kim"
)
WORDS = st.sampled_from(VOCABULARY.split())
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
SAME = 0.8  # likeness from which two full names of a document are one person's


def whole(found: list[str]) -> list[tuple[str, ...]]:
    return sorted({words for each in found if persons._is_full(words := names.words(each))})  # noqa: SLF001


@settings(max_examples=40)
@given(st.lists(NAMES, max_size=12))
@example(["HC Strache", "Heinz Christian Strache"])
@example(["W. Mark Felt", "William Mark Felt", "Mark Felt"])
@example(["Abdul Ghani Baradar", "Abdulghani Baradar"])
def test_whatever_is_alike_is_compared(found: list[str]) -> None:
    full = whole(found)
    blocks = Blocks(full)
    compared = {frozenset({one, other}) for one in full for other in blocks.fuller(one)}
    alike = {
        frozenset({one, other})
        for one in full
        for other in full
        if alignment.of_persons(one, other, names.given_names()).score >= SAME
    }
    assert alike <= compared


@settings(max_examples=40)
@given(st.lists(NAMES, max_size=8), NAMES)
@example(["Luiz Inácio Lula da Silva"], "Lula")
@example(["Annegret Kramp Karrenbauer"], "AKK")
@example(["Donald Trump Jr"], "Trump")
def test_whoever_a_short_name_can_mean_is_compared(found: list[str], short: str) -> None:
    people, words = whole(found), names.words(short)
    fitting = {person for person in people for fits in persons._SHORT_FORMS.values() if fits(words, person)}  # noqa: SLF001
    assert fitting <= Blocks(people).sharing(words)
