"""Which network addresses a request may go to: an explicit list, since Python 3.11's `is_global` knows only part."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

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
        "NAT64": ["64:ff9b::/96", "64:ff9b:1::/48"],
        "IPv4 in IPv6": ["::/96", "::ffff:0:0/96", "::ffff:0:0:0/96"],
        # Public by their number, but where clouds answer questions about the machine itself.
        "cloud metadata": ["168.63.129.16/32"],
    }.items()
    for network in networks
}


def refusal(address: IPv4Address | IPv6Address) -> str | None:
    """Return why no request may go to the address, or None where it may."""
    for network, what in _REFUSED.items():
        if address.version == network.version and address in network:
            return f"{address} is {what}"
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return f"{address} is not global unicast"
    return None


_GLOBAL_UNICAST = ip_network("2000::/3")


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is written as, or None for a name; a zone (`%eth0`) is left out."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
