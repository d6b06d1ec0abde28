"""The commands that keep the warehouse: what they need is imported inside them, so that any help is quick."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows import startup

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="ID", help="Only this source; may be repeated.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Try some of the articles and show what would change.")]
Since = Annotated[datetime | None, typer.Option(metavar="DATE", parser=startup.day, help="Only published since.")]


@app.command()
def reprocess(  # noqa: PLR0913, PLR0917  its options
    stage: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="text, entities, topics, keyphrases, features, stories; by default all but stories."
        ),
    ] = None,
    since: Since = None,
    source: Sources = None,
    stale: Annotated[bool, typer.Option("--stale", help="Only what an older reader or model made.")] = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
    engine: startup.Engine = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Read archived pages again and derive again what is stored of them, without the network.

    Example: `newsduck reprocess --stale --dry-run`
    """
    from flows import direct  # noqa: PLC0415
    from flows import reprocess as again  # noqa: PLC0415

    wanted = again.wanted(stage or (), since.date() if since else None, source or (), stale=stale)
    settings = startup.settings()
    if dry_run:
        direct.preview(settings, wanted, startup.say, as_json=as_json)
    else:
        run_id = direct.again(settings, wanted, startup.prefect(settings, engine), startup.say)
        startup.close(settings, run_id, as_json=as_json)


Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A tar file to write; compressed where its name ends in .gz.")],
    force: Force = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Keep warehouse, archive, landed batches and reports in one file, each checked by its hash.

    Example: `newsduck backup /mnt/safe/newsduck-2026-11-22.tar`
    """
    from flows import backup as keeping  # noqa: PLC0415

    made = keeping.save(startup.settings(), file, force=force)
    text = f"{file} holds {made.articles} articles: {made.files} files, {made.bytes:,} bytes"
    found = {"file": str(file), "articles": made.articles, "files": made.files, "bytes": made.bytes}
    startup.result(text, found, as_json=as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `newsduck backup` wrote.")],
    force: Force = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Bring the home back to the state of a backup; one that holds a warehouse only with --force.

    Example: `newsduck restore /mnt/safe/newsduck-2026-11-22.tar`
    """
    from flows import backup as keeping  # noqa: PLC0415

    settings = startup.settings()
    made, former = keeping.restore(settings, file, force=force)
    text = f"{settings.home} is as of {made.at}: {made.articles} articles"
    if former:
        text += f"\nthe former warehouse stands in {former}; remove it when nobody misses it"
    found = {"home": str(settings.home), "at": made.at, "articles": made.articles, "former": former}
    startup.result(text, found, as_json=as_json)


@app.command()
def maintain(
    backup: Annotated[Path | None, typer.Option(help="Also make a backup here, replacing the former one.")] = None,
    drop_pages: Annotated[  # noqa: FBT002
        bool, typer.Option("--drop-pages", help="Also archived pages that articles were read from.")
    ] = False,
    compact: Annotated[bool, typer.Option("--compact", help="Write the file anew in any case.")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Let go what is older than the settings keep_…_days say, and write the file anew where much of it is empty.

    Example: `NEWSDUCK_KEEP_LOG_DAYS=90 newsduck maintain --backup /mnt/safe/newsduck.tar`
    """
    from flows import direct  # noqa: PLC0415
    from flows.maintain import Upkeep  # noqa: PLC0415

    asked = Upkeep(drop_pages=drop_pages, compact=compact, backup=backup)
    steps = direct.maintain(startup.settings(), asked, startup.say)
    text = "\n".join(f"{step.step}: {step.n_in} before, {step.n_out} after" for step in steps)
    found = [{"step": step.step, "before": step.n_in, "after": step.n_out} for step in steps]
    startup.result(text, found, as_json=as_json)


@app.command()
def export(  # noqa: PLR0913, PLR0917  its options
    folder: Annotated[Path, typer.Argument(help="An empty or new one, or that of an export.")],
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORM", show_default=False, help="parquet, csv, jsonl, ninjs or jsonfeed."),
    ] = "parquet",
    since: Since = None,
    source: Sources = None,
    topic: Annotated[str | None, typer.Option(metavar="NAME", help="Only on this topic, by name or id.")] = None,
    entity: Annotated[str | None, typer.Option(metavar="NAME", help="Only with this one, by name or id.")] = None,
    story: Annotated[str | None, typer.Option(metavar="TITLE", help="Only of this story, by title or id.")] = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Write articles and all that was found in them as files, with a descriptor.

    Example: `newsduck export feed/ --format jsonfeed --topic diplomacy`
    """
    from flows import export as exporting  # noqa: PLC0415

    since = since.replace(tzinfo=UTC) if since else None
    wanted = exporting.Wanted(since=since, source_ids=source or (), topic=topic, entity=entity, story=story)
    count = exporting.export(startup.settings(), folder, form, wanted)
    text = f"{folder} holds {count} articles; {folder / 'datapackage.json'} says what is in it"
    startup.result(text, {"folder": str(folder), "articles": count}, as_json=as_json)


@app.command()
def forget(
    place: Annotated[str, typer.Argument(help="The id or the address of an article.")],
    reason: Annotated[str | None, typer.Option(help="Why; kept with the id, nothing else is.")] = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Take an article down: its texts, what was derived from them, its bytes in the archive; it stays down.

    Example: `newsduck forget https://news.example/2026/11/20/a-story --reason "the publisher asks for it"`
    """
    from flows import direct  # noqa: PLC0415

    settings = startup.settings()
    forgotten, copies = direct.forget(settings, place, reason, startup.say)
    left = f"{place} was taken down before, by a command that was stopped; what it had left to do is done now"
    lines = [
        f"{place} is forgotten ({len(forgotten)} articles)" if forgotten else left,
        *([f"other articles repeat it, and stay: {', '.join(copies)}"] if copies else []),
        "backups, exports, reports and open readers may still hold it",
    ]
    startup.result("\n".join(lines), {"forgotten": forgotten, "copies": copies}, as_json=as_json)


@app.command()
def search(  # noqa: PLR0913, PLR0917  its options
    words: Annotated[
        str | None, typer.Argument(help='Words; a beginning with a star (sanction*); a phrase in "quotation marks".')
    ] = None,
    like: Annotated[str | None, typer.Option(metavar="ID", help="Articles that mean the same as this one.")] = None,
    since: Since = None,
    source: Sources = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="At most so many.")] = 10,
    index: Annotated[bool, typer.Option("--index", help="Make the full-text index first.")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Search the warehouse for words, the best first, or for articles like one.

    Example: `newsduck search "bridge closed" --since 2026-11-01`
    """
    from flows import search as searching  # noqa: PLC0415

    since = since.replace(tzinfo=UTC) if since else None
    found, said = searching.find(
        startup.settings(), words, like, since=since, sources=source or (), most=limit, index=index
    )
    searching.show(found, said, searching.parsed(words) if words else None, as_json=as_json)
