"""Addresses from a file or from standard input, one a line; addresses as links."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from extractors import urls
from extractors.records import Link, Rejection
from flows import frontier, streams
from flows.errors import WrongUse

_LARGEST = 100_000_000  # bytes: a million addresses; a device never ends
_COMMENT = re.compile(r"(?:^|\s)#.*")  # an address may have a # inside


def read(file: str) -> list[str]:
    """Return the addresses in a file, "-" for standard input, without comments and empty lines.

    Raises:
        WrongUse: the file cannot be read, has a line that is no address, or has none.
    """
    name = "standard input" if file == "-" else file
    try:
        body = _bytes(file)
    except OSError as error:
        message = f"{name} cannot be read: {(error.strerror or str(error)).lower()}"
        raise WrongUse(message) from None
    found = list(_addresses(body.decode("utf-8-sig", "replace"), name))
    if not found:
        message = f"{name} names no address; write one a line"
        raise WrongUse(message)
    return found


def _bytes(file: str) -> bytes:
    if file != "-":
        streams.check_no_pipe(Path(file))
    with Path(file).open("rb") if file != "-" else nullcontext(sys.stdin.buffer) as stream:
        found = streams.whole(stream, _LARGEST)
    if isinstance(found, Rejection):
        raise OSError(errno.EFBIG, f"it has over {_LARGEST:,} bytes")
    return found


def links(addresses: Sequence[str], at: datetime) -> list[Link]:
    """Return a link for each address, those of one domain as a source of its name; each address once, no passwords.

    Raises:
        WrongUse: one is no web address.
    """
    for address in addresses:
        if not address.lower().startswith(("http://", "https://")):
            message = f"{address!r} is no web address: it begins with neither http:// nor https://"
            raise WrongUse(message)
    wanted = dict.fromkeys(urls.without_password(address) for address in addresses)
    return [frontier.link(urls.canonical(each), each, urls.domain(each) or "web", at) for each in wanted]


def _addresses(text: str, name: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        address = _COMMENT.sub("", line).strip()
        if address and not address.lower().startswith(("http://", "https://")):
            message = f"{name}, line {number}: {address[:200]!r} is no web address"
            raise WrongUse(message)
        if address:
            yield address
