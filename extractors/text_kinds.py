"""What a text is when it is no article: data, program code, a log, or lines without a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors import words

_SAMPLE_LINES = 400  # non-empty lines that are looked at
_SAMPLE_CHARS = 200  # of each
_FEWEST_LINES = 4  # under which a text has no pattern of lines
_CODE = re.compile(
    r"(?:#!|#include\b|<\?php|import [\w.{*]+|from [\w.]+ import |(?:async )?def \w+\(|class \w+[({:]"
    r"|(?:package|using) [\w.]+;"
    r"|(?:public|private|protected|static|export|function|func|fn|const|let|var|return|elif|else|while|for|if)\b.*[({;:]$"
    r"|(?:SELECT|INSERT|CREATE|UPDATE|DELETE) |//|/\*|\*/|@\w+$|[\w.\[\]]+ ?[+\-*/]?= ?\S|[})\]]+[;,]?$)|.*[;{}]$"
)
_LOG = re.compile(
    r"(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d|\[?\d\d:\d\d:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d "
    r"|\d{1,3}(?:\.\d{1,3}){3} |\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|TRACE)\b)"
)
_JSON = re.compile(r"[\[{]\s*(?:\"[^\"\n]{0,200}\"\s*[:,]|[\[{])")


def foreign(text: str) -> str | None:
    """Return what a text is when it is no article, as a phrase for a reason; None where it may be one."""
    lines = _sample(text)
    if _is_binary(text):
        return "binary data"
    if _JSON.match(text.lstrip()[:1000]) and text.rstrip()[-1:] in "}]":
        return "JSON data"
    if len(lines) >= _FEWEST_LINES:
        tests = {"a log": _is_log, "a table of values": _is_table, "program code": _is_code}
        return next((name for name, holds in tests.items() if holds(lines)), None)
    return None


def _sample(text: str) -> list[str]:
    found: list[str] = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0][:_SAMPLE_CHARS].strip()
        if line:
            found.append(line)
        if len(found) == _SAMPLE_LINES:
            break
    return found


def _is_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(char == "\ufffd" or (char < " " and char not in "\t\n\r") for char in sample)
    return odd > 0.05 * len(sample)


def _is_log(lines: Sequence[str]) -> bool:
    return sum(bool(_LOG.match(line)) for line in lines) >= 0.6 * len(lines)


def _is_table(lines: Sequence[str]) -> bool:
    """Whether nearly all lines have as many separators, at least two, and cells of a few words."""
    for separator in ("\t", ";", ",", "|"):
        (cells, lines_alike), *_ = Counter(line.count(separator) for line in lines).most_common(1)
        short = sum(words.count(line) for line in lines) <= 5 * (cells + 1) * len(lines)
        if cells >= 2 and lines_alike >= 0.85 * len(lines) and short:  # noqa: PLR2004  a cut last line, a quoted separator
            return True
    return False


def _is_code(lines: Sequence[str]) -> bool:
    prose = sum(line.endswith((".", "!", "?", "”", '"')) and words.count(line) >= 8 for line in lines)  # noqa: PLR2004
    code = sum(bool(_CODE.match(line)) for line in lines)
    return code >= 0.4 * len(lines) and prose <= 0.2 * len(lines)
