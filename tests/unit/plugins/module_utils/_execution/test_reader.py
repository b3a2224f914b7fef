# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is fresh: by the numbers of reads, and by their age on a driven clock."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.account import Account
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.reader import Need, RegionReader
from ansible_collections.alicloud.ecd.plugins.module_utils._model.limits import MAX_AGE

from ..values import ALPHA, NOW, package, site


class Region:
    """An API whose calls take ``takes`` seconds."""

    def __init__(self) -> None:
        self.now, self.takes = 0.0, 1.0
        self.shown = {"np-a": package(), "np-b": package("np-b")}
        self.calls: list[Any] = []

    def packages(self, ids: Any = None) -> Any:
        self.calls.append(ids)
        self.now += self.takes
        yield [value for key, value in self.shown.items() if ids is None or key in ids]

    def office_sites(self, ids: Any = None) -> Any:
        self.now += self.takes
        yield [site()] if ids is None or ALPHA in ids else []


@pytest.fixture
def region() -> Region:
    return Region()


@pytest.fixture
def reader(region: Region) -> RegionReader:
    timing = Timing(monotonic=lambda: region.now)
    return RegionReader(region, timing, NOW, Account(lambda ids: {}, timing))  # type: ignore[arg-type]


A = frozenset(["np-a"])


def test_a_read_is_fresh_for_a_minute_from_its_end(region: Region, reader: RegionReader) -> None:
    region.takes = 500.0
    reader.list_packages()
    for need in (Need(), Need(A)):
        assert reader.is_fresh(need)
        assert reader.not_after(need) == region.now + MAX_AGE
    region.now += MAX_AGE
    assert not reader.is_fresh(Need()) and not reader.is_fresh(Need(A))


def test_only_what_began_later_counts(reader: RegionReader) -> None:
    reader.list_packages()
    since = reader.account.reads
    assert not reader.is_fresh(Need(A, since=since))
    reader.read_packages(A)
    assert reader.is_fresh(Need(A, since=since))
    assert not reader.is_fresh(Need(since=since))


def test_what_is_fresh_is_not_read_again(region: Region, reader: RegionReader) -> None:
    need = Need(None, frozenset([ALPHA]))
    for _again in range(3):
        reader.read(need)
        assert reader.is_fresh(need)
    assert region.calls == [None]


def test_two_listings_in_a_row_confirm(reader: RegionReader) -> None:
    need = Need(confirmed=True)
    reader.read(need)
    assert not reader.is_fresh(need)
    reader.read(need)
    assert reader.is_fresh(need)
    assert not reader.is_fresh(Need(since=1, confirmed=True))


def test_what_one_listing_misses_is_not_missing_yet(region: Region, reader: RegionReader) -> None:
    reader.list_packages()
    gone = region.shown.pop("np-a")
    reader.list_packages()
    assert reader.view(False).packages["np-a"] == gone
    reader.list_packages()
    assert set(reader.view(True).packages) == {"np-b"}


def test_a_read_by_id_that_misses_a_package_is_believed_the_second_time(region: Region, reader: RegionReader) -> None:
    reader.list_packages()
    region.shown.clear()
    reader.read_packages(A)
    assert set(reader.view(False).packages) == {"np-a", "np-b"}
    reader.read_packages(A)
    assert set(reader.view(False).packages) == {"np-b"}


def test_an_office_network_that_does_not_exist(reader: RegionReader) -> None:
    reader.read_sites([ALPHA, "cn-hangzhou+dir-nowhere"])
    assert reader.view(False).sites == {ALPHA: site(), "cn-hangzhou+dir-nowhere": None}


def test_what_the_read_before_showed_of_whose_a_package_is(region: Region, reader: RegionReader) -> None:
    """Until the next read shows it alike, or misses it, too."""
    shown, hidden = package(), package(office_site_id=None)
    for rows, before in (
        ([shown, shown], {}),
        ([shown, hidden], {"np-a": shown}),
        ([shown, hidden, hidden], {}),
        ([shown, hidden, shown], {"np-a": hidden}),
        ([shown, hidden, None], {}),
        ([shown, None, hidden], {}),
        ([shown, package(office_site_id=None, network_package_status="Releasing")], {}),
    ):
        for row in [None, *rows]:
            region.shown = {"np-a": row} if row else {}
            reader.list_packages()
        assert reader.view(True).elsewhere == before
        region.shown = {}
        reader.read_packages(["np-a"])
        assert reader.view(True).elsewhere == {}
