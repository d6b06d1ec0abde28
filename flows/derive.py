"""What is derived from the texts of a batch, and all of the batch landed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain

from extractors.records import ArticleVersion, Link, Reading
from flows import endings, enrich, finders
from flows.aside import Aside
from flows.read import Found
from flows.runs import CurrentRun
from flows.workers import Job, Killed, Workers
from warehouse import landing


def land(run: CurrentRun, pool: Workers, found: Found, links: Mapping[str, Link], aside: Aside) -> None:
    """Enrich the new texts of a batch, and begin to land it under the run's id and the batch's number."""
    enriched = _enriched(run, pool, found.texts)
    is_online = any(each.http_status is not None for each in found.requests.fetches)
    landed = {
        **rows([reading for _, reading in found.readings], enriched),
        "robots": found.requests.robots,
        "fetches": found.fetches,
        "links": endings.tried(links, found.outcomes, found.batch.pages, is_online=is_online),
        "outcomes": found.outcomes,
    }
    aside.begin(partial(landing.write, run.settings.landing, f"{run.run_id}-{found.batch.number:04}", landed))


def rows(readings: Sequence[Reading], enriched: Sequence[enrich.Enriched]) -> dict[str, Sequence[object]]:
    """Return what readings and all that was derived from versions are in the tables: table -> records."""
    return {
        "articles": [reading.article for reading in readings],
        "article_versions": [reading.version for reading in readings],
        "removed_blocks": list(chain.from_iterable(reading.removed for reading in readings)),
        "mentions": list(chain.from_iterable(each.mentions for each in enriched)),
        "entities": list(chain.from_iterable(each.entities for each in enriched)),
        "aliases": list(chain.from_iterable(each.aliases for each in enriched)),
        "article_entities": list(chain.from_iterable(each.salient for each in enriched)),
        "quotes": list(chain.from_iterable(each.quotes for each in enriched)),
        "article_topics": list(chain.from_iterable(each.topics for each in enriched)),
        "article_keyphrases": list(chain.from_iterable(each.keyphrases for each in enriched)),
        "article_features": list(chain.from_iterable(each.features for each in enriched)),
        "enrichments": list(chain.from_iterable(each.enrichments for each in enriched)),
    }


def _enriched(run: CurrentRun, pool: Workers, versions: Sequence[ArticleVersion]) -> list[enrich.Enriched]:
    choice = finders.chosen(run.settings)
    job = Job(
        partial(enrich.enrich, choice=choice, own=run.own_topics, windows=run.windows),
        enrich.WarmUp(choice, run.own_topics),
    )
    done = {}
    for version, result in pool.map(job, sorted(versions, key=lambda version: -len(version.text))):
        run.progress.did()
        done[version.version_id] = enrich.failed(version, result.reason) if isinstance(result, Killed) else result
    return [done[version.version_id] for version in versions]
