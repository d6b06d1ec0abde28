"""The first screen: every command in one line each, by what one wants. Plain text costs no CPU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

COMMANDS: dict[str, dict[str, str]] = {
    "Get": {
        "run": "take what is new from the sources: the pipeline, once",
        "load": "articles from files, folders, archives, standard input",
        "fetch": "article pages by address",
        "serve": "Prefect server and schedule, until stopped",
        "sources": "the list of sources: list, add, import, export, check",
    },
    "Look": {
        "report": "the brief of a day as one HTML file",
        "story": "one story: its timeline, outlets, names, quotations",
        "entity": "one person, organization or place",
        "search": "articles with these words, or like one",
        "sql": "any question in SQL, and the saved ones",
        "inspect": "what becomes of one page, line by line, and why",
        "status": "is it working, what broke, what to do",
    },
    "Correct": {
        "entities": "decide who is who: merge, split, block, rename, undo",
        "reprocess": "articles again from the archive, without the network",
        "forget": "take an article down for good",
    },
    "Keep": {
        "export": "articles and all found in them as files",
        "backup": "everything in one file",
        "restore": "everything as of a backup",
        "maintain": "let go what is too old",
        "doctor": "settings, and whether the warehouse is sound",
    },
}
_BESIDE = ("migrate", "version")  # nobody starts with these


class Overview(TyperGroup):
    """The command `newsduck` itself."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the overview in place of typer's panels, which take 60 lines."""
        formatter.write("newsduck: news in, DuckDB out. Example: newsduck load clippings/ page.html\n")
        for want, commands in COMMANDS.items():
            for n, (name, does) in enumerate(commands.items()):
                formatter.write(f" {want if not n else '':<9}{name:<11}{does}\n")
        options = "--debug  --install-completion  --show-completion"
        formatter.write(f" {'and':<9}{'  '.join(_BESIDE)}  {options}\n")
        formatter.write(f"{ctx.info_name} COMMAND --help says more and shows an example.\n")
