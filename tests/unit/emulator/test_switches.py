# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The effect of each switch."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Switches
from ansible_collections.alicloud.ecd.tests.emulator.listings import CREATING_FIELDS
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE


def start(**switches: Any) -> tuple[Emulator, Api]:
    emulator = Emulator(switches=Switches(**switches))
    emulator.add_office_site(SITE, name="first")
    return emulator, Api(emulator)


def create(api: Api, **params: Any) -> Any:
    return api.ok("CreateNetworkPackage", **{"OfficeSiteId": SITE, "Bandwidth": 10, **params})


def test_unknown_switches_and_values_are_rejected() -> None:
    with pytest.raises(ValueError, match="unknown switch colour; available: released, "):
        Switches.from_dict({"colour": "red"})
    with pytest.raises(ValueError, match="'kept' is not one of gone, listed"):
        Switches.from_dict({"released": "kept"})
    with pytest.raises(ValueError, match="create_absent_polls: True is not of type int"):
        Switches.from_dict({"create_absent_polls": True})
    assert Switches.from_dict({"stale_seconds": 3}).stale_seconds == 3


def test_switches_can_be_changed_later(emulator: Emulator) -> None:
    emulator.switch(released="listed")
    assert emulator.switches == Switches(released="listed")
    emulator.switches = Switches()
    assert emulator.switches.released == "gone"


@pytest.mark.parametrize(("value", "expected"), [("gone", None), ("listed", "Released")])
def test_released(value: str, expected: str | None) -> None:
    emulator, api = start(released=value)
    package_id = emulator.add_package(SITE)
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    emulator.clock.advance(5)
    package = api.package(package_id)
    assert (package and package["NetworkPackageStatus"]) == expected
    assert api.error("DeleteNetworkPackages", NetworkPackageId__1=package_id).endswith(".NotFound")
    create(api)


@pytest.mark.parametrize("polls", [0, 2])
def test_create_absent_polls(polls: int) -> None:
    _emulator, api = start(create_absent_polls=polls)
    package_id = create(api)["NetworkPackageId"]
    assert [api.package(package_id) is None for _poll in range(4)] == [number < polls for number in range(4)]


def test_second_package() -> None:
    emulator, api = start()
    create(api)
    error = api.error("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10)
    assert error == "400 InvalidOfficeSiteId.NetworkPackageExists"
    emulator.switch(second_package="accepted")
    create(api)
    assert len(api.packages()) == 2


def test_delete_prepaid() -> None:
    emulator, api = start()
    package_id = emulator.add_package(SITE, pay_type="PrePaid")
    assert api.error("DeleteNetworkPackages", NetworkPackageId__1=package_id) == "400 InvalidChargeType.Unsupported"
    emulator.switch(delete_prepaid="accepted")
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    assert emulator.packages[package_id].network_package_status == "Releasing"


@pytest.mark.parametrize(("value", "expected"), [("reserved", (50, 20)), ("at_once", (20, None))])
def test_prepaid_downgrade(value: str, expected: tuple[int, int | None]) -> None:
    emulator, api = start(prepaid_downgrade=value)
    package_id = emulator.add_package(SITE, pay_type="PrePaid", bandwidth=50)
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    package = emulator.packages[package_id]
    assert (package.bandwidth, package.reservation_bandwidth) == expected


def test_stale_reads() -> None:
    emulator, api = start(stale_seconds=3)
    package_id = create(api)["NetworkPackageId"]
    assert api.package(package_id) is None
    emulator.clock.advance(5)
    assert api.package(package_id) is not None
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    api.ok("ModifyNetworkPackageEnabled", NetworkPackageId=package_id, Enabled="false")

    def shown() -> tuple[int, int, bool]:
        package, site = api.package(package_id), api.ok("DescribeOfficeSites")["OfficeSites"][0]
        assert package is not None
        return package["Bandwidth"], site["Bandwidth"], site["EnableInternetAccess"]

    assert shown() == (10, 10, True)
    emulator.clock.advance(3)
    assert shown() == (20, 20, False)
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    package = api.package(package_id)
    assert package is not None
    assert package["NetworkPackageStatus"] == "InUse"


@pytest.mark.parametrize("value", ["absent", "empty"])
@pytest.mark.parametrize("action", ["DescribeNetworkPackages", "DescribeOfficeSites"])
def test_last_token(value: str, action: str) -> None:
    _emulator, api = start(last_token=value)
    assert api.ok(action).get("NextToken", "absent") == ("" if value == "empty" else "absent")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("stable", ["np-5", "np-4", "np-3", "np-2", "np-1"]),
        ("vanish", ["np-5", "np-4", "np-2", "np-1"]),
        ("appear", ["np-5", "np-4", "np-4", "np-3", "np-2", "np-1"]),
        ("duplicate", ["np-5", "np-4", "np-4", "np-3", "np-2", "np-1"]),
    ],
)
def test_pages(value: str, expected: list[str]) -> None:
    emulator, api = start(pages=value)
    for number in range(1, 6):
        emulator.add_package(network_package_id=f"np-{number}")
    assert [package["NetworkPackageId"] for package in api.packages(MaxResults=2)] == expected
    assert len(emulator.packages) == 5 + (value == "appear") - (value == "vanish")


def test_enabled_shown() -> None:
    _emulator, api = start(enabled_shown=False)
    assert "EnableInternetAccess" not in api.ok("DescribeOfficeSites")["OfficeSites"][0]


def test_creating_fields() -> None:
    emulator, api = start(creating_fields="few")
    package_id = create(api)["NetworkPackageId"]
    shown = api.package(package_id)
    assert shown is not None
    assert set(shown) == set(CREATING_FIELDS)
    emulator.clock.advance(5)
    shown = api.package(package_id)
    assert shown is not None and shown["Bandwidth"] == 10
