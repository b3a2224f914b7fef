# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls over HTTP: signed, timed, resent only when that is safe. The only room that knows httpx."""

from __future__ import annotations

import platform
import random
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from ._answers import SHORT_LIMIT, Failure, clean, read_answer, refused, unclear
from ._errors import CallError, InputError, LibraryMissing
from ._signing import Credentials, canonical_query, sign

READ = "read"
WRITE = "write"

BACKOFF_CAP = 20.0
# A server that asks for more patience than this is better reported than obeyed in silence.
RETRY_AFTER_CAP = 300.0
ERROR_LIMIT = 2000
# How resolvers say that a name does not exist, which asking again does not change.
UNKNOWN_HOST = ("Name or service not known", "nodename nor servname", "No address associated with hostname")

USER_AGENT = "alicloud.ecd (Ansible collection) httpx"

Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class Timing:
    """The clocks and the sleep that everything here uses, and whether the task was asked to stop."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    stopping: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Service:
    """One API: the base URL of its endpoint (no path) and its version."""

    url: str
    version: str


@dataclass(frozen=True)
class Connection:
    """How to reach the endpoints. Seconds; ``retries`` counts resends after the first try."""

    validate_certs: bool = True
    ca_path: str | None = None
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    retries: int = 5
    retry_delay: float = 1.0


def backoff(attempt: int, delay: float, jitter: Callable[[], float] = random.random) -> float:
    """Return the seconds to sleep before resend number ``attempt`` (from 1): between half and all of
    an exponentially growing pause, at most BACKOFF_CAP.
    """
    full = min(BACKOFF_CAP, delay * 2.0 ** min(attempt - 1, 30))
    return full * (0.5 + jitter() / 2)


def load_httpx() -> Any:
    """Return the httpx module. Raises LibraryMissing with the way to install it."""
    try:
        import httpx
    except ImportError as error:
        raise LibraryMissing(
            f"the Python library httpx is needed where the module runs (host {platform.node()}), and could not be "
            f"imported: {error}. Install it there: {sys.executable} -m pip install httpx"
        ) from None
    return httpx


def open_http(connection: Connection, base_url: str, transport: Any = None) -> Any:
    """Return an ``httpx.Client`` for one task; redirects are never followed.

    Raises InputError for a CA bundle, or a variable of the environment, that httpx cannot use.
    """
    httpx = load_httpx()
    plain = base_url.startswith("http://")
    verify = False if plain else _tls(connection)
    try:
        return httpx.Client(
            transport=transport,
            follow_redirects=False,
            # Plain http goes to this machine only, so neither TLS nor a proxy has a part in it.
            verify=verify,
            trust_env=not plain,
            timeout=httpx.Timeout(connection.read_timeout, connect=connection.connect_timeout),
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        # Not its text, which may hold the password of a proxy.
        raise InputError(
            "the environment does not let a connection be opened: one of the variables HTTPS_PROXY, ALL_PROXY, "
            f"NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR, in upper or lower case, cannot be used ({type(error).__name__})"
        ) from None


def _tls(connection: Connection) -> Any:
    if not connection.validate_certs or not connection.ca_path:
        return connection.validate_certs
    import os
    import ssl

    try:
        if os.path.isdir(connection.ca_path):
            return ssl.create_default_context(capath=connection.ca_path)
        return ssl.create_default_context(cafile=connection.ca_path)
    except (OSError, ValueError) as error:
        raise InputError(f"ca_path: {connection.ca_path!r} cannot be used as a CA bundle: {error}") from None


class Client:
    """Signs and sends calls over one HTTP connection; may be shared by threads."""

    def __init__(
        self,
        http: Any,
        credentials: Credentials,
        service: Service,
        connection: Connection,
        timing: Timing,
        *,
        nonce: Callable[[], str] = lambda: uuid.uuid4().hex,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._http = http
        self._credentials = credentials
        self._service = service
        self._connection = connection
        self._timing = timing
        self._nonce = nonce
        self._jitter = jitter
        self._lock = threading.Lock()
        self._not_before = 0.0

    def call(
        self,
        action: str,
        params: Mapping[str, str],
        *,
        kind: str,
        parse: Callable[[Mapping[str, Any]], Parsed],
        service: Service | None = None,
    ) -> Parsed:
        """Carry out ``action`` and return ``parse(answer)``.

        A READ is resent after every failure that may pass; a WRITE only when the failure proves that nothing
        happened. ``parse`` raises ValueError for an answer that is not what the API documents.

        Raises RefusedError (nothing happened), UnclearError (unknown), or PassingStateError.
        """
        for attempt in count(1):
            self._pause_for_throttling()
            try:
                return self._attempt(action, params, service or self._service, parse)
            except Failure as failure:
                self._slow_down(failure, attempt)
                if not self._may_resend(failure, kind, attempt):
                    raise self._without_secrets(failure.error) from None
                self._wait_to_resend(failure, attempt)
        raise AssertionError("unreachable")

    def _may_resend(self, failure: Failure, kind: str, attempt: int) -> bool:
        if kind == WRITE and (not failure.proves_nothing_happened or self._timing.stopping()):
            return False
        if failure.retry_after is not None and failure.retry_after > RETRY_AFTER_CAP:
            return False
        allowed = self._connection.retries
        return attempt <= (allowed if failure.resends is None else min(allowed, failure.resends))

    def _pause(self, failure: Failure, attempt: int) -> float:
        if failure.retry_after is not None:
            return min(failure.retry_after, RETRY_AFTER_CAP)
        return backoff(attempt, self._connection.retry_delay, self._jitter)

    def _slow_down(self, failure: Failure, attempt: int) -> None:
        """Make every thread of the task wait: the quota that is used up is the account's."""
        if failure.throttled:
            with self._lock:
                self._not_before = max(self._not_before, self._timing.monotonic() + self._pause(failure, attempt))

    def _wait_to_resend(self, failure: Failure, attempt: int) -> None:
        if not failure.throttled:
            self._timing.sleep(self._pause(failure, attempt))

    @property
    def _secrets(self) -> tuple[str, ...]:
        credentials = self._credentials
        return tuple(filter(None, (credentials.access_key_secret, credentials.security_token)))

    def _without_secrets(self, error: CallError) -> CallError:
        error.args = (clean(str(error), self._secrets, ERROR_LIMIT),)
        if error.request_id:
            error.request_id = clean(error.request_id, self._secrets, SHORT_LIMIT)
        return error

    def _pause_for_throttling(self) -> None:
        with self._lock:
            pause = self._not_before - self._timing.monotonic()
        if pause > 0:
            self._timing.sleep(pause)

    def _attempt(
        self, action: str, params: Mapping[str, str], service: Service, parse: Callable[[Mapping[str, Any]], Parsed]
    ) -> Parsed:
        response = self._send(action, params, service)
        document = read_answer(action, response.status_code, response.headers, response.content, self._secrets)
        try:
            return parse(document)
        except ValueError as error:
            raise unclear(
                action,
                f"the answer is not what the API documents: {error}",
                request_id=_text(document.get("RequestId")),
            ) from None

    def _send(self, action: str, params: Mapping[str, str], service: Service) -> Any:
        httpx = load_httpx()
        try:
            url, headers = self._signed(httpx, action, params, service)
            return self._http.post(url, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, OverflowError) as error:
            raise refused(action, f"the request cannot be sent: {error}", 0) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            text = str(error) or "timed out"
            if any(sign in text for sign in UNKNOWN_HOST):
                raise refused(action, f"no host for {service.url}: {text}; is region_id spelt right?", 0) from None
            # A certificate does not become valid by asking again.
            resends = 0 if "CERTIFICATE_VERIFY_FAILED" in text else None
            raise refused(action, f"no connection to {service.url}: {text}", resends) from None
        except httpx.LocalProtocolError:
            # Its text would quote the header, so it is not passed on.
            raise refused(action, "the request could not be built; check the credentials", 0) from None
        except httpx.RequestError as error:
            raise unclear(action, f"{_describe(error)} ({service.url})") from None

    def _signed(
        self, httpx: Any, action: str, params: Mapping[str, str], service: Service
    ) -> tuple[Any, dict[str, str]]:
        query = canonical_query(params)
        url = httpx.URL(f"{service.url}/?{query}")
        headers = sign(
            self._credentials,
            host=url.netloc.decode("ascii"),
            action=action,
            version=service.version,
            query=query,
            date=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._timing.now())),
            nonce=self._nonce(),
            extra={"accept": "application/json", "user-agent": USER_AGENT},
        )
        return url, headers


def _describe(error: Exception) -> str:
    name = type(error).__name__
    if name == "ReadTimeout":
        return "no answer within read_timeout"
    return f"the connection broke: {str(error) or name}"


def _text(value: Any) -> str | None:
    return str(value) if value else None
