"""The command `newsduck`. Prefect is imported inside the commands that need it: its import costs over a CPU second.

Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 done with some sources failed, 4 a check did not hold, and
130 where Ctrl-C stopped it, 143 where SIGTERM did and 129 where its terminal was closed, as shells have it.
Standard output carries results, standard error progress and errors.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import Annotated, NoReturn

import typer

from flows import (
    cli_entities,
    cli_keeping,
    cli_looking,
    cli_reporting,
    cli_sources,
    overview,
    standard_streams,
    startup,
    stopping,
)
from flows.errors import DONE, STOPPED, WRONG_USE, sentence

app = typer.Typer(
    cls=overview.Overview,
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="News in, DuckDB out: fetch or load articles, clean them, find entities, topics and stories.",
)
app.add_typer(cli_sources.app, name="sources")
app.add_typer(cli_entities.app, name="entities")
app.add_typer(cli_looking.app)
app.add_typer(cli_keeping.app)
app.add_typer(cli_reporting.app)

AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


@app.callback()
def options(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,  # noqa: FBT002  a flag
) -> None:
    """Show the overview to who types no command; `main` takes --debug, wherever it stands."""
    _ = debug
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)


@app.command()
def run(  # noqa: PLR0913, PLR0917  its options
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source; may be given several times.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(metavar="DATE", parser=startup.day, help="No links dated before.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Fetch at most so many pages.")] = None,
    due: Annotated[bool, typer.Option("--due", help="Ask only feeds that are due, as for cron.")] = False,  # noqa: FBT002
    engine: startup.Engine = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Ask the feeds, fetch, read, enrich, cluster, publish: the pipeline, once, now.

    Example: `newsduck run --source bbc --limit 50`
    """
    from flows import direct, frontier  # noqa: PLC0415  the readers and models are imported by what needs them

    settings = startup.settings()
    wanted = frontier.wanted(source or (), since.date() if since else None, limit, only_due=due)
    run_id = direct.run(settings, wanted, startup.prefect(settings, engine), startup.say)
    startup.close(settings, run_id, as_json=as_json)


@app.command()
def load(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.")],
    engine: startup.Engine = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Load articles from .html, .txt, .md, .json(l), .warc files (also .gz), folders of these, or standard input.

    Example: `newsduck load clippings/ export.jsonl`
    """
    from flows import direct  # noqa: PLC0415

    settings = startup.settings()
    startup.close(
        settings, direct.load(settings, paths, startup.prefect(settings, engine), startup.say), as_json=as_json
    )


@app.command()
def fetch(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of article pages.")] = None,
    file: Annotated[
        str | None, typer.Option("-f", "--file", help="Read further ones from a file, an address a line; - for stdin.")
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Fetch one or more article pages by address.

    Example: `newsduck fetch https://news.example/2026/11/20/a-story`
    """
    from flows import address_list, direct  # noqa: PLC0415

    wanted = [*(urls or ()), *(address_list.read(file) if file else ())]
    if not wanted:
        _wrong("give an address, or -f FILE with an address a line")
    settings = startup.settings()
    startup.close(settings, direct.fetch(settings, wanted, startup.say), as_json=as_json)


@app.command()
def serve(
    every: Annotated[str | None, typer.Option(help="How often: 15m, 2h, 1d.")] = None,
    cron: Annotated[str | None, typer.Option(help='A cron line, as in "*/20 6-22 * * *".')] = None,
) -> None:
    """Start a Prefect server (if none is configured) and the schedule, until stopped.

    Example: `newsduck serve --every 15m`
    """
    from flows import serve as serving  # noqa: PLC0415
    from flows import settings as configuration  # noqa: PLC0415
    from flows import sources  # noqa: PLC0415

    if every and cron:
        _wrong("give --every or --cron, not both")
    interval = configuration.interval(every or "15m")
    settings = startup.settings()
    sources.read(settings.sources)  # a mistake in it is worth a sentence now, not a failed run in a log
    lines = {"report_cron": settings.report_cron, "maintenance_cron": settings.maintenance_cron}
    for name, line in (lines | ({"--cron": cron} if cron else {})).items():
        configuration.check_cron(name, line)
    serving.serve(settings, cron or str(int(interval.total_seconds())), startup.say)


def main() -> NoReturn:
    """Run the command line; every error is one sentence on standard error and an exit code."""
    debug = "--debug" in sys.argv  # it may stand anywhere
    standard_streams.prepare()
    code = DONE
    try:
        stopping.heed()
        code = _invoked([word for word in sys.argv[1:] if word != "--debug"])
        sys.stdout.flush()
    except BrokenPipeError:  # `newsduck sql … | head`: the reader has what it wanted
        standard_streams.silence(sys.stdout)
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            raise
        text, code = sentence(error)
        code = stopping.code() if code == STOPPED else code
        sys.stderr.write(f"newsduck: {text}\n" if text else "")
    sys.exit(code)


def _invoked(words: list[str]) -> int:
    """Run the command that the words name and return its exit code: errors come out as they are, without panels."""
    if "_NEWSDUCK_COMPLETE" in os.environ:  # a shell asks what may follow
        app(prog_name="newsduck")
    command = typer.main.get_command(app)
    try:
        with command.make_context("newsduck", words) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except SystemExit:  # rich's, where who reads the help has read enough, and typer's after --install-completion
        return DONE
    return DONE


def _wrong(text: str) -> NoReturn:
    raise typer.BadParameter(text)
