from flows import enrich
from tests.extractors.versions import version


def states(made: enrich.Enriched) -> dict[str, tuple[str, str | None]]:
    return {each.stage: (each.state, each.reason) for each in made.enrichments}


def test_what_cannot_be_done_for_a_language_is_a_row_with_its_reason() -> None:
    made = enrich.enrich(version("တံတားပိတ်", "တံတားဟောင်းကို အင်္ဂါနေ့က ပိတ်ခဲ့သည်။", "my"))
    missing = ("no_model", "no model for language my")
    done = ("done", None)
    assert states(made) == {
        **dict.fromkeys(("entities", "salience", "topics", "keyphrases"), missing),
        **dict.fromkeys(("quotes", "features"), done),
    }
    assert (made.mentions, made.topics, made.keyphrases) == ((), (), ())


def test_a_text_that_is_searched_only_in_part_says_so() -> None:
    made = enrich.enrich(version("Bridge closes", "The old bridge in Galway was closed on Tuesday.\n\n" * 2200))
    assert states(made)["entities"] == ("partial", "only the first 100,000 characters")


def test_a_version_whose_work_failed_keeps_the_reason_for_every_stage() -> None:
    made = enrich.failed(version("Bridge closes", "The bridge was closed."), "its reader died (SIGSEGV)")
    assert set(states(made).values()) == {("failed", "its reader died (SIGSEGV)")}
    assert made.features == ()
