# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reading operations of ECD 2020-09-30; the API's names live only here and in ``_execution/writes``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from .. import _errors as errors
from .._model.package import Package, package_from_api
from . import responses
from .transport import READ, Client

if TYPE_CHECKING:
    from .._model.office_site import OfficeSite

ECD_VERSION = "2020-09-30"
PAGE_SIZE = 100
MAX_IDS = 100
MAX_PAGES = 10_000
# A page may be empty, where it is filtered after it was cut.
MAX_EMPTY_PAGES = 10
# How long a listing is read on after a stop, in seconds: what settles a write is read to its end, if it has one.
AFTER_STOP = 30.0

Parsed = TypeVar("Parsed")


def flatten(params: Mapping[str, Any]) -> dict[str, str]:
    """Return ``params`` in RPC style: lists as ``Name.1``, structures as ``Tag.1.Key``; None is left out."""
    flat: dict[str, str] = {}
    for name, value in params.items():
        if isinstance(value, Mapping):
            flat.update(flatten({f"{name}.{key}": entry for key, entry in value.items()}))
        elif isinstance(value, (list, tuple)):
            flat.update(flatten({f"{name}.{index}": entry for index, entry in enumerate(value, 1)}))
        elif isinstance(value, bool):
            flat[name] = "true" if value else "false"
        elif value is not None:
            flat[name] = str(value)
    return flat


class Ecd:
    """The network packages and office networks of one region."""

    def __init__(self, client: Client, region_id: str) -> None:
        self._client = client
        self.region_id = region_id
        # Called before each further page of a listing; it may raise.
        self.before_next_page: Callable[[], None] = lambda: None

    def packages(
        self, ids: Sequence[str] | None = None, internet_charge_type: str | None = None
    ) -> Iterator[list[Package]]:
        """Yield the packages page by page, each one once: of the whole region, or ``ids`` in hundreds.

        Raises CallError.
        """

        def read(document: Mapping[str, Any]) -> list[Package]:
            return _packages(document, self.region_id)

        seen: set[str | None] = set()
        for chunk in [None] if ids is None else _chunks(ids):
            # An empty list of ids would ask for everything; _chunks never yields one.
            params = {"NetworkPackageId": chunk, "InternetChargeType": internet_charge_type}
            for page in self._pages("DescribeNetworkPackages", params, read):
                fresh = [package for package in page if package.network_package_id not in seen]
                seen.update(package.network_package_id for package in fresh)
                yield fresh

    def office_sites(self, ids: Sequence[str] | None = None) -> Iterator[list[OfficeSite]]:
        """Yield office networks page by page: of the whole region, or ``ids`` in hundreds. Raises CallError."""
        for chunk in [None] if ids is None else _chunks(ids):
            yield from self._pages("DescribeOfficeSites", {"OfficeSiteId": chunk}, _office_sites)

    def _pages(
        self, action: str, params: Mapping[str, Any], read: Callable[[Mapping[str, Any]], list[Any]]
    ) -> Iterator[list[Any]]:
        token: str | None = None
        tokens: set[str] = set()
        empty = 0
        deadline = self._client.deadline(float("inf"), AFTER_STOP)
        while True:
            items, token = self.call(
                action,
                READ,
                {**params, "MaxResults": PAGE_SIZE, "NextToken": token},
                lambda document: (read(document), _next_token(document)),
            )
            yield items
            if not token:
                return
            empty = 0 if items else empty + 1
            problems = (
                token in tokens and "the API repeated the NextToken of an earlier page",
                empty >= MAX_EMPTY_PAGES and f"the API sent {empty} empty pages in a row, and has still more",
                len(tokens) + 1 >= MAX_PAGES and f"the listing has more than {MAX_PAGES} pages",
                deadline.over() and "the task was asked to stop before the last page was read",
            )
            for problem in filter(None, problems):
                raise errors.UnclearError(f"{action} failed: {problem}", action=action)
            tokens.add(token)
            self.before_next_page()

    def call(
        self,
        action: str,
        kind: str,
        params: Mapping[str, Any],
        parse: Callable[[Mapping[str, Any]], Parsed],
        not_after: float | None = None,
    ) -> Parsed:
        """Carry out one operation in the region; see ``Client.call``. Raises CallError or Interrupted."""
        flat = flatten({"RegionId": self.region_id, **params})
        if kind == READ:
            parse = partial(_successful, parse)
        return self._client.call(action, flat, kind=kind, parse=parse, not_after=not_after)


def _successful(parse: Callable[[Mapping[str, Any]], Parsed], document: Mapping[str, Any]) -> Parsed:
    """Parse what was read. Raises ValueError for a failure with a status of success, which shows nothing."""
    failure = responses.failure_in(document)
    if failure:
        raise ValueError(failure)
    return parse(document)


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    unique = list(dict.fromkeys(ids))
    for start in range(0, len(unique), MAX_IDS):
        yield unique[start : start + MAX_IDS]


def _packages(document: Mapping[str, Any], region_id: str) -> list[Package]:
    packages = document.get("NetworkPackages")
    if not isinstance(packages, list):
        raise ValueError("no list NetworkPackages")
    return [package_from_api(entry, region_id) for entry in packages]


def _office_sites(document: Mapping[str, Any]) -> list[OfficeSite]:
    from .._model.office_site import site_from_api

    sites = document.get("OfficeSites")
    if not isinstance(sites, list):
        raise ValueError("no list OfficeSites")
    return [site_from_api(entry) for entry in sites]


def _next_token(document: Mapping[str, Any]) -> str | None:
    token = document.get("NextToken")
    if token is not None and not isinstance(token, str):
        raise ValueError("NextToken is not text")
    return token or None
