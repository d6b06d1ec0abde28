"""Lines that say who wrote an article, where and when: bylines, datelines, and both in one ("19.11. | Politics")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extractors import instants, tables, words

_NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ]['’]?[\w'’\-]*\.?)"  # noqa: RUF001  the typographic apostrophe is meant
_PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|zu|zur|bin|bint|ibn|al|el|la|le|du|dos|ter|ten|y|e)"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_NAME_WORD}){{1,4}}$")
_BY = re.compile(
    r"(?:from|by|von|de|par|dal|dalla|do|da|van|por)[ ]"
    r"(?:our|unsere[mnr]?|notre|nos|nuestr[oa]|nostr[oa]|noss[oa]|onze)[ ](?:own[ ]|special[ ]|chief[ ])?"
    r"(?:correspond\w+|korrespond\w+|corrispond\w+|corresponsal|reporter\w*|envoyée?(?:[ ]spéciale?)?"
    r"|enviad[oa](?:[ ]especial)?|inviat[oa]|redakteur\w*|redactora?|verslaggever)[ :,]+|"
    r"(?:(?:words|story|text|report|reporting|written|posted|published|reported|article)[ ]+)?"
    r"(?:by|von|par|por|di|door|av|af)[ :]+",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[ ](?:in|at|from|aus|bei|à|au|a)[ ][^\W\d_a-zß-öø-ÿ][^,;|&/]*?(?=[,;|&/]|[ ](?:and|und|et|y)[ ]|$)"
)
_BETWEEN = re.compile(r"[ ]*(?:[,;|•·/&–—]|\b(?:and|und|et|y|e|en|og|och|with|mit|avec|con)\b|[ ]-[ ])[ ]*")  # noqa: RUF001  dashes are meant
_NOT_NAMES = re.compile(
    r"\b(?:staff|news|editor|editors|reporter|reporters|correspondent|writer|desk|press|agency|agencies|reuters|afp|ap|dpa"
    r"|redaktion|rédaction|redacción|team|online|media|times|post|tribune|daily|chief|bureau|associated|bloomberg"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-zß-öø-ÿ][\w'’.\- /]{2,40}?(?:,[ ][^\W\d_][\w.' ]{1,25}?)??)"  # noqa: RUF001  the typographic apostrophe is meant
    r"(?:,?[ ](?P<date>[^\W\d_]{3,9}\.?[ ]\d{1,2}(?:,?[ ]\d{4})?|\d{1,2}\.?[ ][^\W\d_]{3,9}\.?(?:[ ]\d{4})?"
    r"|\d{1,2}\.[ ]?\d{1,2}\.(?:[ ]?\d{2,4})?))?"
    r"(?:[ ]?\((?P<agency>[A-Za-z][\w./ \-]{1,30})\))?"
    r"[ ]?(?:[-–—]{1,2})[ ]+(?=\S)"  # noqa: RUF001  dashes are meant
)
_WEEKDAY = (
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|(?:montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|miércoles"
    r"|jueves|viernes|sábado|domingo|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)"
    r"(?:-feira)?|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\.?,?[ ]"
)
_DATE = re.compile(
    rf"\b(?:{_WEEKDAY})?(?:(?:den|le|el|il|the)[ ])?"
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-][ ]?\d{1,2}[./-][ ]?\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)?[ ](?:de[ ]|of[ ])?[^\W\d_]{3,10}\.?,?[ ](?:del?[ ])?\d{4}"
    r"|[^\W\d_]{3,9}\.?[ ]\d{1,2}(?:st|nd|rd|th)?,?[ ]\d{4})\b"
    r"(?:,?[ ](?:[|–—-][ ])?(?:um[ ]|at[ ]|à[ ]|a[ ]las[ ]|alle[ ]|ore[ ]|às[ ]|om[ ]|kl\.?[ ])?"  # noqa: RUF001  dashes are meant
    r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?:[ ]?Uhr|[ ]?[ap]\.?m\b\.?|[ ]?h\b)?(?:[ ][A-Z]{2,4}\b)?)?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[ ]*[|•·;][ ]*|[ ][–—/-][ ]|,[ ]|[ ]?\n[ ]?")  # noqa: RUF001  dashes are meant
_LABEL = re.compile(
    r"(?:(?:first|last|zuletzt|originally)[ ])?"
    r"(?:publi\w+|posted|updated|modified|veröffentlicht|aktualisiert|erstellt|stand|mis à jour|actualizado|aggiornato"
    r"|atualizado|gepubliceerd|date|datum|on|at|am|vom|um|le|il|el|em|op|den)\b[ :.]*",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updat|modif|geändert|aktualis|mis à jour|actualiz|aggiorn|atualiz|bijgewerkt", re.IGNORECASE)
_HANGING = re.compile(r"[ ](?:on|am|le|el|il|at|um|em|op)$")
_READING_TIME = re.compile(
    r"(?:temps de lecture|lesezeit|lesedauer|reading time|read time|tiempo de lectura|tempo di lettura|leestijd)?[ :~]*"
    r"\d{1,2}[ -]?min\w*\.?(?:[ ](?:read|lesezeit|lesedauer|de lecture|de lectura|di lettura|leestijd|de leitura))?$",
    re.IGNORECASE,
)
_LONGEST = 200
_MOST_LABEL_WORDS = 3  # of a section, a place or a role beside a date


@dataclass(frozen=True, slots=True)
class Credits:
    """What a line says of who wrote an article, and when: the date as written, "" where it has none."""

    authors: tuple[str, ...]
    date: str


def authors(line: str) -> tuple[str, ...]:
    """Return the persons a byline names, in order, without roles and houses; empty where it is no byline.

    A line counts as one when it begins with "By" in one of nine languages, or "From our correspondent" in one of eight,
    and a name of two words or more follows.
    """
    line = " ".join(line[:_LONGEST].split())
    begins = _BY.match(line)
    return names(_PLACE.sub("", line[begins.end() :])) if begins and len(line) < _LONGEST else ()


def first_authors(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the persons that the first line names which names any."""
    for line in lines:
        said = credits(line)
        if found := (said.authors if said else ()) or authors(line):
            return found
    return ()


def first_date(lines: Iterable[str]) -> str | None:
    """Return the date as written in the first line of nothing but a date and a byline that has one; none of changes."""
    found = ((line, credits(line)) for line in lines)
    return next((said.date for line, said in found if said and said.date and not _CHANGED.search(line)), None)


def credits(line: str) -> Credits | None:  # noqa: A001  the field's word; the builtin is for the prompt only
    """Return what a line of nothing but a date, a byline, a section, a reading time says; None for any other.

    A name without "By" counts where a date stands in the line, and it is a known given name's, or there is a section,
    too, and no place has that name.
    """
    line = " ".join(line.split())
    if len(line) > _LONGEST or (not any(char.isdigit() for char in line) and not _BY.match(line)):
        return None
    date = next((one for one in _DATE.finditer(line) if instants.instant(one[0])), None)
    rest = f"{line[: date.start()]} | {line[date.end() :]}" if date else line
    parts = [bare for part in _PARTS.split(rest) if (bare := _bare(part)) and not _READING_TIME.match(bare)]
    by = [index for index, part in enumerate(parts) if _BY.match(part)]
    labels = [part for index, part in enumerate(parts) if index not in by]
    if not (date or (by and authors(parts[by[0]]))) or any(not _is_label(part) for part in labels):
        return None
    named = next((found for index in by if (found := authors(parts[index]))), ()) or _unlabelled(labels if date else [])
    return Credits(named, date[0].strip() if date else "")


def _bare(part: str) -> str:
    part = _HANGING.sub("", part.strip(" .,:()[]-–—/"))  # noqa: RUF001  dashes are meant
    return _LABEL.sub("", part).strip() if _LABEL.match(part) else part


def _is_label(part: str) -> bool:
    return (
        words.count(part) <= _MOST_LABEL_WORDS
        and part[-1] not in '?!”"'
        and part[0].isalpha()
        and not part[0].islower()
    )


def _unlabelled(labels: list[str]) -> tuple[str, ...]:
    persons = [label for label in labels if names(label) == (label,)]
    sure = [person for person in persons if person.split()[0] in _given_names()]
    if not sure and len(persons) == 1 and len(labels) > 1 and persons[0] not in _places():
        sure = persons
    return tuple(sure)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("given_names.tsv"))


@cache
def _places() -> frozenset[str]:
    return frozenset(cell for line in tables.lines("places.tsv") for cell in line.split("\t"))


def names(text: str) -> tuple[str, ...]:
    """Return the names at the start of a list of names, up to the first part that is none."""
    found: list[str] = []
    for part in _BETWEEN.split(text):
        name = part.strip(" .()")
        if not name and found:
            continue
        if not _NAME.match(name) or _NOT_NAMES.search(name):
            break
        found.append(name.title() if name.isupper() else name)
    return tuple(dict.fromkeys(found))


def dateline(paragraph: str) -> re.Match[str] | None:
    """Return the dateline a paragraph opens with ("RIYADH, Feb 18 (Reuters) -"): groups place, date and agency.

    It must be sure: the place in capitals, or a date or an agency beside it.
    """
    found = _DATELINE.match(paragraph[:_LONGEST])
    sure = found and (found["date"] or found["agency"] or found["place"].partition(",")[0].isupper())
    return found if sure else None
