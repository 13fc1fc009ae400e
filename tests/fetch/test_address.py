"""Which machines are public, and which addresses are asked at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samestory.fetch import Failure
from samestory.fetch.address import MAX_URL, checked_addresses, checked_url, is_private_name, is_public, resolve


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_public(address):
    assert is_public(address)


CLOSED = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.0.0.9 192.0.2.1 192.88.99.1
    192.168.1.1 198.18.0.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::8.8.8.8 ::127.0.0.1
    ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1::
    2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0
    2606:4700::1%eth0 fec0::1 ff02::1 ff0e::1 localhost nonsense 1.2.3"""


@pytest.mark.parametrize("address", CLOSED.split())
def test_not_public(address):
    assert not is_public(address)


@given(some.ip_addresses(v=4))
def test_no_ipv4_address_is_public_in_any_ipv6_dress(ip):
    n = int(ip)
    for prefix in (0, 0xFFFF << 32, 0x64FF9B << 96, 0x64FF9B0001 << 80):
        assert not is_public(_six(prefix + n))
    assert not is_public(_six((0x2002 << 112) + (n << 80)))


def _six(number):
    import ipaddress

    return str(ipaddress.IPv6Address(number))


def test_every_address_of_a_host_counts():
    assert checked_addresses("h", ["8.8.8.8", "2606:4700::1"]) == ["8.8.8.8", "2606:4700::1"]
    assert checked_addresses("h", ["127.0.0.1"], allow_local=True) == ["127.0.0.1"]
    for addresses in (["8.8.8.8", "10.0.0.1"], ["2606:4700::1", "::1"]):
        with pytest.raises(Failure, match="not a public address"):
            checked_addresses("h", addresses)
    with pytest.raises(Failure, match="does not resolve"):
        checked_addresses("h", [])


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "::1", "localhost"])
def test_other_spellings_of_this_machine_resolve_to_it(host):
    """What the system takes for an address is checked as what it then is."""
    assert not any(is_public(address) for address in resolve(host, 80))


def test_a_name_that_is_none():
    assert resolve("no-such-name.invalid", 80) == [] and resolve("x" * 300, 80) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://news.example/a?b=c#d", "http://news.example/a?b=c"),
        ("https://news.example:8443/", "https://news.example:8443/"),
        ("https://news.example:443/", "https://news.example/"),
        ("HTTP://News.Example", "http://news.example"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
    ],
)
def test_addresses_that_are_asked(given, kept):
    assert str(checked_url(given)).rstrip("/") == kept.rstrip("/")


def test_addresses_in_other_letters():
    url = checked_url("https://новости.example/статья?я=1")
    assert url.raw_host == b"xn--b1amnebsh.example"
    assert url.raw_path == b"/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F?%D1%8F=1"


@pytest.mark.parametrize(
    "given",
    [
        "", "/a", "news.example/a", "file:///etc/passwd", "gopher://news.example/", "javascript:alert(1)", "data:,x",
        "http://", "http:///a", "http://user@news.example/", "http://:pw@news.example/", "http://news.example:0/",
        "http://news.example:25/", "https://news.example:80/", "http://news.example:99999/", "http://[::1/",
        "http://a b/", "http://news.example/\r\nX: y", "http://" + "a" * MAX_URL, "http://\ud800.example/",
    ],
)  # fmt: skip
def test_addresses_that_are_not(given):
    with pytest.raises(Failure) as caught:
        checked_url(given)
    assert caught.value.code == "address"


@pytest.mark.parametrize(
    ("host", "is_private"),
    [
        ("nas.local", True), ("intranet", True), ("wiki.corp", True), ("printer.home.arpa", True), ("10.0.0.7", True),
        ("[::1]", True), ("x.internal.", True), ("news.example", False), ("8.8.8.8", False), ("local.news.org", False),
    ],
)  # fmt: skip
def test_a_private_name_is_known_by_its_ending(host, is_private):
    assert is_private_name(host) is is_private
