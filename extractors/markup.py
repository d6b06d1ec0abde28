"""HTML text to one lxml tree, past what makes the parser or trafilatura lose an article in silence."""

from __future__ import annotations

import re
from itertools import dropwhile

from lxml.etree import ElementDefaultClassLookup, ErrorTypes, LxmlError, SubElement
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# A number that stands for a control, a surrogate or a non-character: one of these and trafilatura drops the article.
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,9}));?", re.IGNORECASE)
_ALLOWED_CONTROLS = frozenset((0x09, 0x0A, 0x0D))
_BLANKS = frozenset((0x0B, 0x0C))
_SELF_CLOSED = re.compile(r"(<html\b[^>]*?)\s*/>", re.IGNORECASE)  # libxml2 would end the document there
_OF_THE_HEAD = frozenset(
    ("base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title")
)
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)  # libxml2 2.14 drops what follows, which browsers show
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_NESTING = re.compile(  # libxml2 ends a document that is nested 2,048 deep, and without huge_tree at 256
    rb"</?(?:div|span|font|b|i|u|em|strong|small|center|section|blockquote|ul|ol|li|table|tr|td)\b[^>]*>", re.IGNORECASE
)
# One class for every element: lxml.html asks a Python function for each, 5,000 times a page.
_CLASSES = ElementDefaultClassLookup(element=HtmlElement)


def parse(text: str) -> HtmlElement | None:
    """Return the tree of a page; None where there is no element in it."""
    text = _ENDS.sub("", _DECLARATION.sub("", _REFERENCE.sub(_readable, text)))
    source = _SELF_CLOSED.sub(r"\1>", text, count=1).encode()
    parser = _parser()
    tree = _tree(source, parser)
    errors = parser.error_log
    if len(errors) and errors[-1].type == ErrorTypes.ERR_RESOURCE_LIMIT:
        return _tree(_NESTING.sub(b" ", source), _parser())
    return tree


def _parser() -> HTMLParser:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    return parser


def _tree(source: bytes, parser: HTMLParser) -> HtmlElement | None:
    try:
        return _with_body(document_fromstring(source, parser=parser))
    except (LxmlError, ValueError):  # "Document is empty"
        return None


def _with_body(tree: HtmlElement) -> HtmlElement:
    """Return the tree with what libxml2 left in the head moved to the body, which HTML 5 lets begin without its tag.

    libxml2 knows that a <p> begins one, but not that an <article> does.
    """
    head = tree.find("head")
    strays = [] if head is None else list(dropwhile(lambda each: each.tag in _OF_THE_HEAD, head))
    if strays:
        body = tree.find("body")
        body = SubElement(tree, "body") if body is None else body
        for place, stray in enumerate(strays):
            body.insert(place, stray)
    return tree


def _readable(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    is_control = (code < 0x20 and code not in _ALLOWED_CONTROLS) or 0x7F <= code < 0x80  # noqa: PLR2004  80 to 9F browsers read as windows-1252
    is_none = 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or code > 0x10FFFF  # noqa: PLR2004  surrogates, non-characters
    if is_control or is_none:
        return " " if code in _BLANKS else ""
    return match[0]
