# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API as probes see it: the collection's own client, with a record of what was sent and received."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from ansible_collections.alicloud.ecd.plugins.module_utils._client.billing import BSS_VERSION, SITE_HOSTS, Billing
from ansible_collections.alicloud.ecd.plugins.module_utils._client.connection import open_http
from ansible_collections.alicloud.ecd.plugins.module_utils._client.ecd import ECD_VERSION, PAGE_SIZE, Ecd
from ansible_collections.alicloud.ecd.plugins.module_utils._client.http_library import load_httpx
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._client.transport import READ, WRITE, Client, Service
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    NO_PERMISSION,
    CallError,
    Interrupted,
    RefusedError,
)

from .settings import Settings

Document = Mapping[str, Any]
MAX_PAGES = 1000
# Errors that do not tell what the API thinks of a request: of the caller, the clock, the pace, the money, the version.
NOT_OF_THE_REQUEST = (
    *NO_PERMISSION,
    *("Throttling", "Rejected.Throttling", "InvalidAccessKeyId", "InvalidSecurityToken"),
    *("SignatureDoesNotMatch", "IncompleteSignature", "IllegalTimestamp", "InvalidTimeStamp"),
    *("InvalidAction", "InvalidApi", "InvalidVersion"),
    *("PAY.", "InsufficientBalance", "ACCOUNT_BALANCE", "RISK.", "Order.Unpaid"),
)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,99}")


@dataclass
class Exchange:
    """One request and what came back; seconds since the suite began. ``status`` is None without a response."""

    action: str
    sent: Mapping[str, str]
    at: float
    status: int | None = None
    retry_after: str | None = None
    body: bytes = b""

    @property
    def document(self) -> Any:
        """The response as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class _Recorded(load_httpx().SyncByteStream):  # type: ignore[misc]
    """The stream of a response, copied into its exchange while the client reads it."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._exchange.body += chunk
            yield chunk

    def close(self) -> None:
        self._stream.close()


class Record:
    """Every exchange, in the order in which the requests were sent."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._begin = timing.monotonic()
        self.exchanges: list[Exchange] = []

    def watch(self, http: Any) -> None:
        """Record what an HTTP client sends and receives from now on."""
        http.event_hooks = {"request": [self._sent], "response": [self._received]}

    def now(self) -> float:
        """Return the seconds since the suite began."""
        return self._timing.monotonic() - self._begin

    def last(self, action: str) -> Exchange:
        """Return the last exchange of an operation."""
        return next(entry for entry in reversed(self.exchanges) if entry.action == action)

    def _sent(self, request: Any) -> None:
        query = dict(parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True))
        self.exchanges.append(Exchange(request.headers.get("x-acs-action", ""), query, round(self.now(), 3)))

    def _received(self, response: Any) -> None:
        exchange = self.exchanges[-1]
        exchange.status = response.status_code
        exchange.retry_after = response.headers.get("x-acs-retry-after")
        response.stream = _Recorded(response.stream, exchange)


class UnexpectedShape(Exception):
    """A response is not what the API documents; the text quotes nothing of it."""


class Api:
    """The calls that probes make. Each raises CallError; a write raises Interrupted after a signal."""

    def __init__(self, ecd: Ecd, billing: Billing, record: Record, timing: Timing) -> None:
        self.ecd = ecd
        self.record = record
        self.timing = timing
        self._billing = billing

    @property
    def region_id(self) -> str:
        """The region of all calls."""
        return self.ecd.region_id

    def read(self, action: str, **params: Any) -> Document:
        """Return the response to a read."""
        return self.ecd.call(action, READ, params, dict)

    def write(self, action: str, **params: Any) -> Document:
        """Return the response to a write."""
        return self.ecd.call(action, WRITE, params, dict)

    def billing(self, action: str, **params: str) -> Document:
        """Return ``Data`` of the response of billing."""
        return self._billing.call(action, READ, params, lambda document: dict(document.get("Data") or {}))

    def rows(self, action: str, name: str, size: int = PAGE_SIZE, **params: Any) -> list[Document]:
        """Return the rows of a listing, page by page."""
        rows: list[Document] = []
        tokens: list[str | None] = [None]
        while len(tokens) <= MAX_PAGES:
            document = self.read(action, MaxResults=size, NextToken=tokens[-1], **params)
            rows += rows_of(document, name)
            token = document.get("NextToken")
            if not token:
                return rows
            if token in tokens:
                raise UnexpectedShape("a page has the NextToken of an earlier one")
            tokens.append(token)
        raise UnexpectedShape(f"the listing has more than {MAX_PAGES} pages")

    def packages(self, ids: Sequence[str] | None = None) -> list[Document]:
        """Return the rows of the region's network packages, or of these."""
        return self.rows("DescribeNetworkPackages", "NetworkPackages", NetworkPackageId=ids)

    def package(self, package_id: str) -> Document | None:
        """Return the row of a network package, read by its ID."""
        return with_value(self.packages([package_id]), "NetworkPackageId", package_id)

    def office_site(self, office_site_id: str) -> Document | None:
        """Return the row of an office network, read by its ID."""
        rows = self.rows("DescribeOfficeSites", "OfficeSites", OfficeSiteId=[office_site_id])
        return with_value(rows, "OfficeSiteId", office_site_id)

    @cached_property
    def listing(self) -> list[Document]:
        """The network packages of the region, read once."""
        return self.packages()

    @cached_property
    def office_sites(self) -> list[Document]:
        """The office networks of the region, read once."""
        return self.rows("DescribeOfficeSites", "OfficeSites")

    def forget(self) -> None:
        """Read the region anew when it is asked for next."""
        for name in ("listing", "office_sites"):
            self.__dict__.pop(name, None)

    def pause(self, seconds: float) -> None:
        """Sleep. Raises Interrupted when a signal has come."""
        self.timing.sleep(seconds)
        if self.timing.stopping():
            raise Interrupted("a signal asked the suite to stop")


@dataclass(frozen=True)
class Run:
    """What every level works with: the API, which a signal stops, the same for what has to be done after one, what is
    allowed, the value of the tag of this run, and where to say what happens.
    """

    api: Api
    after_stop: Api
    settings: Settings
    run_id: str
    say: Callable[[str], None]


@contextmanager
def opened(settings: Settings, timing: Timing, transport: Any = None) -> Iterator[tuple[Api, Api]]:
    """Yield the API, and once more for what has to be done after a signal, which asks the first one to stop."""
    access = settings.access
    url = access.endpoint or f"https://ecd.{settings.region_id}.aliyuncs.com"
    hosts = (access.bss_endpoint,) if access.bss_endpoint else SITE_HOSTS
    record = Record(timing)
    with (
        open_http(access.connection, url, transport) as http,
        open_http(access.connection, hosts[0], transport) as billing_http,
    ):
        record.watch(http)
        record.watch(billing_http)

        def api(timing: Timing) -> Api:
            def client(http: Any, service: Service) -> Client:
                return Client(http, access.credentials, service, access.connection, timing)

            ecd = Ecd(client(http, Service(url, ECD_VERSION)), settings.region_id)
            billing = Billing(client(billing_http, Service(hosts[0], BSS_VERSION)), hosts)
            return Api(ecd, billing, record, timing)

        yield api(timing), api(timing._replace(stopping=lambda: False))


def rows_of(document: Document, name: str) -> list[Document]:
    """Return the rows of a page. Raises UnexpectedShape."""
    rows = document.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnexpectedShape(f"the response has no list {name}")
    return rows


def with_value(rows: Sequence[Document], name: str, value: Any) -> Document | None:
    """Return the first row whose field has this value."""
    return next((row for row in rows if row.get(name) == value), None)


def code_of(error: CallError) -> str:
    """Return what may be shown of an error: its code, if it looks like one."""
    if error.code is None:
        return "no response that could be read"
    return error.code if _CODE.fullmatch(error.code) else "an error whose code has an unusual form"


def lacks_permission(error: CallError) -> bool:
    """Tell whether the credentials are not allowed to make a call."""
    return bool(error.code and error.code.startswith(NO_PERMISSION))


def refusal(error: CallError) -> CallError:
    """Return an error that refuses the request for what it asks. Raises any other one."""
    if not isinstance(error, RefusedError) or error.code is None or error.code.startswith(NOT_OF_THE_REQUEST):
        raise error
    return error


def json_type(value: Any) -> str:
    """Return what a JSON value is called."""
    names = {str: "a text", bool: "a boolean", list: "a list", dict: "an object", type(None): "null"}
    return names.get(type(value), "a number")
