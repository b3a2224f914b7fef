# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS: which certificates are trusted, for which names, and that the bounds hold inside it."""

from __future__ import annotations

import ipaddress
import itertools
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client import connection as connections
from ansible_collections.alicloud.ecd.plugins.module_utils._client.connection import Connection, tls_context
from ansible_collections.alicloud.ecd.plugins.module_utils._client.transport import WRITE
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError, RefusedError, UnclearError
from ansible_collections.alicloud.ecd.tests.support.http_library import httpx

from .raw_server import BODY, Pieces, drip, raw_client, raw_server, whole

ADDRESS = "127.0.0.1"


@pytest.mark.parametrize("settings", [{}, {"validate_certs": False}, {"ca_path": "."}], ids=str)
def test_the_context_of_all_connections(settings: dict[str, Any]) -> None:
    context = tls_context(Connection(**settings))
    verified = settings.get("validate_certs", True)
    assert isinstance(context, ssl.SSLContext)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.hostname_checks_common_name is False
    assert context.check_hostname is verified
    assert context.verify_mode is (ssl.CERT_REQUIRED if verified else ssl.CERT_NONE)


def test_a_stricter_policy_of_the_machine_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = ssl.create_default_context()
    strict.minimum_version = ssl.TLSVersion.TLSv1_3
    monkeypatch.setattr(httpx, "create_ssl_context", lambda verify: strict)
    assert tls_context(Connection()).minimum_version is ssl.TLSVersion.TLSv1_3


def test_the_default_trust_store_is_the_one_of_httpx() -> None:
    usual = httpx.create_ssl_context()
    assert tls_context(Connection()).get_ca_certs() == usual.get_ca_certs() != []


def test_no_context_is_made_for_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "tls_context", lambda _connection: pytest.fail("TLS for plain http"))
    connections.open_http(Connection(), "http://127.0.0.1:9").close()
    with pytest.raises(pytest.fail.Exception):
        connections.open_http(Connection(), "https://127.0.0.1:9")


class Certificate:
    """A certificate that signs itself, and its server."""

    def __init__(self, folder: Path, common_name: str, names: Sequence[str]) -> None:
        pytest.importorskip("cryptography")
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
        now = datetime.now(timezone.utc)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        if names:
            general = [_general_name(x509, entry) for entry in names]
            builder = builder.add_extension(x509.SubjectAlternativeName(general), critical=False)
        certificate = builder.sign(key, hashes.SHA256())
        self.path = str(folder / "certificate.pem")
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        Path(self.path).write_bytes(pem)
        formats = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *formats))
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(self.path, str(folder / "key.pem"))


def _general_name(x509: Any, entry: str) -> Any:
    try:
        return x509.IPAddress(ipaddress.ip_address(entry))
    except ValueError:
        return x509.DNSName(entry)


Make = Callable[..., Certificate]


@pytest.fixture(name="make")
def _make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return lambda *names, common_name="a server": Certificate(tmp_path, common_name, names)


def ask(
    certificate: Certificate, host: str = ADDRESS, pieces: Pieces = lambda _request: [whole()], **settings: Any
) -> Any:
    with (
        raw_server(pieces, certificate.server) as server,
        raw_client(f"https://{host}:{server.port}", **settings) as client,
    ):
        return client.call("SomeAction", {}, kind=WRITE, parse=lambda document: document["Value"])


@pytest.mark.parametrize("host", [ADDRESS, "localhost"])
def test_a_certificate_for_the_name_is_trusted(make: Make, host: str) -> None:
    certificate = make(host)
    assert ask(certificate, host, ca_path=certificate.path) == 7


def test_the_variable_of_the_trust_store_is_honoured(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make(ADDRESS)
    with pytest.raises(RefusedError, match="CERTIFICATE_VERIFY_FAILED"):
        ask(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", certificate.path)
    assert ask(certificate) == 7


def test_a_common_name_is_no_name(make: Make) -> None:
    """It is any text: who is trusted for one name could bear another in it."""
    certificate = make(common_name="localhost")
    with pytest.raises(RefusedError, match="CERTIFICATE_VERIFY_FAILED"):
        ask(certificate, "localhost", ca_path=certificate.path)


def test_a_certificate_for_another_name_is_not_trusted(make: Make) -> None:
    certificate = make("other.example", common_name="localhost")
    with pytest.raises(RefusedError, match="CERTIFICATE_VERIFY_FAILED"):
        ask(certificate, "localhost", ca_path=certificate.path)


def test_nothing_is_verified_when_it_is_not_wanted(make: Make) -> None:
    assert ask(make(common_name="other.example"), validate_certs=False) == 7


@pytest.mark.parametrize(
    "pieces",
    [
        lambda _request: itertools.chain(drip(b"HTTP/1.1 103 Hints\r\n\r\n" * 8), [whole()]),
        lambda _request: drip(whole(BODY + b" " * 200)),
    ],
    ids=["head", "body"],
)
def test_the_bounds_hold_inside_tls(make: Make, pieces: Pieces) -> None:
    certificate = make(ADDRESS)
    with pytest.raises(CallError) as caught:
        ask(certificate, pieces=pieces, ca_path=certificate.path, read_timeout=0.1)
    assert caught.value.__class__ is UnclearError
