"""Texts on which a careless rule takes quadratic time, through each stage behind the reader: CPU as they get longer.

Run as `python -m tests.faults.stages [--size 100000] [--stage NAME]… [--text NAME]…`. It prints a line for each stage
and text that costs more than a fifth of a CPU second: what a quarter of it costs, half of it and all of it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractors import (
    aliases,
    duplicates,
    entities,
    features,
    keyphrases,
    languages,
    names,
    own_topics,
    quotes,
    resolution,
    salience,
    sentences,
    series,
    stories,
)
from extractors.finders import Named, Recognised
from extractors.own_topics import OwnTopic
from extractors.records import ArticleVersion, Topic
from tests.extractors.documents import NOON, document
from tests.extractors.versions import version
from tests.faults.traps import cpu
from tests.faults.traps import texts as repeated

_CAPITALS = re.compile(r"[^\W\d_a-z][\w.'-]*(?: [^\W\d_a-z][\w.'-]*){0,3}")
_LETTERS = "abcdefghijklmnoprstuvz"
_WORTH_TELLING = 0.2


@dataclass(frozen=True)
class Capitals:
    """A finder that takes each run of words with capitals for a name, of all types in turn: no model, little cost."""

    name: str = "capitals"
    version: str = "1"
    config: Mapping[str, str] = field(default_factory=dict)

    def find(self, texts: Sequence[str]) -> Recognised:
        """Return the runs."""
        return Recognised(tuple(tuple(_named(text)) for text in texts))


def _named(text: str) -> Iterator[Named]:
    for number, found in enumerate(_CAPITALS.finditer(text)):
        yield found.start(), found.end(), ("PERSON", "ORG", "PERSON", "GPE", "PERSON", "NORP")[number % 6]


#: Texts by what they are made of, beside those that repeat one unit; each ~ is a new word with a capital.
PATTERNS = {
    "persons": "~ ~, ",
    "persons of one family": "~ Obrien, ",
    "persons with one given name": "Anna ~, ",
    "persons with initials": "A. ~ said. ",
    "persons of four words": "~ ~ ~ ~. ",
    "families alone": "~ said. ",
    "bodies": "the ~ ~ Ministry, ",
    "bodies with acronyms": "~ ~ ~ (ABC), ",
    "bodies of one head": "the ~ Bank of ~, ",
    "institutions": "the Senate of ~, the ~ Parliament, ",
    "institutions of nobody": "the Senate, the Parliament, ",
    "quoted names": "“~ went home,” said ~ ~. ",
    "quotations in paragraphs": "“The ~ was built in ~.\n",
    "quotations never closed": "said: “The ~ of ~ ",
    "straight quotes never closed": 'He said "the ~ of ~. ',
    "quotations that nobody says": "“It was late in ~.” ",
    "single quotes": "\u2018~ of the ~\u2019s ",
    "sentences of a letter": "A. ",
    "sentences of a word": "~. ",
    "lines of a word": "~\n",
    "lines of two words": "~ ~\n\n",
    "datelines": "~ - ~ is near.\n",
    "nested brackets": "(~ [~ {~ ",
    "possessives": "~'s ~'s ",
    "titles": "President ~ and Minister ~ of ",
    "hyphens": "~-~-",
    "one word": "~",
    "words": "~ ",
    "a story": "The council of ~ decided on Tuesday that ~ be rebuilt, Mayor ~ ~ said there. ",
}


def texts(size: int) -> Iterator[tuple[str, str]]:
    """Yield each text's name and so many characters of it."""
    yield from repeated(size)
    for name, pattern in PATTERNS.items():
        yield name, made(pattern, size)
    yield "capitals", made("~ ", size).upper()
    yield "small", made("~ ", size).lower()
    yield "combining marks", ("Zalgo" + "\u0300\u0316\u0334" * 30 + " ") * (size // 96)
    yield "right to left", "\u0639\u0631\u0628\u064a \u05e2\u05d1\u05e8\u05d9\u05ea. " * (size // 12)


def made(pattern: str, size: int) -> str:
    """Return so many characters of a pattern, with a new word for each ~."""
    chance, parts, length = random.Random(1), [], 0  # noqa: S311  reproducible, not secret
    while length < size:
        first, *rest = pattern.split("~")
        parts.append(first + "".join(_word(chance) + part for part in rest))
        length += len(parts[-1])
    return "".join(parts)[:size]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_LETTERS, k=chance.randint(3, 9))).title()


_FINDER = Capitals()
_KEYWORDS = ("a*", "A B", "harbour*", "(", "“a")
_TOPIC = Topic(topic_id="own:x", label="x", parent_id=None, level=1, definition="x")
_OWN = (OwnTopic(topic=_TOPIC, keywords=_KEYWORDS),)


def _after_names(article: ArticleVersion) -> object:
    """Do what follows on the names of an article, which are of one kind in turn."""
    mentions = entities.find(article, _FINDER)
    found = aliases.resolve(mentions, article)
    sentences.mark(found.mentions, article)
    quotes.find(article, found.mentions)
    return salience.rank(found.mentions), resolution.merges(found.entities, found.aliases)


def _beside_itself(article: ArticleVersion) -> object:
    """Compare an article with itself an hour later, its text as the title too."""
    documents = [document(name, article.text, title=article.text, hours=at) for at, name in enumerate("ab")]
    return duplicates.find(documents, ()), series.issues(documents), stories.assign(documents, (), now=NOON)


STAGES: dict[str, Callable[[ArticleVersion], object]] = {
    "language": lambda article: languages.detect(article.text),
    "sentences": lambda article: sentences.split(article.text),
    "quotes": lambda article: quotes.find(article, ()),
    "keyphrases": keyphrases.find,
    "features": lambda article: features.of(article, ()),
    "own topics": lambda article: own_topics.find(article, (), None, _OWN),
    "entities": lambda article: entities.find(article, _FINDER),
    "after entities": _after_names,
    "a name": lambda article: (names.words(article.text), names.organization_key(article.text)),
    "stories": _beside_itself,
}


def measure(size: int, stages: Sequence[str], only: Sequence[str] = ()) -> Iterator[tuple[float, str]]:
    """Yield for each stage and text worth telling the CPU seconds at full size, and a line about them."""
    sized = [dict(texts(size // part)) for part in (4, 2, 1)]
    for stage in stages:
        for name in only or sized[0]:
            at_full_size = _cpu(STAGES[stage], sized[-1][name])
            if at_full_size > _WORTH_TELLING:
                took = [*(_cpu(STAGES[stage], each[name]) for each in sized[:-1]), at_full_size]
                yield at_full_size, f"{' '.join(f'{seconds:6.2f}' for seconds in took)} CPU s  {stage:15} {name}"


def _cpu(stage: Callable[[ArticleVersion], object], text: str) -> float:
    article = version("The harbour of Galway", text)
    return cpu(lambda: stage(article))


def main() -> None:
    """Print the costly ones as they are found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--stage", action="append", choices=STAGES)
    parser.add_argument("--text", action="append", default=[])
    asked = parser.parse_args()
    for _, line in measure(asked.size, asked.stage or list(STAGES), asked.text):
        print(line, flush=True)


if __name__ == "__main__":
    main()
