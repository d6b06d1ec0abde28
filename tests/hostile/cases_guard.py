"""Addresses that no request may go to: as link, as redirect, behind a name, in every spelling."""

from __future__ import annotations

from tests.hostile.answers import NEWS, any_of, feed, hostile, moved, offered, page
from tests.hostile.articles import items, rss
from tests.hostile.server import STORED, Case

BLOCKED = any_of("blocked_address")
_REFUSED = ("blocked_address", "unreachable")  # not every resolver knows every spelling
#: Names of the closed network in which these cases run, and what they resolve to.
NAMES = {
    "inside.example": ["10.0.0.7"],
    "home.example": ["192.168.1.1"],
    "loop.example": ["127.0.0.1"],
    "loop6.example": ["::1"],
    "both.example": ["20.51.0.1", "127.0.0.1"],
    "both-other.example": ["10.0.0.7", "20.51.0.1"],
    "clouds.example": ["169.254.169.254"],
    "mapped.example": ["::ffff:10.0.0.7"],
    "zero.example": ["0.0.0.0"],  # noqa: S104  what nobody may ask
    "metadata.google.internal": ["20.51.0.1"],
    "good.example": ["20.51.0.1"],
}
#: What stands in that network besides the hosts of the cases, to see that nobody asks it.
INSIDE = ("10.0.0.7", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16",
          "192.0.2.1", "198.18.0.1", "203.0.113.7")  # fmt: skip

_HOSTS = {
    "loopback": "127.0.0.1",
    "loopback by another number": "127.8.9.10",
    "loopback by name": "localhost",
    "loopback by name with a dot": "localhost.",
    "loopback in capitals": "LOCALHOST",
    "loopback in one number": "2130706433",
    "loopback in hexadecimal": "0x7f000001",
    "loopback in hexadecimal parts": "0x7f.0x0.0x0.0x1",
    "loopback in octal": "0177.0.0.1",
    "loopback in two parts": "127.1",
    "loopback with zeros": "127.000.000.001",
    "loopback in IPv6": "[::1]",
    "loopback in long IPv6": "[0:0:0:0:0:0:0:1]",
    "loopback in mapped IPv6": "[::ffff:127.0.0.1]",
    "loopback in mapped hexadecimal": "[::ffff:7f00:1]",
    "loopback in compatible IPv6": "[::127.0.0.1]",
    "loopback in translated IPv6": "[::ffff:0:127.0.0.1]",
    "loopback behind NAT64": "[64:ff9b::7f00:1]",
    "loopback behind 6to4": "[2002:7f00:1::]",
    "loopback behind Teredo": "[2001:0:7f00:1::]",
    "loopback in full-width letters": "\uff11\uff12\uff17.\uff10.\uff10.\uff11",
    "loopback in circled digits": "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
    "loopback with an escaped dot": "127%2e0%2e0%2e1",
    "loopback with an ideographic dot": "127\u30020\u30020\u30021",
    "nowhere": "0.0.0.0",  # noqa: S104
    "nowhere in short": "0",
    "nowhere in IPv6": "[::]",
    "ten": "10.0.0.7",
    "ten in one number": "167772167",
    "ten in mapped IPv6": "[::ffff:10.0.0.7]",
    "192.168": "192.168.1.1",
    "172.16": "172.16.0.9",
    "172.31": "172.31.255.254",
    "a carrier's network": "100.64.0.1",
    "a private network in IPv6": "[fc00::1]",
    "another in IPv6": "[fd12:3456::1]",
    "link-local": "169.254.1.1",
    "link-local IPv6": "[fe80::1]",
    "link-local IPv6 with a zone": "[fe80::1%25lo]",
    "site-local IPv6": "[fec0::1]",
    "metadata": "169.254.169.254",
    "metadata in one number": "2852039166",
    "metadata in hexadecimal": "0xa9fea9fe",
    "metadata in octal": "0251.0376.0251.0376",
    "metadata in mapped IPv6": "[::ffff:a9fe:a9fe]",
    "metadata of Azure": "168.63.129.16",
    "metadata of Alibaba": "100.100.100.200",
    "metadata of Amazon in IPv6": "[fd00:ec2::254]",
    "metadata by name": "metadata.google.internal",
    "everybody": "255.255.255.255",
    "a group": "224.0.0.1",
    "a group in IPv6": "[ff02::1]",
    "reserved": "240.0.0.1",
    "documentation": "203.0.113.7",
    "documentation 1": "192.0.2.1",
    "documentation in IPv6": "[2001:db8::1]",
    "benchmarks": "198.18.0.1",
    "protocol assignments": "192.0.0.8",
    "a discard prefix": "[100::1]",
    "a name inside": "inside.example",
    "a name at home": "home.example",
    "a name of loopback": "loop.example",
    "a name of loopback in IPv6": "loop6.example",
    "a name that is outside and inside": "both.example",
    "a name that is inside and outside": "both-other.example",
    "a name of metadata": "clouds.example",
    "a name of mapped IPv6": "mapped.example",
    "a name of nowhere": "zero.example",
}

CASES: list[Case] = [
    *(
        hostile(
            f"{what}, as a redirect and as a link",
            moved(f"http://{name}:@port@/good"),
            *_REFUSED,
            ends={f"http://{name}:@port@/secret{number}": any_of(*_REFUSED)},
        )
        for number, (what, name) in enumerate(_HOSTS.items())
    ),
    hostile("the second of two hops", moved("@there@/on"), "blocked_address", there={"/on": moved("http://10.0.0.7/")}),
    hostile("the port of another service", moved("http://127.0.0.1:5432/"), "blocked_address"),
    hostile("https inside", moved("https://192.168.1.1/"), "blocked_address"),
    hostile("a name and a password", moved("http://ann:hunter2@inside.example:@port@/"), "blocked_address"),
    hostile("a public name", moved("http://good.example:@port@/good"), "stored", "duplicate"),
    hostile(
        "a private host that stands before a public one",
        moved("http://20.50.0.1@10.0.0.7:@port@/good"),
        "blocked_address",
    ),
    hostile(
        "a public host that stands behind a private one",
        moved("http://10.0.0.7@good.example:@port@/good"),
        "stored",
        "duplicate",
    ),
    hostile(
        "backslashes that hide a private host",
        moved("http://good.example:@port@\\@10.0.0.7/good"),
        "blocked_address",
        "http_error",
        "unreachable",
    ),
    feed("a feed that leads inside", moved("http://10.0.0.7:@port@/feed"), "blocked_address"),
    feed(
        "a feed of links inside",
        offered(rss(items(["http://10.0.0.7:@port@/secret", "@here@/good"]))),
        "ok",
        ends={"http://10.0.0.7:@port@/secret": BLOCKED, "/good": STORED},
    ),
    hostile(
        "robots.txt that leads inside",
        page(NEWS),
        "stored",
        "duplicate",
        "blocked_address",
        "blocked_by_robots",
        there={"/robots.txt": moved("http://10.0.0.7:@port@/robots.txt"), "/x": page(NEWS)},
        ends={"@there@/x": any_of("stored", "blocked_address", "blocked_by_robots")},
    ),
]
