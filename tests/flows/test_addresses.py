from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.addresses import literal, refusal


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  nothing is bound here
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.19.0.1",
        "203.0.113.9",
        "224.0.0.251",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:7",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ],
)
def test_refused(address: str) -> None:
    assert refusal(ip_address(address)) is not None


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "fc00::1", "::ffff:127.0.0.1"])
def test_allowed_in_a_private_network(address: str) -> None:
    assert refusal(ip_address(address)) is not None
    assert refusal(ip_address(address), allow_private=True) is None


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fd00:ec2::254",
        "fd00:42::42",
        "100.100.100.200",
        "::ffff:100.100.100.200",
        "2002:a83f:8110::1",
        "2001:0:a9fe:a9fe::1",  # Teredo, whose server it is
        "2001:0:808:808:0:0:5601:5601",  # and whose client, inverted
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "64:ff9b:1:a9fe:a9:fe00::",  # RFC 6052 at 48, 56 and 64 bits
        "64:ff9b:1:a9:fe:a9fe::",
        "64:ff9b:1:0:a9:fea9:fe00:0",
    ],
)
def test_never_allowed(address: str) -> None:
    assert refusal(ip_address(address), allow_private=True) is not None


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "151.101.1.1", "172.32.0.1", "2606:4700::1", "2a00:1450::8", "64:ff9b::808:808"]
)
def test_public(address: str) -> None:
    assert refusal(ip_address(address)) is None


@given(st.ip_addresses())
def test_what_python_calls_private_is_refused(address: object) -> None:
    known = ip_address(str(address))
    # Anycast relays and AS 112 stand in 192.0.0.0/24 and 2001::/23 and serve no news.
    assert known.is_global or refusal(known) is not None


def test_literal() -> None:
    assert literal("[::1]") == ip_address("::1")
    assert literal("fe80::1%eth0") == ip_address("fe80::1")
    assert literal("10.0.0.1") == ip_address("10.0.0.1")
    loopback = ("2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "127.1..", "localhost")
    for spelling in (*loopback, "localhost.", "LocalHost", "news.localhost"):
        assert literal(spelling) == ip_address("127.0.0.1")
    for name in ("news.example", "1.2.3.4.5", "256.256.256.256", "0x", "99999999999", "", ".", "notlocalhost"):
        assert literal(name) is None
