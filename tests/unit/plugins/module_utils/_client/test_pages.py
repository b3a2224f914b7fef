# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A listing that does not end, from a server that has a new NextToken for each page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client import ecd
from ansible_collections.alicloud.ecd.plugins.module_utils._client.ecd import Ecd
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import UnclearError

from .raw_server import RawServer, connected, whole

# The server gives up after so many pages.
MANY = 300


def page(number: int, entries: int, more: bool = True, token: Any = None) -> bytes:
    packages = [{"NetworkPackageId": f"np-{number}-{entry}"} for entry in range(entries)]
    sites = [{"OfficeSiteId": f"dir-{number}-{entry}"} for entry in range(entries)]
    following = token or (f"token-{number}" if more else "")
    document = {"RequestId": "R", "NetworkPackages": packages, "OfficeSites": sites, "NextToken": following}
    return whole(json.dumps(document).encode())


@contextmanager
def listed(entries: Callable[[int], int], last: int = MANY, stop_at: int = MANY + 1) -> Iterator[tuple[RawServer, Ecd]]:
    """Yield a server whose page of a number has so many entries, and the region that it answers for."""
    asked: list[int] = []

    def pieces(number: int) -> list[bytes]:
        asked.append(number)
        return [page(number, entries(number), number < last)]

    with connected(pieces, lambda: len(asked) >= stop_at) as (server, client):
        yield server, Ecd(client, "cn-hangzhou")


EACH_LISTING = pytest.mark.parametrize("read", [Ecd.packages, Ecd.office_sites], ids=["packages", "office sites"])


def test_the_pages_of_a_listing() -> None:
    assert ecd.MAX_PAGES == 10_000
    assert 3 <= ecd.MAX_EMPTY_PAGES <= 20


@EACH_LISTING
def test_a_listing_without_end(monkeypatch: pytest.MonkeyPatch, read: Callable[[Ecd], Iterator[Any]]) -> None:
    monkeypatch.setattr(ecd, "MAX_PAGES", 50)
    with listed(lambda _number: 1) as (server, region):
        with pytest.raises(UnclearError, match="failed: the listing has more than 50 pages") as caught:
            list(read(region))
        assert len(server.requests) == 50
    assert caught.value.action.startswith("Describe")


@EACH_LISTING
def test_a_listing_of_just_as_many_pages(monkeypatch: pytest.MonkeyPatch, read: Callable[[Ecd], Iterator[Any]]) -> None:
    monkeypatch.setattr(ecd, "MAX_PAGES", 50)
    with listed(lambda _number: 1, last=50) as (_server, region):
        assert len(list(read(region))) == 50


@EACH_LISTING
@pytest.mark.parametrize("before", [0, 3])
def test_empty_pages_without_end(read: Callable[[Ecd], Iterator[Any]], before: int) -> None:
    with listed(lambda number: 1 if number <= before else 0) as (server, region):
        with pytest.raises(UnclearError, match="empty pages in a row"):
            list(read(region))
        assert len(server.requests) == before + ecd.MAX_EMPTY_PAGES


@EACH_LISTING
def test_some_empty_pages_hide_nothing(read: Callable[[Ecd], Iterator[Any]]) -> None:
    """They count in a row: a filter may leave a page empty."""
    with listed(lambda number: 1 if number % ecd.MAX_EMPTY_PAGES == 0 else 0, last=5 * ecd.MAX_EMPTY_PAGES) as (
        _account,
        region,
    ):
        assert sum(map(len, read(region))) == 5


def test_the_last_page_may_be_empty() -> None:
    with listed(lambda _number: 0, last=ecd.MAX_EMPTY_PAGES) as (_server, region):
        assert sum(map(len, region.packages())) == 0


@EACH_LISTING
def test_a_stop_ends_a_listing_without_end(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[Ecd], Iterator[Any]]
) -> None:
    """Also one that settles a write, and is read on for a while after the signal."""
    monkeypatch.setattr(ecd, "AFTER_STOP", 0.0)
    with listed(lambda _number: 1, stop_at=5) as (server, region):
        with pytest.raises(UnclearError, match="asked to stop"):
            list(read(region))
        assert len(server.requests) == 5


def test_a_listing_that_settles_a_write_is_read_on_after_a_stop() -> None:
    with listed(lambda _number: 1, last=20, stop_at=0) as (_server, region):
        assert len(list(region.packages())) == 20


@pytest.mark.parametrize("token", [True, 7, ["token"], {"a": "b"}])
def test_a_token_that_is_not_text_is_not_what_the_api_documents(token: Any) -> None:
    with connected(lambda number: [page(number, 1, token=token)]) as (server, client):
        with pytest.raises(UnclearError, match="NextToken"):
            list(Ecd(client, "cn-hangzhou").packages())
        assert len(server.requests) == 1
