# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls over HTTP: signed, and retried only when that is safe."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, NamedTuple, TypeVar

from .. import _errors as errors
from . import responses
from .connection import Connection
from .exchange import Response, ResponseRefused, exchange
from .http_library import load_httpx
from .signing import Credentials, canonical_query, sign
from .timing import Deadline, Timing

READ = "read"
WRITE = "write"

MAX_BACKOFF = 20.0
# A server that asks for a longer pause is reported instead of obeyed in silence.
MAX_RETRY_AFTER = 300.0
MAX_ERROR = 2000
# How resolvers report a name that does not exist, which a retry does not change.
UNKNOWN_HOST = ("Name or service not known", "nodename nor servname", "No address associated with hostname")

USER_AGENT = "alicloud.ecd (Ansible collection) httpx"

Parsed = TypeVar("Parsed")


class Service(NamedTuple):
    """One API: the base URL of its endpoint (no path) and its version."""

    url: str
    version: str


def backoff(attempt: int, delay: float, jitter: Callable[[], float] = random.random) -> float:
    """Return the seconds to sleep before retry number ``attempt`` (from 1): between half and all of
    an exponentially growing pause, at most MAX_BACKOFF.
    """
    full = min(MAX_BACKOFF, delay * 2.0 ** min(attempt - 1, 30))
    return full * (0.5 + jitter() / 2)


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
        nonce: Callable[[], str] = lambda: os.urandom(16).hex(),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._http = http
        self._httpx = load_httpx()
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
        not_after: float | None = None,
    ) -> Parsed:
        """Call ``action`` and return ``parse(response)``.

        A READ is retried after every failure that may pass; a WRITE only when the failure proves that nothing
        happened. ``parse`` raises ValueError for a response that is not what the API documents. A WRITE is not sent
        after ``not_after`` (monotonic seconds), nor once the task was asked to stop, also at the end of a pause.

        Raises RefusedError (nothing happened), UnclearError (unknown), PassingStateError, StaleError or Interrupted.
        """
        for attempt in count(1):
            self._pause_for_throttling()
            if kind == WRITE:
                self._check_still_wanted(action, not_after)
            try:
                return self._attempt(action, params, service or self._service, parse)
            except responses.Failure as failure:
                self._slow_down(failure, attempt)
                if not self._may_retry(failure, kind, attempt):
                    raise self._without_secrets(failure.error) from None
                self._wait_to_retry(failure, attempt)
        raise AssertionError("unreachable")

    def deadline(self, seconds: float, after_stop: float) -> Deadline:
        """Return the end of what takes several calls: so many seconds, or ``after_stop`` once it has to stop."""
        return Deadline(self._timing, seconds, after_stop)

    def _check_still_wanted(self, action: str, not_after: float | None) -> None:
        if self._timing.stopping():
            raise errors.Interrupted(f"the task was asked to stop before {action} was sent")
        if not_after is not None and self._timing.monotonic() > not_after:
            raise errors.StaleError(f"{action} was not sent: the last look at the region is too old", action=action)

    def _may_retry(self, failure: responses.Failure, kind: str, attempt: int) -> bool:
        if kind == WRITE and not failure.proves_nothing_happened:
            return False
        # A write whose retry is given up for a signal is reported as stopped, at its next attempt.
        if kind == READ and self._timing.stopping():
            return False
        if failure.retry_after is not None and failure.retry_after > MAX_RETRY_AFTER:
            return False
        allowed = self._connection.retries
        return attempt <= (allowed if failure.retries is None else min(allowed, failure.retries))

    def _pause(self, failure: responses.Failure, attempt: int) -> float:
        if failure.retry_after is not None:
            return min(failure.retry_after, MAX_RETRY_AFTER)
        return backoff(attempt, self._connection.retry_delay, self._jitter)

    def _slow_down(self, failure: responses.Failure, attempt: int) -> None:
        """Make every thread wait: the quota that is used up is the account's."""
        if failure.throttled:
            with self._lock:
                self._not_before = max(self._not_before, self._timing.monotonic() + self._pause(failure, attempt))

    def _wait_to_retry(self, failure: responses.Failure, attempt: int) -> None:
        if not failure.throttled:
            self._timing.sleep(self._pause(failure, attempt))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""
        credentials = self._credentials
        return tuple(filter(None, (credentials.access_key_secret, credentials.security_token)))

    def _without_secrets(self, error: errors.CallError) -> errors.CallError:
        from .error_texts import MAX_SHORT, redact

        error.args = (redact(str(error), self.secrets, MAX_ERROR),)
        for name in ("code", "request_id", "order_id", "network_package_id"):
            value = getattr(error, name)
            if value:
                setattr(error, name, redact(value, self.secrets, MAX_SHORT))
        return error

    def _pause_for_throttling(self) -> None:
        with self._lock:
            pause = self._not_before - self._timing.monotonic()
        if pause > 0:
            self._timing.sleep(pause)

    def _attempt(
        self, action: str, params: Mapping[str, str], service: Service, parse: Callable[[Mapping[str, Any]], Parsed]
    ) -> Parsed:
        response = self._send(action, self._built(action, params, service), service)
        document: Mapping[str, Any] = {}
        try:
            document = responses.read_response(action, response.status, response.headers, response.body, self.secrets)
            return parse(document)
        except (responses.Failure, errors.EcdError):
            raise
        except ValueError as error:
            raise responses.unclear(
                action,
                f"the response is not what the API documents: {error}",
                request_id=_text(document.get("RequestId")),
            ) from None
        except Exception as error:  # noqa: BLE001 - a write was sent, whatever its response makes of us
            raise responses.unclear(action, f"the response cannot be read ({type(error).__name__})") from None

    def _built(self, action: str, params: Mapping[str, str], service: Service) -> Any:
        """Return the request. Nothing was sent yet, so whatever is wrong with it is refused."""
        try:
            url, headers = self._signed(action, params, service)
            # Not the HTTP library's own check, whose message would quote the header.
            if not all(value.isascii() and value.isprintable() for value in headers.values()):
                raise responses.refused(action, "the request cannot be built; check the credentials", 0)
            return self._http.build_request("POST", url, headers=headers)
        except responses.Failure:
            raise
        except (self._httpx.InvalidURL, UnicodeError, OverflowError) as error:
            raise responses.refused(action, f"the request cannot be built: {error}", 0) from None
        except Exception as error:  # noqa: BLE001 - see above
            raise responses.refused(action, f"the request cannot be built ({type(error).__name__})", 0) from None

    def _send(self, action: str, request: Any, service: Service) -> Response:
        """Send the request. Only a failure to connect proves from here on that nothing happened."""
        httpx = self._httpx
        try:
            return exchange(self._http, request, self._timing, self._connection.read_timeout)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            text = str(error) or "timed out"
            if any(sign in text for sign in UNKNOWN_HOST):
                raise responses.refused(
                    action, f"no host for {service.url}: {text}; is region_id spelled correctly?", 0
                ) from None
            # A retry does not make a certificate valid.
            retries = 0 if "CERTIFICATE_VERIFY_FAILED" in text else None
            raise responses.refused(action, f"no connection to {service.url}: {text}", retries) from None
        except ResponseRefused as error:
            raise responses.unclear(action, f"{error} ({service.url})") from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the request may have been carried out
            known = isinstance(error, httpx.RequestError) and not isinstance(error, httpx.LocalProtocolError)
            # Not the text of others, which may quote a header.
            raise responses.unclear(
                action, f"{_describe(error, str(error) if known else '')} ({service.url})"
            ) from None

    def _signed(self, action: str, params: Mapping[str, str], service: Service) -> tuple[Any, dict[str, str]]:
        query = canonical_query(params)
        url = self._httpx.URL(f"{service.url}/?{query}")
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


def _describe(error: Exception, text: str) -> str:
    name = type(error).__name__
    if name == "ReadTimeout":
        return "no response within read_timeout"
    return f"the connection broke: {text or name}"


def _text(value: Any) -> str | None:
    return str(value) if value else None
