"""Certificates are verified for the name that was asked for, though the connection goes to a checked address."""

import select
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from extractors.records import Outcome
from flows import network
from tests.flows.asking import HTML, LIMITS, answer, failure
from tests.flows.site import Site, page, raw, redirect

NAME = "news.example"


class Tunnel(socketserver.BaseRequestHandler):
    """A proxy that lets through what is for the site, whatever its name."""

    def handle(self) -> None:
        asked = self.request.recv(65_536)
        port = int(asked.split(b" ")[1].rpartition(b":")[2])
        with socket.socket() as there:
            there.connect(("127.0.0.1", port))
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\nno field\r\n\r\n")
            ways = {self.request: there, there: self.request}
            while True:
                for each in select.select(list(ways), [], [])[0]:
                    if not (data := each.recv(65_536)):
                        return
                    ways[each].sendall(data)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, port, **kind: real("127.0.0.1", port, **kind))
    network.tls.cache_clear()
    with Site({"/a": page(HTML)}, tls=tls) as served:
        yield served
    network.tls.cache_clear()


def test_a_trusted_certificate(site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert answer(f"https://{NAME}:{site.port}/a").body == HTML


def test_through_a_proxy(site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site.routes["/odd"] = raw(b"HTTP/1.1 200 OK\r\nno field\r\nContent-Length: 2\r\n\r\nok")
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as proxy:
        proxy.daemon_threads = True
        threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        limits = replace(LIMITS, proxy=f"http://127.0.0.1:{proxy.server_address[1]}")
        assert answer(f"https://{NAME}:{site.port}/a", limits).body == HTML
        assert answer(f"https://{NAME}:{site.port}/odd", limits).body == b"ok"
        proxy.shutdown()


def test_a_redirect_away_from_tls_is_followed_and_no_move(
    site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Site({"/b": page(HTML)}) as plain:
        site.routes["/a"] = redirect(plain.url("/b"), 301)
        found = answer(f"https://{NAME}:{site.port}/a")
    assert (found.body, found.final_url, found.moved_to) == (HTML, plain.url("/b"), None)


def test_a_certificate_nobody_vouches_for(site: Site) -> None:
    error = failure(f"https://{NAME}:{site.port}/a")
    assert error.outcome is Outcome.UNREACHABLE
    assert "certificate" in error.reason


def test_a_certificate_of_another_name(site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    error = failure(f"https://other.example:{site.port}/a")
    assert error.outcome is Outcome.UNREACHABLE
    assert "certificate" in error.reason
