"""What a text says of itself before it begins: YAML or TOML front matter, or lines such as "Headline: ..."."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field

_MOST_LINES = 80  # front matter that is longer is no front matter
_PAIR = re.compile(r"(?P<key>[^\W\d][\w \-.]{0,30}?)[ \t]*:(?:[ \t]+(?P<value>\S.*))?$")
_ITEM = re.compile(r"-[ \t]+(?P<value>\S.*)$")
_FIELDS = {  # as keys of front matter, labels and mail headers name them
    "title": "title headline subject titel überschrift schlagzeile betreff titre objet título titular asunto titolo",
    "author": "author authors by byline from writer autor autoren verfasser von auteur auteurs autora autores por",
    "published": "date published publish_date pubdate published_at date_published publication_date created datum "
    "veröffentlicht publié publicado fecha",
    "url": "url link canonical canonical_url permalink source_url quelle_url",
    "site_name": "source publisher site site_name outlet publication newspaper quelle zeitung medio fuente journal",
    "section": "section category categories rubrik ressort rubrique sección",
    "language": "language lang sprache langue idioma",
    "keywords": "keywords tags schlagwörter mots-clés etiquetas",
    "summary": "description summary excerpt abstract teaser standfirst beschreibung zusammenfassung résumé resumen",
}
_FIELD_OF = {key: name for name, keys in _FIELDS.items() for key in keys.split()}
_LABELS_ALONE = {"title", "published", "url", "author"}  # a text begins with labels only if one of these is among them


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What was said, by field (title, author, published, url, ...), and where: front_matter, label, or nowhere ("")."""

    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = ""

    def first(self, name: str) -> str | None:
        """Return the first value of a field, or None."""
        return next(iter(self.fields.get(name, ())), None)


def split(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of a text, and the text after it; a text without any comes back whole."""
    text = text.lstrip("\n\ufeff")
    lines = text.split("\n", _MOST_LINES)
    mark = lines[0].strip()
    if mark in {"---", "+++"}:
        end = next((index for index, line in enumerate(lines[1:_MOST_LINES], 1) if line.strip() == mark), None)
        fields = _fields(lines[1:end], is_toml=mark == "+++") if end else {}
        if end and fields:
            return FrontMatter(fields=fields, origin="front_matter"), "\n".join(lines[end + 1 :])
    return _labels(text, lines[:_MOST_LINES])


def _fields(lines: Sequence[str], *, is_toml: bool) -> dict[str, tuple[str, ...]]:
    pairs = _toml_pairs("\n".join(lines)) if is_toml else _yaml_pairs(lines)
    found: dict[str, tuple[str, ...]] = {}
    for key, values in pairs:
        if (name := _field(key)) and values:
            found.setdefault(name, values)
    return found


def _field(key: str) -> str | None:
    return _FIELD_OF.get(key.strip().lower().replace(" ", "_")) or _FIELD_OF.get(key.strip().lower())


def _toml_pairs(text: str) -> list[tuple[str, tuple[str, ...]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return []
    return [
        (key, tuple(str(one) for one in (value if isinstance(value, list) else [value])))
        for key, value in table.items()
    ]


def _yaml_pairs(lines: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the pairs of the YAML that front matter is written in: scalars, quoted scalars, and lists of them."""
    pairs: list[tuple[str, tuple[str, ...]]] = []
    for line in lines:
        item = _ITEM.match(line.strip())
        if item and pairs:
            key, values = pairs[-1]
            pairs[-1] = (key, (*values, _unquoted(item["value"])))
        elif (pair := _PAIR.match(line)) is not None:
            pairs.append((pair["key"], _scalars(pair["value"] or "")))
    return pairs


def _scalars(value: str) -> tuple[str, ...]:
    if value.startswith("[") and value.endswith("]"):
        return tuple(_unquoted(one) for one in value[1:-1].split(",") if one.strip())
    return (_unquoted(value),) if value.strip() not in {"", "|", ">", "null", "~"} else ()


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _labels(text: str, lines: Sequence[str]) -> tuple[FrontMatter, str]:
    """Read lines such as "Headline: ..." or a mail's headers from the very start, up to the first that is none."""
    found: dict[str, tuple[str, ...]] = {}
    taken = 0
    for index, line in enumerate(lines):
        pair = _PAIR.match(line.strip())
        name = _field(pair["key"]) if pair and pair["value"] else None
        if name is None and (line.strip() or (found and _ends_headers(found, lines[index + 1 : index + 2]))):
            break
        if name and pair:
            found.setdefault(name, (_unquoted(pair["value"]),))
            taken = index + 1
    if not _LABELS_ALONE & found.keys():
        return FrontMatter(), text
    rest = text.split("\n", taken)
    return FrontMatter(fields=found, origin="label"), rest[taken] if len(rest) > taken else ""


def _ends_headers(found: dict[str, tuple[str, ...]], following: Sequence[str]) -> bool:
    """Whether an empty line ends the labels: it does unless the next line is a label not yet seen."""
    pair = _PAIR.match(following[0].strip()) if following else None
    name = _field(pair["key"]) if pair else None
    return name is None or name in found
