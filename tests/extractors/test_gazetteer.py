"""Spellings looked for in a text, many at once."""

from hypothesis import given
from hypothesis import strategies as st

from extractors import gazetteer

WORDS = st.sampled_from(["Anna", "An", "Anna's", "al", "von", "Bay", "bay", "Café", "U.S", "9", "é"])
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from([" ", ", ", "-", ".", "\n", ""])), max_size=30).map(" ".join)


def one_by_one(text: str, spellings: set[str], start: int, end: int) -> list[tuple[int, int]]:
    """Try each spelling at each place, the longest first: what `occurrences` does, without an index."""
    found: list[tuple[int, int]] = []
    starts = [word.start() for word in gazetteer._CAPITAL.finditer(text, start, end)]  # noqa: SLF001  what is a start
    for at in starts:
        for spelling in sorted(spellings, key=len, reverse=True):
            stop = at + len(spelling)
            opens = gazetteer._CAPITAL.match(text, at, end)  # noqa: SLF001
            first = gazetteer._WORD.match(spelling)  # noqa: SLF001
            is_whole = opens and first and opens.group() == first.group() and not text[stop : stop + 1].isalnum()
            if is_whole and text[at:stop] == spelling and stop <= end and (not found or at >= found[-1][1]):
                found.append((at, stop))
                break
    return found


@given(text=TEXTS, spellings=st.sets(NAMES, max_size=8), cut=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_an_index_finds_what_trying_each_spelling_finds(text: str, spellings: set[str], cut: tuple[int, int]) -> None:
    start, end = min(cut[0], len(text)), max(0, len(text) - cut[1])
    found = list(gazetteer.occurrences(text, gazetteer.by_first_word(spellings), start, end))
    assert found == one_by_one(text, spellings, start, end)
