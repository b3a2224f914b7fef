# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens between two calls: hooks, listings that miss a package, reads that lag."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

LIST, CREATE = "DescribeNetworkPackages", "CreateNetworkPackage"


def test_a_hook_acts_before_the_call(api: Api, emulator: Emulator) -> None:
    emulator.on_call(lambda _action, _params: emulator.add_package(SITE), CREATE)
    assert api.error(CREATE, OfficeSiteId=SITE, Bandwidth=10) == "400 InvalidOfficeSiteId.NetworkPackageExists"
    assert len(emulator.packages) == 1


def test_a_hook_is_told_action_and_parameters(api: Api, emulator: Emulator) -> None:
    seen: list[tuple[str, Mapping[str, str]]] = []
    emulator.on_call(lambda action, params: seen.append((action, params)))
    api.packages()
    api.ok(CREATE, OfficeSiteId=SITE, Bandwidth=10)
    assert [action for action, _params in seen] == [LIST, CREATE]
    assert seen[1][1]["OfficeSiteId"] == SITE
    emulator.on_call(None)
    api.packages()
    assert len(seen) == 2


def test_a_hook_skips_calls_and_ends(api: Api, emulator: Emulator) -> None:
    seen: list[int] = []
    emulator.on_call(lambda _action, _params: seen.append(emulator.count(LIST)), LIST, skip=1, times=2)
    for _call in range(5):
        api.packages()
    assert seen == [1, 2]


def test_what_a_hook_calls_runs_no_hook(api: Api, emulator: Emulator) -> None:
    seen: list[str] = []

    def from_a_thread(action: str, _params: Mapping[str, str]) -> None:
        seen.append(action)
        thread = threading.Thread(target=api.packages)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()

    emulator.on_call(from_a_thread)
    api.packages()
    assert (seen, emulator.count(LIST)) == ([LIST], 2)


def test_a_hook_that_fails_does_not_block_the_next(api: Api, emulator: Emulator) -> None:
    def fail(_action: str, _params: Mapping[str, str]) -> None:
        raise KeyError("defect")

    seen: list[str] = []
    emulator.on_call(fail, times=1)
    with pytest.raises(KeyError):
        api.packages()
    emulator.on_call(lambda action, _params: seen.append(action))
    api.packages()
    assert seen == [LIST]


def test_a_reset_removes_hooks_and_hidden_packages(api: Api, emulator: Emulator) -> None:
    seen: list[str] = []
    emulator.on_call(lambda action, _params: seen.append(action))
    emulator.hide_once("np-1")
    emulator.load({"packages": [{"network_package_id": "np-1"}]})
    assert len(api.packages()) == 1
    assert seen == []


def test_one_listing_omits_a_package_on_all_pages(api: Api, emulator: Emulator) -> None:
    for number in range(6):
        emulator.add_package(network_package_id=f"np-{number}")
    emulator.hide_once("np-1")
    assert [package["NetworkPackageId"] for package in api.packages(MaxResults=2)] == [
        *("np-5", "np-4", "np-3", "np-2", "np-0")
    ]
    assert len(api.packages(MaxResults=2)) == 6
    assert "np-1" in emulator.packages


def test_a_listing_that_would_not_contain_it_does_not_count(api: Api, emulator: Emulator) -> None:
    for key in ("np-1", "np-2"):
        emulator.add_package(network_package_id=key)
    emulator.hide_once("np-1")
    assert api.package("np-2") is not None
    assert [api.package("np-1") is None for _read in range(2)] == [True, False]


def test_several_listings_omit_a_package(api: Api, emulator: Emulator) -> None:
    for number in range(3):
        emulator.add_package(SITE if number == 1 else None, network_package_id=f"np-{number}")
    emulator.hide_rows("np-1", 2)
    assert [len(api.packages(MaxResults=2)) for _read in range(3)] == [2, 2, 3]
    emulator.hide_rows("np-1", 2)
    (site,) = api.ok("DescribeOfficeSites")["OfficeSites"]
    assert site["NetworkPackageId"] == "np-1"


def test_an_office_network_names_a_package_that_is_gone(api: Api, emulator: Emulator) -> None:
    emulator.add_office_site(SITE)
    emulator.name_package(SITE, "np-1", times=2)
    named = [api.ok("DescribeOfficeSites")["OfficeSites"][0]["NetworkPackageId"] for _read in range(3)]
    assert named == ["np-1", "np-1", ""]


@pytest.mark.parametrize(("reads", "by_id"), [("all", 10), ("listings", 20)])
def test_reads_that_lag(api: Api, emulator: Emulator, reads: str, by_id: int) -> None:
    emulator.switch(stale_seconds=9, stale_reads=reads)
    package_id = emulator.add_package(SITE)
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    (listed,), read = api.packages(), api.package(package_id)
    assert read is not None
    assert (listed["Bandwidth"], read["Bandwidth"]) == (10, by_id)
    emulator.clock.advance(9)
    assert api.packages()[0]["Bandwidth"] == 20


def test_reads_that_flap(api: Api, emulator: Emulator) -> None:
    emulator.switch(stale_seconds=9, stale_reads="every_second")
    package_id = emulator.add_package(SITE)
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    assert [api.packages()[0]["Bandwidth"] for _read in range(4)] == [10, 20, 10, 20]
    emulator.clock.advance(9)
    assert [api.packages()[0]["Bandwidth"] for _read in range(2)] == [20, 20]
