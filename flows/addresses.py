"""Which network addresses a request may go to: an explicit list, since Python 3.11's `is_global` knows only part."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

# IANA's special-purpose registries (RFC 6890 and its updates), multicast, and what tunnels into IPv4.
_REFUSED = {
    ip_network(network): what
    for what, networks in {
        "unspecified": ["0.0.0.0/8", "::/128"],
        "loopback": ["127.0.0.0/8", "::1/128"],
        "private": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
        "shared by a carrier": ["100.64.0.0/10"],
        "link-local": ["169.254.0.0/16", "fe80::/10"],
        "site-local": ["fec0::/10"],
        "special-purpose": ["192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "2001::/23"],
        "documentation": [
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
        ],
        "benchmarking": ["198.18.0.0/15"],
        "6to4": ["192.88.99.0/24", "2002::/16"],
        "multicast": ["224.0.0.0/4", "ff00::/8"],
        "reserved": ["240.0.0.0/4"],
        "discard-only": ["100::/64", "100:0:0:1::/64"],
        "NAT64 of a network's own": ["64:ff9b:1::/48"],
        "IPv4 in IPv6": ["::/96", "::ffff:0:0/96", "::ffff:0:0:0/96"],
    }.items()
    for network in networks
}
_GLOBAL_UNICAST = ip_network("2000::/3")

# Where clouds answer questions about the machine itself and hand out its keys: no news, also not in a private network.
_METADATA = [
    ip_network(network)
    for network in (
        "169.254.0.0/16",  # AWS, Google, Azure, Oracle and others at .169.254, AWS containers at .170.2 and .170.23
        "fe80::/10",
        "fd00:ec2::/32",  # AWS
        "fd20:ce::254/128",  # Google
        "fd00:42::42/128",  # Scaleway
        "100.100.100.200/32",  # Alibaba
        "168.63.129.16/32",  # Azure, public by its number
        "192.0.0.192/32",  # Oracle, formerly
    )
]
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)
METADATA_NAMES = {"metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"}
_LOOPBACK_NAME = re.compile(r"(?:.*\.)?localhost", re.IGNORECASE)  # RFC 6761: whatever a name server says
_EMBEDDING = [ip_network(each) for each in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96")]
_NAT64 = ip_network("64:ff9b::/96")  # as a network without IPv4 names every host that has no IPv6 (RFC 6147)
_NAT64_OWN = ip_network("64:ff9b:1::/48")


def refusal(address: IPv4Address | IPv6Address, *, allow_private: bool = False) -> str | None:
    """Return why no request may go to the address, or None where it may.

    With `allow_private` every address may be asked but those of cloud metadata, in any of their IPv6 spellings.
    """
    if any(_is_in(each, network) for each in (address, *_embedded(address)) for network in _METADATA):
        return f"{address} is cloud metadata or link-local"
    if allow_private:
        return None
    if _is_in(address, _NAT64):
        return next(filter(None, map(refusal, _embedded(address))), None)
    for network, what in _REFUSED.items():
        if _is_in(address, network):
            return f"{address} is {what}"
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return f"{address} is not global unicast"
    return None


def _is_in(address: IPv4Address | IPv6Address, network: IPv4Network | IPv6Network) -> bool:
    return address.version == network.version and address in network


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses that an IPv6 one may stand for."""
    if isinstance(address, IPv4Address):
        return []
    found = [each for each in (address.sixtofour, *(address.teredo or ())) if each is not None]
    if any(address in network for network in (*_EMBEDDING, _NAT64, _NAT64_OWN)):
        found.append(IPv4Address(address.packed[12:]))
    if address in _NAT64_OWN:  # RFC 6052, 2.2: at 48, 56 or 64 bits, around an octet that is zero
        packed = address.packed[:8] + address.packed[9:]
        found += [IPv4Address(packed[start : start + 4]) for start in (6, 7, 8)]
    return found


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is written as, or None for a name; a zone (`%eth0`) and last dots are left out.

    IPv4 has more spellings than four numbers: `0x7f.1` and `2130706433` are 127.0.0.1 to the system's resolver, and
    so is `localhost` to everybody.
    """
    bare = host.strip("[]").partition("%")[0].rstrip(".")
    if _LOOPBACK_NAME.fullmatch(bare):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(socket.inet_aton(bare)) if _NUMBERS.fullmatch(bare) else ip_address(bare)
    except (ValueError, OSError):
        return None
