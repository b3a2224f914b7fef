# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP connection: TLS, time limits, proxies."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from .. import _errors as errors
from .endpoint import is_plain
from .http_library import load_httpx


class Connection(NamedTuple):
    """How to reach the endpoints. Seconds; ``retries`` counts the attempts after the first."""

    validate_certs: bool = True
    ca_path: str | None = None
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    retries: int = 5
    retry_delay: float = 1.0


def open_http(connection: Connection, base_url: str, transport: Any = None) -> Any:
    """Return an ``httpx.Client`` for one task; redirects are never followed.

    Raises InputError for a CA bundle, or a variable of the environment, that httpx cannot use.
    """
    with _garbage_collection_paused():
        return _open(load_httpx(), connection, is_plain(base_url), transport)


def _open(httpx: Any, connection: Connection, plain: bool, transport: Any) -> Any:
    try:
        return httpx.Client(
            transport=transport,
            follow_redirects=False,
            # Plain http goes to this machine only, so neither TLS nor a proxy plays a part.
            verify=False if plain or transport else tls_context(connection),
            trust_env=not plain,
            # A compressed response has no size that could be limited before it is read.
            headers={"Accept-Encoding": "identity"},
            timeout=httpx.Timeout(connection.read_timeout, connect=connection.connect_timeout),
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        # Not its text, which may hold the password of a proxy.
        raise errors.InputError(
            "the environment does not let a connection be opened: one of the variables HTTPS_PROXY, ALL_PROXY, "
            f"NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR, in upper or lower case, cannot be used ({type(error).__name__})"
        ) from None


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Pause it while imports allocate: what they allocate stays, and looking through it takes a tenth of their time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def tls_context(connection: Connection) -> Any:
    """Return the ``ssl.SSLContext`` of all connections. The trust store is httpx's own where no other is given.

    Raises InputError for a CA bundle that cannot be used, and what httpx raises for SSL_CERT_FILE and SSL_CERT_DIR.
    """
    import ssl

    if connection.validate_certs and connection.ca_path:
        context = _with_ca_path(ssl, connection.ca_path)
    else:
        if connection.validate_certs:
            _check_cert_file()
        context = load_httpx().create_ssl_context(verify=connection.validate_certs)
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    # The names that a certificate is valid for are in its subjectAltName; its common name is any text.
    context.hostname_checks_common_name = False
    return context


def _check_cert_file() -> None:
    """httpx before 0.28 trusts its own store when this file does not exist, later ones raise as well."""
    import os

    path = os.environ.get("SSL_CERT_FILE")
    if path and not os.path.isfile(path):
        raise FileNotFoundError(path)


def _with_ca_path(ssl: Any, ca_path: str) -> Any:
    import os

    try:
        is_directory = os.path.isdir(ca_path)
        return ssl.create_default_context(**{"capath" if is_directory else "cafile": ca_path})
    except (OSError, ValueError) as error:
        raise errors.InputError(f"ca_path: {ca_path!r} cannot be used as a CA bundle: {error}") from None
