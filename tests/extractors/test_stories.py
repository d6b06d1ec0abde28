from __future__ import annotations

import json
import random
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import stories
from extractors.identity import hash_id
from extractors.records import Document
from extractors.stories import Assignment
from tests.extractors.documents import NOON, document

QUAKE = (
    "An earthquake of magnitude 6.8 struck the province of Tolvana in Marenia and destroyed houses in Arvik.",
    "Rescuers in Arvik searched collapsed houses after the Tolvana earthquake, Marenia's worst in decades.",
    "Marenia sent soldiers to Tolvana, where the earthquake destroyed half of Arvik.",
)
STRIKE = (
    "Train drivers of Ostmark Rail walked out over rosters, and the Locomotive Union refused mediation.",
    "The walkout of train drivers at Ostmark Rail goes on; the Locomotive Union rejects new rosters.",
)
BREAD = "Bakers along the coast rediscover sourdough, whose dark crust keeps for a week."


def placed(assignment: Assignment) -> dict[str, str]:
    return {member.article_id: member.story_id for member in assignment.members}


def groups(assignment: Assignment) -> set[frozenset[str]]:
    found = placed(assignment)
    return {frozenset(a for a in found if found[a] == story_id) for story_id in found.values()}


def known(documents: Sequence[Document], assignment: Assignment) -> list[Document]:
    found = placed(assignment)
    return [replace(d, story_id=found.get(d.article_id, d.story_id)) for d in documents]


def test_one_article_opens_a_story_named_after_it() -> None:
    (story,), (member,) = (
        (a := stories.assign([document("a", QUAKE[0], title="Quake")], (), now=NOON)).stories,
        a.members,
    )
    assert story.story_id == member.story_id == hash_id("story", "a")
    assert (story.title, story.lead_article_id, story.state, story.merged_into) == ("Quake", "a", "open", None)
    assert (story.article_count, story.source_count) == (1, 1)
    assert story.first_published_at == story.last_published_at == member.assigned_at == NOON
    assert (member.method, member.score, member.evidence) == ("opened", 0.0, "{}")


def test_nothing_new_touches_nothing() -> None:
    assert stories.assign((), (), now=NOON) == Assignment(stories=(), members=())
    settled = document("a", QUAKE[0], story_id="s")
    assert stories.assign((), [settled], now=NOON) == Assignment(stories=(), members=())


def test_two_articles_alone_in_the_world_join_where_they_tell_of_one_event_only() -> None:
    quake, more, bread = (document(n, text) for n, text in zip("abc", (*QUAKE[:2], BREAD), strict=True))
    assert groups(stories.assign([quake, more], (), now=NOON)) == {frozenset("ab")}
    assert groups(stories.assign([quake, bread], (), now=NOON)) == {frozenset("a"), frozenset("c")}


def test_articles_join_what_is_known_and_its_counts_and_times_follow() -> None:
    first = document("a", QUAKE[0], source="courier", story_id="s")
    second = document("b", QUAKE[1], source="tribune", hours=3)
    (story,) = stories.assign([second], [first], now=NOON + timedelta(hours=4)).stories
    assert (story.story_id, story.article_count, story.source_count, story.state) == ("s", 2, 2, "open")
    assert (story.first_published_at, story.last_published_at) == (NOON, NOON + timedelta(hours=3))


def test_the_evidence_says_what_an_article_shares_with_the_nearest_one() -> None:
    settled = [
        document("a", QUAKE[0], entity_ids=["arvik", "marenia", "tolvana"], embedding=[1.0, 0.0], story_id="s"),
        document("z", BREAD, story_id="t"),
    ]
    new = document("b", QUAKE[2], entity_ids=["arvik", "tolvana"], embedding=[0.8, 0.6], hours=1)
    (member,) = stories.assign([new], settled, now=NOON).members
    evidence = json.loads(member.evidence)
    assert (member.story_id, member.method) == ("s", "joined")
    assert (evidence["nearest"], evidence["shared_entities"]) == ("a", ["arvik", "tolvana"])
    assert {"earthquake", "tolvana", "arvik"} <= set(evidence["shared_terms"])
    assert evidence["embedding"] == pytest.approx(0.8)
    assert evidence["entities"] > 0.3
    combined = evidence["terms"] + 0.2 * (0.4 + evidence["embedding"])
    assert member.score == pytest.approx(min(1.0, 2 * combined / max(1.0, combined)), abs=1e-3)
    assert list(evidence) == sorted(evidence)


def test_an_article_that_stays_alone_says_which_article_came_nearest_if_any_did() -> None:
    settled = document("a", QUAKE[0], story_id="s")
    (member,) = stories.assign([document("b", BREAD)], [settled], now=NOON).members
    assert (member.method, member.score, member.evidence) == ("opened", 0.0, "{}")
    later = document("b", QUAKE[1], hours=99)
    (member,) = stories.assign([later], [settled], now=NOON).members
    assert member.method == "opened"
    assert json.loads(member.evidence)["nearest"] == "a"


def test_other_names_keep_apart_what_uses_the_same_words() -> None:
    text = "Fire destroys warehouse in Dunmere, brigade suspects faulty wiring."
    other = "Warehouse fire in Sund: brigade blames an oven."
    one, same = document("a", text), document("b", other)
    assert len(groups(stories.assign([one, same], (), now=NOON))) == 1
    apart = [
        replace(one, entity_ids=("dunmere", "homestead"), embedding=array("f", [1, 0])),
        replace(same, entity_ids=("sund", "kessel"), embedding=array("f", [0, 1])),
    ]
    assert len(groups(stories.assign(apart, (), now=NOON))) == 2


@pytest.mark.parametrize(("hours", "joins"), [(59, True), (-59, True), (61, False), (-61, False)])
def test_only_stories_of_the_window_are_joined(hours: int, joins: bool) -> None:  # noqa: FBT001  a table of cases
    settled = document("a", QUAKE[0], story_id="s")
    assignment = stories.assign([document("b", QUAKE[1], hours=hours)], [settled], now=NOON)
    assert (assignment.members[0].story_id == "s") is joins


def test_a_story_is_closed_when_its_last_article_is_older_than_the_window() -> None:
    new = [document("a", QUAKE[0])]
    assert [s.state for s in stories.assign(new, (), now=NOON + stories.WINDOW).stories] == ["open"]
    later = NOON + stories.WINDOW + timedelta(seconds=1)
    assert [s.state for s in stories.assign(new, (), now=later).stories] == ["closed"]


def test_a_duplicate_follows_its_original_whatever_its_text() -> None:
    settled = [document("a", QUAKE[0], story_id="s"), document("c", STRIKE[0], story_id="t")]
    copies = [
        document("d", STRIKE[1], hours=99, duplicate_of="a"),
        document("e", STRIKE[1], hours=1, duplicate_of="f"),
        document("f", QUAKE[1], hours=2),
    ]
    assignment = stories.assign(copies, settled, now=NOON)
    assert placed(assignment) == {"d": "s", "e": "s", "f": "s"}
    assert {member.method for member in assignment.members} == {"joined"}
    said = {member.article_id: (member.score, json.loads(member.evidence)) for member in assignment.members}
    assert (said["d"], said["e"]) == ((1.0, {"copy_of": "a"}), (1.0, {"copy_of": "f"}))


def test_a_duplicate_whose_original_is_out_of_sight_is_placed_by_its_text() -> None:
    settled = document("a", QUAKE[0], story_id="s")
    assert placed(stories.assign([document("b", QUAKE[1], duplicate_of="gone")], [settled], now=NOON)) == {"b": "s"}


def test_copies_count_as_articles_but_not_for_the_headline() -> None:
    articles = [
        document("a", QUAKE[0], title="Quake in Tolvana"),
        document("b", BREAD, title="Bread", duplicate_of="a"),
    ]
    more = [document(f"c{n}", BREAD, title="Bread", hours=1, duplicate_of="a", source="x") for n in range(3)]
    (story,) = stories.assign([*articles, *more], (), now=NOON).stories
    assert (story.title, story.lead_article_id, story.article_count, story.source_count) == (
        "Quake in Tolvana",
        "a",
        5,
        2,
    )


def test_the_headline_is_that_of_the_most_central_article_that_has_one() -> None:
    middle = " ".join(QUAKE)
    articles = [document(n, t, title=n.upper(), hours=h) for h, (n, t) in enumerate(zip("abc", QUAKE, strict=True))]
    (story,) = stories.assign([*articles, document("d", middle, title="D", hours=3)], (), now=NOON).stories
    assert (story.title, story.lead_article_id) == ("D", "d")
    (story,) = stories.assign([*articles, document("d", middle, hours=3)], (), now=NOON).stories
    assert story.title in {"A", "B", "C"}


def test_an_article_that_opened_a_story_stays_in_it_when_it_was_rewritten_and_what_told_of_else_leaves() -> None:
    first = stories.assign([document("a", QUAKE[0]), document("b", QUAKE[1], hours=1)], (), now=NOON)
    settled = known([document("b", QUAKE[1], hours=1)], first)
    assignment = stories.assign([document("a", BREAD)], settled, now=NOON)
    assert placed(assignment) == {"a": hash_id("story", "a"), "b": hash_id("story", "b")}
    assert [member.method for member in assignment.members] == ["opened", "moved"]


def test_articles_of_two_languages_join_by_names_alone_and_not_by_a_country() -> None:
    english = document("a", QUAKE[0], entity_ids=["arvik", "marenia", "tolvana"])
    same = document(
        "b",
        "Ein Erdbeben hat in der Provinz Tolvana in Marenia Häuser zerstört, Retter suchen in Arvik.",
        entity_ids=["arvik", "marenia", "tolvana"],
        language="de",
    )
    other = document(
        "c", "Marenia wählt ein neues Parlament, die Opposition liegt vorn.", entity_ids=["marenia"], language="de"
    )
    assert groups(stories.assign([english, same, other], (), now=NOON)) == {frozenset("ab"), frozenset("c")}


def test_articles_without_any_text_stay_alone() -> None:
    assert len(groups(stories.assign([document("a", ""), document("b", "")], (), now=NOON))) == 2


@st.composite
def days_news(draw: st.DrawFn) -> list[Document]:
    """Articles of two events and one subject, at a few instants, some in several copies."""
    documents: list[Document] = []
    for number in range(draw(st.integers(1, 9))):
        text = draw(st.sampled_from([*QUAKE, *STRIKE, BREAD]))
        original = draw(st.sampled_from([None, *[d.article_id for d in documents if d.duplicate_of is None]]))
        hours = draw(st.integers(0, 30))
        documents.append(document(f"d{number}", text, title=text[:30], hours=hours, duplicate_of=original))
    return documents


@given(days_news(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_order_of_articles_does_not_matter_and_each_is_in_one_story(
    documents: list[Document], chance: random.Random
) -> None:
    assignment = stories.assign(documents, (), now=NOON)
    assert stories.assign(chance.sample(documents, len(documents)), (), now=NOON) == assignment
    assert sorted(placed(assignment)) == sorted(d.article_id for d in documents)
    assert len(assignment.members) == len(documents)
    assert {story.story_id for story in assignment.stories} == set(placed(assignment).values())
    assert sum(story.article_count for story in assignment.stories) == len(documents)
    original_of = {d.article_id: d.duplicate_of for d in documents if d.duplicate_of}
    assert all(placed(assignment)[a] == placed(assignment)[original] for a, original in original_of.items())


@given(days_news(), st.integers(0, 9))
@settings(deadline=None, max_examples=50)
def test_two_runs_in_order_of_time_give_the_stories_and_ids_of_one(documents: list[Document], cut: int) -> None:
    documents = sorted(documents, key=lambda d: (d.duplicate_of is not None, d.published_at, d.article_id))
    first = stories.assign(documents[:cut], (), now=NOON)
    later = stories.assign(documents[cut:], known(documents[:cut], first), now=NOON)
    whole = stories.assign(documents, (), now=NOON)
    assert placed(first) | placed(later) == placed(whole)
    assert {s.story_id: s for s in (*first.stories, *later.stories)} == {s.story_id: s for s in whole.stories}


def test_the_same_articles_again_give_the_same_assignment() -> None:
    documents = [document(f"d{n}", text, hours=n) for n, text in enumerate((*QUAKE, *STRIKE, BREAD))]
    first = stories.assign(documents, (), now=NOON)
    assert stories.assign(documents, known(documents, first), now=NOON) == first
    assert stories.assign([*documents, documents[0]], (), now=NOON) == first
    assert groups(first) == {frozenset(("d0", "d1", "d2")), frozenset(("d3", "d4")), frozenset(("d5",))}
