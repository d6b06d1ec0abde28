from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import duplicates
from extractors.records import Document, Duplicate
from tests.extractors.documents import NOON, document


def words(seed: int, count: int) -> list[str]:
    generator = random.Random(seed)  # noqa: S311  test data
    return ["".join(generator.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(count)]


TEXT = " ".join(words(1, 200))
CUT = " ".join(words(1, 200)[:110])
WRAPPED = " ".join([*words(2, 60), *words(1, 200), *words(3, 60)])
OTHER = " ".join(words(4, 200))


def found(new: Sequence[Document], known: Sequence[Document] = ()) -> dict[str, tuple[str, str]]:
    return {d.article_id: (d.duplicate_of, d.duplicate_kind) for d in duplicates.find(new, known)}


def test_an_equal_text_is_an_exact_duplicate_of_the_earliest() -> None:
    texts = [document("a", TEXT, hours=2), document("b", TEXT, hours=1), document("c", OTHER)]
    (duplicate,) = duplicates.find(texts, ())
    assert (duplicate.article_id, duplicate.duplicate_of, duplicate.duplicate_kind) == ("a", "b", "exact")
    assert (duplicate.score, duplicate.reason, duplicate.model) == (1.0, "earliest", duplicates.MODEL)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "longest"),
        ({"published_at": NOON - timedelta(hours=1)}, "earliest"),
        ({"is_wire": True, "published_at": NOON + timedelta(hours=1)}, "wire"),
    ],
)
def test_the_original_is_of_an_agency_else_the_earliest_else_the_longest(changes: dict[str, Any], reason: str) -> None:
    whole = replace(document("z", TEXT), **changes)
    (duplicate,) = duplicates.find([document("a", CUT), whole], ())
    assert (duplicate.article_id, duplicate.duplicate_of, duplicate.reason) == ("a", "z", reason)


def test_the_evidence_says_how_much_is_shared_and_whom_the_texts_name() -> None:
    wire = document("a", f"VELDIA (AP) - {TEXT}", source="herald")
    (duplicate,) = duplicates.find([wire, document("b", TEXT, hours=1)], ())
    evidence = json.loads(duplicate.evidence)
    assert (evidence["agency"], evidence["agency_of_original"]) == (None, "AP")
    assert (evidence["words"], evidence["words_of_original"]) == (200, 202)
    assert 0.9 < evidence["resemblance"] < evidence["containment"] == 1.0
    assert list(evidence) == sorted(evidence)


def test_a_text_of_an_agency_is_syndicated_also_within_a_family() -> None:
    texts = [document("a", f"{TEXT}\nQuelle: dpa"), document("b", CUT, hours=1)]
    assert found(texts) == {"b": ("a", "syndicated")}


def test_a_short_cut_of_a_long_text_is_near_but_not_what_a_newsletter_holds_among_much() -> None:
    brief = " ".join(words(1, 60))
    letter = " ".join([*words(6, 400), brief, *words(7, 400)])
    assert found([document("a", TEXT), document("b", brief, hours=1)]) == {"b": ("a", "near")}
    assert found([document("a", brief), document("b", letter, hours=1)]) == {}


def test_issues_of_a_series_are_no_copies_of_each_other_unless_word_for_word() -> None:
    days = ("Monday", "Tuesday", "Wednesday")
    texts = [
        document(f"{n}", f"{TEXT} {OTHER[:70]} {day}", title=f"Weather on {day}", hours=24 * n)
        for n, day in enumerate(days)
    ]
    assert found(texts) == {}
    same = [replace(each, text_sha256="same") for each in texts]
    assert found(same) == {"1": ("0", "exact"), "2": ("0", "exact")}
    other = [replace(each, title=f"Title {n}") for n, each in enumerate(texts)]
    assert found(other) == {"1": ("0", "near"), "2": ("0", "near")}


def test_of_two_at_the_same_instant_the_smaller_id_is_the_original() -> None:
    assert found([document("b", TEXT), document("a", TEXT)]) == {"b": ("a", "exact")}


@pytest.mark.parametrize("copy", [CUT, WRAPPED, TEXT.upper()])
def test_a_copy_that_was_cut_wrapped_or_reset_is_near(copy: str) -> None:
    (duplicate,) = duplicates.find([document("a", TEXT), document("b", copy, hours=1)], ())
    assert (duplicate.article_id, duplicate.duplicate_of, duplicate.duplicate_kind) == ("b", "a", "near")
    assert 0.6 <= duplicate.score <= 1


def test_a_near_text_of_another_family_or_of_an_agency_is_syndicated() -> None:
    original = document("a", TEXT, source="courier", family="harbour-press")
    sister = document("b", CUT, hours=1, source="evening", family="harbour-press")
    assert found([original, sister]) == {"b": ("a", "near")}
    assert found([original, replace(sister, family_id="inland-press")]) == {"b": ("a", "syndicated")}
    assert found([replace(original, is_wire=True), sister]) == {"b": ("a", "syndicated")}
    unnamed = replace(sister, family_id=None)
    assert found([replace(original, family_id=None), unnamed]) == {"b": ("a", "syndicated")}


def test_other_texts_are_no_duplicates() -> None:
    quoting = " ".join([*words(5, 150), *words(1, 200)[:40]])
    assert found([document("a", TEXT), document("b", OTHER), document("c", quoting)]) == {}


def test_equal_notices_are_duplicates_only_under_equal_titles() -> None:
    notice = "This article is for subscribers only."
    texts = [document("a", notice, title="Flood"), document("b", notice, title="Fire"), document("c", "")]
    assert found([*texts, document("d", "", title="Quake")]) == {}
    assert found([*texts, document("e", notice, title="Fire ", hours=1)]) == {"e": ("b", "exact")}


def test_a_new_copy_points_at_the_known_original_and_not_at_its_duplicate() -> None:
    known = [document("a", TEXT), document("b", CUT, hours=1, duplicate_of="a")]
    assert found([document("c", CUT, hours=2)], known) == {"c": ("a", "near")}


def test_known_articles_are_not_judged_again() -> None:
    assert found([document("c", OTHER)], [document("a", TEXT), document("b", CUT)]) == {}


def test_an_earlier_article_that_arrives_late_becomes_the_original_of_the_group() -> None:
    known = [document("b", TEXT, hours=1), document("c", TEXT, hours=2, duplicate_of="b")]
    assert found([document("a", WRAPPED)], known) == {"b": ("a", "near"), "c": ("a", "near")}


def test_a_group_whose_original_is_out_of_sight_is_left_alone() -> None:
    assert found([document("d", OTHER)], [document("c", TEXT, duplicate_of="gone")]) == {}


def test_an_article_that_was_read_again_counts_with_its_new_text() -> None:
    known = [document("a", TEXT), document("b", TEXT, hours=1, duplicate_of="a")]
    assert found([document("b", OTHER, hours=1, duplicate_of="a")], known) == {}


def test_nothing_in_nothing() -> None:
    assert duplicates.find((), ()) == ()


@st.composite
def collections(draw: st.DrawFn) -> list[Document]:
    """Texts cut from and mixed of four originals, at few instants, so that ties and copies of copies occur."""
    documents = []
    for number in range(draw(st.integers(0, 8))):
        seed, start = draw(st.integers(0, 3)), draw(st.sampled_from([0, 0, 30, 60]))
        text = [*words(seed, 150)[start:], *words(draw(st.integers(0, 3)), draw(st.sampled_from([0, 0, 15, 80])))]
        documents.append(document(f"d{number}", " ".join(text), hours=draw(st.integers(0, 2))))
    return documents


@given(collections(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_order_of_articles_does_not_matter_and_nothing_points_at_a_duplicate(
    documents: list[Document], chance: random.Random
) -> None:
    shuffled = chance.sample(documents, len(documents))
    assert duplicates.find(shuffled, ()) == duplicates.find(documents, ())
    assert_sound(documents, duplicates.find(documents, ()))


@given(collections(), st.integers(0, 8))
@settings(deadline=None, max_examples=60)
def test_two_runs_in_order_of_time_find_what_one_finds(documents: list[Document], cut: int) -> None:
    documents.sort(key=lambda d: (d.published_at, -d.word_count, d.article_id))
    first, later = documents[:cut], documents[cut:]
    before = duplicates.find(first, ())
    after = duplicates.find(later, settled(first, before))
    assert sorted([*before, *after], key=lambda d: d.article_id) == list(duplicates.find(documents, ()))


@given(collections(), st.integers(0, 8))
@settings(deadline=None, max_examples=60)
def test_nothing_points_at_a_duplicate_after_runs_in_any_order(documents: list[Document], cut: int) -> None:
    first, later = documents[:cut], documents[cut:]
    before = settled(first, duplicates.find(first, ()))
    after = settled([*before, *later], duplicates.find(later, before))
    assert_sound(documents, [d for d in map(as_duplicate, after) if d])


def settled(documents: Sequence[Document], found: Sequence[Duplicate]) -> list[Document]:
    originals = {duplicate.article_id: duplicate.duplicate_of for duplicate in found}
    return [replace(d, duplicate_of=originals.get(d.article_id, d.duplicate_of)) for d in documents]


def as_duplicate(document: Document) -> Duplicate | None:
    if document.duplicate_of is None:
        return None
    return Duplicate(
        article_id=document.article_id,
        duplicate_of=document.duplicate_of,
        duplicate_kind="",
        score=0,
        reason="",
        evidence="",
        model="",
    )


def assert_sound(documents: Sequence[Document], found: Sequence[Duplicate]) -> None:
    when = {d.article_id: (d.published_at, -d.word_count, d.article_id) for d in documents}
    repeats = [duplicate.article_id for duplicate in found]
    assert len(set(repeats)) == len(repeats)
    assert not set(repeats) & {duplicate.duplicate_of for duplicate in found}
    assert all(when[duplicate.duplicate_of] < when[duplicate.article_id] for duplicate in found)
