"""What reprocessing would change, without changing it: counts before and after, and a few articles line by line."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import unified_diff

from extractors.records import Reading
from flows import again, common_words, enrich, finders, models, read, reprocess, results, startup, topic_list
from flows.again import TEXT, Again
from flows.locking import writing
from flows.runs import CurrentRun
from warehouse import derived, vocabulary

_SAMPLE = 50  # articles that are worked on: about half a minute
_SHOWN = 3  # of those that differ
_LINES = 40  # of one article's difference in one stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One article's lines of one stage, as stored and as they would be."""

    article_id: str
    title: str
    stage: str
    before: list[str]
    after: list[str]


def show(current: CurrentRun, wanted: reprocess.Wanted, *, as_json: bool = False) -> None:
    """Work on a sample spread over what is wanted, and print what would be otherwise. Stores no article."""
    with writing(current.settings) as db:
        current.own_topics = topic_list.own(db, current.settings)
        current.windows = common_words.windows(db)
        vocabulary.save_models(
            db, models.current(current.own_topics, choice=finders.chosen(current.settings))
        )  # what is stale is judged by the models of this code
    todo = reprocess.plan(current, wanted)
    sample = _spread(todo)
    with read.workers(current) as pool:
        done = again.work_on(current, pool, sample)
    found = _differences(current, done)
    if as_json:
        _print_json(len(todo), done, found)
    else:
        _print(len(todo), done, found)


def _print(wanted: int, done: Sequence[Again], found: Sequence[Difference]) -> None:
    sys.stdout.write(f"{wanted} articles would be worked on again; {len(done)} of them were tried:\n")
    results.table(("stage", "articles", "differ", "rows before", "rows after"), _counts(found))
    for each in done:
        if each.has_failed:
            sys.stdout.write(f"{each.outcome.item}: {each.outcome.outcome}, {each.outcome.reason}\n")
    differing = [each for each in found if each.before != each.after]
    shown = list(dict.fromkeys(difference.article_id for difference in differing))[:_SHOWN]
    for difference in differing:
        if difference.article_id in shown:
            _print_lines(difference)


def _print_json(wanted: int, done: Sequence[Again], found: Sequence[Difference]) -> None:
    """Print the counts, what failed, and every difference with all its lines."""
    names = ("stage", "articles", "differ", "rows_before", "rows_after")
    failed = [each.outcome for each in done if each.has_failed]
    said = {
        "wanted": wanted,
        "tried": len(done),
        "stages": [dict(zip(names, row, strict=True)) for row in _counts(found)],
        "failed": [{"item": each.item, "outcome": each.outcome, "reason": each.reason} for each in failed],
        "differences": [asdict(each) for each in found if each.before != each.after],
    }
    startup.result("", said, as_json=True)


def _spread(todo: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return at most so many articles, evenly over all of them, which are in order of time."""
    step = max(1, -(-len(todo) // _SAMPLE))
    return dict(list(todo.items())[::step])


def _differences(current: CurrentRun, done: Sequence[Again]) -> list[Difference]:
    with writing(current.settings) as db:
        stored = derived.lines(db, [each.before.article.article_id for each in done])
    return [difference for each in done for difference in _of_article(each, stored)]


def _of_article(done: Again, stored: Mapping[tuple[str, str], list[str]]) -> list[Difference]:
    pairs = {}
    if done.after:
        pairs[TEXT] = _text(done.before), _text(done.after)
    if done.enriched:
        made = {each.stage for each in done.enriched.enrichments}
        own = done.before.article.article_id
        after = _derived(done.enriched)
        pairs |= {stage: (stored.get((own, stage), []), after[stage]) for stage in enrich.STAGES if stage in made}
    head = done.before.article
    return [
        Difference(article_id=head.article_id, title=head.title, stage=stage, before=before, after=after)
        for stage, (before, after) in pairs.items()
    ]


def _text(reading: Reading) -> list[str]:
    """Return title, dates and text as lines."""
    head = reading.article
    facts = [f"# {head.title}", f"# {head.author or ''} {head.published_at or ''} {head.language or ''}"]
    return [*facts, *reading.version.text.splitlines()]


def _derived(made: enrich.Enriched) -> dict[str, list[str]]:
    return {
        "entities": sorted(f"{each.type} {each.surface}" for each in made.mentions),
        "topics": sorted(each.topic_id for each in made.topics),
        "keyphrases": sorted(each.phrase for each in made.keyphrases),
        "features": sorted(term for each in made.features for term in each.terms),
    }


def _counts(found: Sequence[Difference]) -> list[tuple[str, int, int, int, int]]:
    by_stage = {stage: [each for each in found if each.stage == stage] for stage in reprocess.STAGES}
    return [
        (
            stage,
            len(of_stage),
            sum(each.before != each.after for each in of_stage),
            sum(len(each.before) for each in of_stage),
            sum(len(each.after) for each in of_stage),
        )
        for stage, of_stage in by_stage.items()
        if of_stage
    ]


def _print_lines(difference: Difference) -> None:
    labels = topic_list.labels()
    sys.stdout.write(f"\n{difference.article_id}  {difference.title}: {difference.stage}\n")
    lines = list(unified_diff(difference.before, difference.after, n=0, lineterm=""))[2:]
    for line in [each for each in lines if not each.startswith("@@")][:_LINES]:
        flat = line[0] + labels.get(line[1:], line[1:])
        sys.stdout.write("".join(letter if letter.isprintable() else " " for letter in flat) + "\n")
