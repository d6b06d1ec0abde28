"""Stories that merge, part, go on for long, and templates that must not swallow them."""

from __future__ import annotations

from extractors import stories
from extractors.identity import hash_id
from tests.extractors.documents import NOON, document
from tests.extractors.test_stories import BREAD, QUAKE, STRIKE, groups, placed


def test_an_article_between_two_stories_makes_one_of_them_under_the_older_id() -> None:
    settled = [
        document("a", QUAKE[0], story_id="s"),
        document("b", QUAKE[2], hours=1, story_id="t"),
        document("c", QUAKE[2], hours=90, duplicate_of="b", story_id="t"),
    ]
    assignment = stories.assign([document("d", " ".join(QUAKE), hours=2)], settled, now=NOON)
    assert {m.article_id: (m.story_id, m.method) for m in assignment.members} == {
        "b": ("s", "merged"),
        "c": ("s", "merged"),
        "d": ("s", "joined"),
    }
    whole, merged = assignment.stories
    assert (whole.story_id, whole.article_count, whole.merged_into) == ("s", 4, None)
    assert (merged.story_id, merged.merged_into, merged.state, merged.article_count) == ("t", "s", "closed", 2)


def test_a_story_that_turns_out_to_be_two_is_parted_and_keeps_its_id_where_it_began() -> None:
    began = hash_id("story", "a")
    settled = [
        document("a", QUAKE[0], story_id=began),
        document("b", STRIKE[0], hours=1, story_id=began),
        document("c", BREAD, hours=1, story_id="t"),
    ]
    assignment = stories.assign([document("d", STRIKE[1], hours=2)], settled, now=NOON)
    own = hash_id("story", "b")
    assert {m.article_id: (m.story_id, m.method) for m in assignment.members} == {
        "b": (own, "moved"),
        "d": (own, "joined"),
    }
    assert {s.story_id: (s.article_count, s.merged_into, s.split_from) for s in assignment.stories} == {
        began: (1, None, None),
        own: (2, None, began),
    }


def test_an_original_that_comes_after_its_copy_stands_in_the_story_of_the_copy() -> None:
    settled = document("b", QUAKE[0], hours=2, story_id=hash_id("story", "b"), duplicate_of="a")
    assignment = stories.assign([document("a", QUAKE[0], hours=1)], [settled], now=NOON)
    assert placed(assignment) == {"a": hash_id("story", "b")}
    assert [story.article_count for story in assignment.stories] == [2]


def test_a_long_story_keeps_its_id_when_the_article_that_opened_it_is_out_of_reach() -> None:
    began = hash_id("story", "d0")
    settled = [document(f"d{n}", text, hours=50 * n, story_id=began) for n, text in enumerate(QUAKE)]
    new = document("new", " ".join(QUAKE[:2]), hours=150)
    assignment = stories.assign([new], settled, now=NOON)
    assert placed(assignment) == {"new": began}
    assert [story.article_count for story in assignment.stories] == [4]


FORECAST = (
    "Forecast for {day}: {sky} in Harrowgate and along the coast, highs of {high} degrees, light winds from the west. "
    "Sunrise {rise}. Pollen count moderate. Tides at Port Linden: high water at noon and midnight."
)
STORM = (
    "Storm Brenda tore roofs off houses in Harrowgate overnight and left 40,000 homes without power, the grid said.",
    "Two people died as Storm Brenda hit Harrowgate; crews work to restore power to 40,000 homes without a roof.",
    "Harrowgate counts the damage: Storm Brenda left two dead, houses without roofs and homes without power.",
)


def test_a_daily_forecast_swallows_no_storm() -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    skies = ("sun", "clouds", "gales", "showers", "fog")
    forecasts = [
        document(
            f"f{n}",
            FORECAST.format(day=day, sky=sky, high=12 + n, rise=f"5.{40 - n}"),
            title=f"Weather on {day}",
            hours=24 * n,
        )
        for n, (day, sky) in enumerate(zip(days, skies, strict=True))
    ]
    storm = [document(f"s{n}", text, hours=48 + 3 * n, source="tribune") for n, text in enumerate(STORM)]
    found = groups(stories.assign([*forecasts, *storm], (), now=NOON))
    assert frozenset(("s0", "s1", "s2")) in found
    assert not any({"s0", "f0"} <= group or {"s0", "f2"} <= group for group in found)


def test_the_issues_of_a_series_stand_alone_however_much_their_words_are_an_events() -> None:
    letters = [
        document(f"l{n}", " ".join(STORM[: n + 1]), title=f"Morning briefing: {day}", hours=24 * n - 24)
        for n, day in enumerate(("Monday", "Tuesday", "Wednesday"))
    ]
    storm = [document(f"s{n}", text, hours=3 * n, source="tribune") for n, text in enumerate(STORM)]
    found = groups(stories.assign([*letters, *storm], (), now=NOON))
    assert found == {frozenset(("s0", "s1", "s2")), frozenset(("l0",)), frozenset(("l1",)), frozenset(("l2",))}


def test_a_brief_that_a_long_round_up_holds_is_placed_by_its_own_text() -> None:
    letter = document("a", " ".join([*STRIKE, BREAD] * 6), title="The week")
    brief = document("b", QUAKE[0], hours=1, duplicate_of="a")
    assert groups(stories.assign([letter, brief], (), now=NOON)) == {frozenset("a"), frozenset("b")}
    cut = document("b", " ".join([*STRIKE, BREAD] * 2), hours=1, duplicate_of="a")
    assert groups(stories.assign([letter, cut], (), now=NOON)) == {frozenset("ab")}


def test_a_story_counts_texts_and_publishers_beside_articles_and_sources() -> None:
    articles = [
        document("a", QUAKE[0], source="courier", family="harbour-press"),
        document("b", QUAKE[1], source="evening", family="harbour-press", hours=1),
        document("c", QUAKE[0], source="tribune", hours=2, duplicate_of="a"),
    ]
    (story,) = stories.assign(articles, (), now=NOON).stories
    assert (story.article_count, story.text_count, story.source_count, story.family_count) == (3, 2, 3, 2)
