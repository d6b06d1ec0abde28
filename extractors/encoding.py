"""Bytes to text, as browsers read them: mark, valid UTF-8, header, meta element, detector, windows-1252.

The order differs from the WHATWG's in one place, on purpose: bytes that are valid UTF-8 and not plain ASCII are UTF-8
whatever was declared, for a wrong label is common and a chance match is not (under 1 in 1,000 from 30 letters up).
"""

from __future__ import annotations

import codecs
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.records import Outcome, Rejection

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_PRESCAN_BYTES = 8192  # the standard says 1024; publishers put scripts before their meta element
_SAMPLE_BYTES = 16_000  # what the detector sees: it needs 20 ms for these, seconds for a megabyte
_MAX_WRONG = 0.02  # share of broken characters among those beyond ASCII up to which a charset is believed
_MAX_CONTROLS = 0.02  # share of control bytes above which bytes are no text
_FITTING = 4  # sequences of UTF-8 to one byte that fits in none, from which on a body is UTF-8
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DETECTABLE = {  # what pages without a label are written in, by the codec's name
    "cp1252": "windows-1252",
    "cp1251": "windows-1251",
    "cp1250": "windows-1250",
    "iso8859_2": "iso-8859-2",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "koi8_r": "koi8-r",
    "cp874": "windows-874",
    "gb18030": "gb18030",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "cp949": "euc-kr",
}
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})  # 1B: ISO-2022-JP shifts with it
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# UTF-8 that was read as a one-byte charset and encoded again: no text has the controls, or the "â€", of such pieces.
_TWICE = re.compile(
    "[\xc2\xc3][\x80-\xbf]|[\xc4-\xdf][\x80-\x9f]|[\xe0-\xef](?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xbf][\x80-\x9f])"
    "|[\xf0-\xf4][\x80-\x9f][\x80-\xbf]{2}|â€[™œ\u02dc“”¦¢¡]"
)
_SPACES = re.compile("[\x0c\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")  # any of both
_PLAIN = bytes((0x09, 0x0A, 0x0D, *range(0x20, 0x7F)))
# All but common characters that NFC leaves as they are, whatever stands beside them.
_UNSETTLED = re.compile("[^\x00-\u02ff\u0410-\u044f\u2010-\u2027\u20a0-\u20bf\u4e00-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text in NFC, lines ended by a line feed; its charset by the WHATWG's name; whether characters were lost."""

    text: str
    charset: str
    damaged: bool


def decode(body: bytes, declared: str | None) -> Decoded | Rejection:
    """Return the text of a body whose transport declared this charset; a Rejection where it is no text."""
    marked = next(((mark, name) for mark, name in _MARKS if body.startswith(mark)), None)
    if marked:
        return _decoded(body[len(marked[0]) :], marked[1])
    if wide := _wide(body):
        return _decoded(body, wide)
    if _is_binary(body):
        return Rejection(outcome=Outcome.BAD_ENCODING, reason="the bytes are not text in any charset")
    if not body.isascii() and (text := _utf8(body)) is not None:
        return Decoded(text=clean(text), charset="utf-8", damaged=False)
    if _is_broken_utf8(body):
        return _decoded(body, "utf-8")
    candidates = (
        name for name in (label(declared), prescan(body), None if body.isascii() else _detected(body)) if name
    )
    return next(
        (found for found in (_believed(body, name) for name in candidates) if found), _decoded(body, "windows-1252")
    )


def clean(text: str) -> str:
    """Return the text in NFC without controls, lone surrogates and non-characters, its lines ended by a line feed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    rare = _rare(text)  # a hundredth of a page, where each search of the whole costs .5 to .8 ms
    odd = _ODD.search(rare)
    if ("â€" in rare and "â€" in text) or (odd and "\x80" <= odd[0] <= "\x9f"):
        text = rare = _TWICE.sub(_reread, text)
    if odd:
        text = _CONTROLS.sub("", _SPACES.sub("\n", text))
    return unicodedata.normalize("NFC", text) if _UNSETTLED.search(rare) else text


def _rare(text: str) -> str:
    """Return the characters of a text that are no plain ASCII, in order."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def _reread(match: re.Match[str]) -> str:
    for codec in ("latin-1", "cp1252"):
        try:
            return match[0].encode(codec).decode()
        except UnicodeError:
            continue
    return match[0]


def label(declared: str | None) -> str | None:
    """Return the WHATWG's name of the charset with this label; None where it knows none."""
    return _labels().get((declared or "").strip(" \t\n\f\r\"'").lower())


@cache
def _table() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(files("extractors").joinpath("data/charsets.toml").read_text(encoding="utf-8"))


@cache
def _labels() -> dict[str, str]:
    return {one: name for name, row in _table().items() for one in row["labels"]}


def _codec(name: str) -> str:
    return str(_table()[name]["codec"]) if name in _table() else name


def _decoded(body: bytes, name: str) -> Decoded:
    raw = body.decode(_codec(name), errors="replace")
    return Decoded(text=clean(raw), charset=name, damaged="\ufffd" in raw and b"\xef\xbf\xbd" not in body)


def _believed(body: bytes, name: str) -> Decoded | None:
    """Return the body read by this charset, or None where too much of it does not fit."""
    found = _decoded(body, name)
    beyond = sum(1 for _ in re.finditer(rb"[\x80-\xff]+", body))
    return found if found.text.count("\ufffd") <= _MAX_WRONG * beyond else None


def _utf8(body: bytes) -> str | None:
    """Return the body as UTF-8, where its last character may be cut off; None where it is not."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return None


def _is_broken_utf8(body: bytes) -> bool:
    """Tell UTF-8 that was cut or mixed in a few places: no other charset has 4 of its sequences to one that is none."""
    fitting = sum(1 for _ in _SEQUENCE.finditer(body))
    return fitting > 0 and fitting >= _FITTING * body.decode("utf-8", errors="replace").count("\ufffd")


def _is_binary(body: bytes) -> bool:
    sample = body[:_SAMPLE_BYTES]
    return len(sample) - len(sample.translate(None, _CONTROL_BYTES)) > _MAX_CONTROLS * len(sample)


def _wide(body: bytes) -> str | None:
    """Name UTF-16 without a mark: every other byte of markup in Latin letters is zero."""
    sample = body[:512]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < max(4, len(sample) * 0.3) or max(even, odd) < 5 * (min(even, odd) + 1) // 2:
        return None
    return "utf-16be" if even > odd else "utf-16le"


def _detected(body: bytes) -> str | None:
    """Ask charset-normalizer, with markup taken out, for tags are the same in every charset."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  40 ms of import that one page in hundreds needs

    sample = re.sub(rb"(?s)<(script|style)\b.*?</\1|<[^>]*>|\s+", b" ", body)
    first = re.search(rb"[\x80-\xff]", sample)
    start = max(0, first.start() - 200) if first else 0
    found = list(from_bytes(sample[start : start + _SAMPLE_BYTES], cp_isolation=list(_DETECTABLE)))
    least = min((match.chaos for match in found), default=0.0)
    tidy = sorted((match.encoding for match in found if match.chaos <= least), key=list(_DETECTABLE).index)
    likely = tidy[0] if "cp1252" in tidy else found[0].encoding if found else "cp1252"
    same = likely == "cp1250" and sample.decode(likely, "ignore") == sample.decode("cp1252", "ignore")
    return "windows-1252" if same else _DETECTABLE[likely]


def prescan(body: bytes) -> str | None:
    """Return the charset that the first meta element with a known one declares.

    The algorithm is the HTML standard's "prescan a byte stream to determine its encoding".
    """
    position, head = 0, body[:_PRESCAN_BYTES]
    while (position := head.find(b"<", position)) >= 0:
        if head.startswith(b"<!--", position):
            end = head.find(b"-->", position + 2)
            position = len(head) if end < 0 else end + 3
        elif re.match(rb"(?i)<meta[\t\n\f\r /]", head[position : position + 6]):
            attributes, position = _attributes(head, position + 5)
            if name := _declared(attributes):
                return "utf-8" if name.startswith("utf-16") else "windows-1252" if name == "x-user-defined" else name
        elif re.match(rb"</?[A-Za-z]", head[position : position + 3]):
            _, position = _attributes(head, _name_end(head, position + 1))
        elif head[position + 1 : position + 2] in {b"!", b"/", b"?"}:
            end = head.find(b">", position)
            position = len(head) if end < 0 else end + 1
        else:
            position += 1
    return None


def _name_end(head: bytes, position: int) -> int:
    found = re.compile(rb"[\t\n\f\r >]").search(head, position)
    return found.start() if found else len(head)


_ATTRIBUTE = re.compile(
    rb"""[\t\n\f\r\x20/]*(?P<name>[^\t\n\f\r\x20/>][^\t\n\f\r\x20/>=]*)
    (?:[\t\n\f\r\x20]*=[\t\n\f\r\x20]*
        (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\t\n\f\r\x20>"'][^\t\n\f\r\x20>]*)|(?P<open>["'])|(?=>)))?""",
    re.VERBOSE,
)


def _attributes(head: bytes, position: int) -> tuple[dict[str, str], int]:
    """Read attributes up to the tag's end; the first of a name counts. A quotation that never ends spoils the tag."""
    found: dict[str, str] = {}
    while match := _ATTRIBUTE.match(head, position):
        position = match.end()
        if match["open"] or position >= len(head):
            return {}, len(head)
        value = match["double"] or match["single"] or match["bare"] or b""
        found.setdefault(match["name"].decode("latin-1").lower(), value.decode("latin-1").lower())
    end = head.find(b">", position)
    return (found, end + 1) if end >= 0 else ({}, len(head))


def _declared(attributes: dict[str, str]) -> str | None:
    if "charset" in attributes:
        return label(attributes["charset"])
    if attributes.get("http-equiv") != "content-type":
        return None
    match = re.search(r"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"'][^\s;]*))", attributes.get("content", ""))
    return label(match[1] or match[2] or match[3]) if match else None
