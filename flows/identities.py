"""Files with which people say what entities are in the world outside -> table `identities`.

A CSV file with a heading: `alias` or `entity_id`, optionally `type`, then `wikidata_id`, `country_code` or both. Its
name is its identity: imported again, its rows take the place of the former ones.

Errors: `WrongUse` for a file that is none of the kind. Rows that cannot be used are named and left out.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors import gazetteer, names
from extractors.records import Identity
from flows import inert, publish, resolve, runs, sequence
from flows.errors import DONE, SOME_SOURCES_FAILED, WrongUse
from flows.locking import writing
from flows.runs import Tally
from flows.settings import Settings
from warehouse import identities as rows
from warehouse.identities import Meant

_COLUMNS = frozenset({"alias", "entity_id", "type", "wikidata_id", "country_code"})
_TYPES = ("person", "organization", "place", "group", "event", "work", "law", "facility", "product")
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d*)")
_SEPARATORS = ",;\t"
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A line that cannot be used, or that says nothing, and why."""

    line: int
    why: str


def identify(settings: Settings, file: Path, *, as_json: bool) -> int:
    """Import a file, carry it out, publish, print what came of it, and return the exit code.

    Raises:
        WrongUse: there is no such file, or it is none of the kind.
    """
    found, mistakes = read(file)
    current = runs.new("entities", settings, trigger="hand", parameters={"identify": file.name}, say=_say)
    sequence.begin(current)
    meant: list[Meant] = []

    def imported() -> Tally:
        with writing(settings) as db:
            meant.extend(rows.replace(db, file.name, found))
        return Tally(len(found) + len(mistakes), len(found), len(mistakes))

    with runs.recorded(current):
        current.step("identify", imported)
        current.step("resolve", lambda: resolve.resolve(current))
        current.step("publish", lambda: publish.publish(current))
    conflicts = [Mistake(line=each.line, why=why) for each in meant if (why := _conflict(each))]
    _print(file, meant, [*mistakes, *conflicts], as_json=as_json)
    return SOME_SOURCES_FAILED if mistakes or conflicts else DONE


def read(file: Path) -> tuple[list[Identity], list[Mistake]]:
    """Return the rows of a file, and those that cannot be used.

    Raises:
        WrongUse: it is not there, no CSV in UTF-8, or without the columns that it needs.
    """
    text = _text(file)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.DictReader(text.splitlines(), delimiter=separator, skipinitialspace=True, restkey="more", restval="")
    columns = {(name or "").strip().lower() for name in reader.fieldnames or ()}
    if not columns & {"alias", "entity_id"} or not columns & {"wikidata_id", "country_code"} or columns - _COLUMNS:
        message = f"{file} is no table of identities: its first line names other columns than {_said(_COLUMNS)}"
        raise WrongUse(message)
    found: list[Identity] = []
    mistakes: list[Mistake] = []
    try:
        for line, cells in _rows(reader):
            made = _identity(file.name, line, cells)
            (found if isinstance(made, Identity) else mistakes).append(made)  # type: ignore[arg-type]  # one of the two
    except csv.Error as error:
        message = f"{file}, line {reader.line_num} cannot be read as CSV ({error}): correct it, nothing was stored"
        raise WrongUse(message) from error
    return found, mistakes


def _text(file: Path) -> str:
    if not file.is_file():
        message = f"{file} is no file: name a CSV file with the columns {_said(_COLUMNS)}"
        raise WrongUse(message)
    if file.stat().st_size > _MOST_BYTES:
        message = f"{file} has more than {_MOST_BYTES // 1_000_000} MB: part it, each part is a file of its own"
        raise WrongUse(message)
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file} is not in UTF-8 (byte {error.start}): save it as CSV UTF-8"
        raise WrongUse(message) from error


def _rows(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that are not blank, with the line that each ends in."""
    for row in reader:
        cells = {(name or "").strip().lower(): value.strip() for name, value in row.items() if isinstance(value, str)}
        if "more" in row:
            cells["more"] = "more"
        if any(cells.values()):
            yield reader.line_num, cells


def _identity(file: str, line: int, cells: Mapping[str, str]) -> Identity | Mistake:
    alias, entity_id, kind = cells.get("alias", ""), cells.get("entity_id", ""), cells.get("type", "").lower()
    item, country = cells.get("wikidata_id", ""), cells.get("country_code", "").upper()
    matched = _ITEM.fullmatch(item)
    why = (
        "it has more cells than the first line" if "more" in cells
        else "it needs either an alias or an entity_id" if bool(alias) == bool(entity_id)
        else f"there is no type {kind!r}: it is one of {_said(_TYPES)}" if kind and kind not in _TYPES
        else f"{item!r} is no Wikidata id: it is Q and a number" if item and not matched
        else f"{country!r} is no ISO 3166-1 code of a country" if country and not gazetteer.country(country)
        else "it gives neither wikidata_id nor country_code" if not item and not country
        else None
    )  # fmt: skip
    if why:
        return Mistake(line=line, why=inert.text(why, 200))
    types = (kind,) if kind else _TYPES
    return Identity(
        file=file,
        line=line,
        alias=alias or None,
        alias_keys=tuple(f"{each} {names.key(each, alias)}" for each in types) if alias else (),
        entity_id=entity_id or None,
        wikidata_id=matched.group(1) if matched else None,
        country_code=country or None,
    )


def _conflict(meant: Meant) -> str | None:
    """Return why a line says nothing, or not all that it gives."""
    who = " and ".join(meant.entities[:4])
    if meant.entities and not meant.is_sure:
        return f"{meant.words!r} may be {who}: give a type or an entity_id"
    if meant.items > 1:
        return f"{who} is given {meant.items} Wikidata ids, so it has none"
    if meant.own_country:
        return f"{who} is of {meant.own_country}, which stays"
    if meant.bearers > 1:
        return f"{meant.wikidata_id} is given to {meant.bearers} entities: are they one? See `newsduck entities merge`"
    return None


def _print(file: Path, meant: list[Meant], mistakes: list[Mistake], *, as_json: bool) -> None:
    named = sum(each.is_sure for each in meant)
    waiting = sum(not each.entities for each in meant)
    if as_json:
        told = {"file": file.name, "rows": len(meant), "named": named, "waiting": waiting}
        listed = [asdict(each) for each in mistakes]
        sys.stdout.write(json.dumps(told | {"problems": listed}, ensure_ascii=False, indent=1) + "\n")
        return
    sys.stdout.write(f"{file.name}: {len(meant)} rows, {named} name an entity")
    sys.stdout.write(f", {waiting} wait until an article names theirs\n" if waiting else "\n")
    for each in sorted(mistakes, key=lambda mistake: mistake.line):
        sys.stderr.write(f"{file.name}, line {each.line}: {inert.text(each.why, 300)}\n")


def _said(words: frozenset[str] | tuple[str, ...]) -> str:
    listed = sorted(words) if isinstance(words, frozenset) else list(words)
    return f"{', '.join(listed[:-1])} or {listed[-1]}"


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
