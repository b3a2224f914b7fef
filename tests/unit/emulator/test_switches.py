# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each switch shows its difference."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Switches
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE


def bench(**switches: Any) -> tuple[Emulator, Api]:
    emulator = Emulator(switches=Switches(**switches))
    emulator.add_office_site(SITE, name="first")
    return emulator, Api(emulator)


def create(api: Api, **params: Any) -> Any:
    return api.ok("CreateNetworkPackage", **{"OfficeSiteId": SITE, "Bandwidth": 10, **params})


def test_unknown_switches_and_values_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown switch colour; there are: released, "):
        Switches.from_dict({"colour": "red"})
    with pytest.raises(ValueError, match="'kept' is none of gone, listed"):
        Switches.from_dict({"released": "kept"})
    with pytest.raises(ValueError, match="create_absent_polls: True is not of type int"):
        Switches.from_dict({"create_absent_polls": True})
    assert Switches.from_dict({"stale_seconds": 3}).stale_seconds == 3


def test_switches_can_be_changed_on_the_way(emulator: Emulator) -> None:
    emulator.switch(released="listed")
    assert emulator.switches == Switches(released="listed")
    emulator.switches = Switches()
    assert emulator.switches.released == "gone"


@pytest.mark.parametrize(("value", "expected"), [("gone", None), ("listed", "Released")])
def test_released(value: str, expected: str | None) -> None:
    emulator, api = bench(released=value)
    package_id = emulator.add_package(SITE)
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    emulator.clock.advance(5)
    plan = api.plan(package_id)
    assert (plan and plan["NetworkPackageStatus"]) == expected
    assert api.refused("DeleteNetworkPackages", NetworkPackageId__1=package_id).endswith(".NotFound")
    create(api)


@pytest.mark.parametrize("polls", [0, 2])
def test_create_absent_polls(polls: int) -> None:
    _emulator, api = bench(create_absent_polls=polls)
    package_id = create(api)["NetworkPackageId"]
    assert [api.plan(package_id) is None for _poll in range(4)] == [number < polls for number in range(4)]


def test_second_plan() -> None:
    emulator, api = bench(second_plan_code="OfficeSite.Taken")
    create(api)
    assert api.refused("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10) == "400 OfficeSite.Taken"
    emulator.switch(second_plan="accepted")
    create(api)
    assert len(api.plans()) == 2


def test_delete_prepaid() -> None:
    emulator, api = bench(delete_prepaid_code="Forbidden.Release")
    package_id = emulator.add_package(SITE, pay_type="PrePaid")
    assert api.refused("DeleteNetworkPackages", NetworkPackageId__1=package_id) == "400 Forbidden.Release"
    emulator.switch(delete_prepaid="accepted")
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    assert emulator.packages[package_id].network_package_status == "Releasing"


WRITES: list[tuple[str, dict[str, Any]]] = [
    ("DeleteNetworkPackages", {"NetworkPackageId__1": "np-none"}),
    ("RenewNetworkPackages", {"NetworkPackageId__1": "np-none"}),
    ("ModifyNetworkPackageBandwidth", {"NetworkPackageId": "np-none", "Bandwidth": 20}),
    ("ModifyNetworkPackageEnabled", {"NetworkPackageId": "np-none", "Enabled": "true"}),
    ("AssociateNetworkPackage", {"NetworkPackageId": "np-none", "OfficeSiteId": SITE}),
    ("DissociateNetworkPackage", {"NetworkPackageId": "np-none"}),
]


@pytest.mark.parametrize(("action", "params"), WRITES, ids=[action for action, _params in WRITES])
def test_unknown_id(action: str, params: dict[str, Any]) -> None:
    emulator, api = bench(unknown_id_code="NoSuchPlan")
    assert api.refused(action, **params) == "400 NoSuchPlan"
    emulator.switch(unknown_id="ignored")
    api.ok(action, **params)
    assert emulator.effects() == 0


@pytest.mark.parametrize(("value", "expected"), [("booked", (50, 20)), ("at_once", (20, None))])
def test_prepaid_downgrade(value: str, expected: tuple[int, int | None]) -> None:
    emulator, api = bench(prepaid_downgrade=value)
    package_id = emulator.add_package(SITE, pay_type="PrePaid", bandwidth=50)
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    plan = emulator.packages[package_id]
    assert (plan.bandwidth, plan.reservation_bandwidth) == expected


def test_stale_reads() -> None:
    emulator, api = bench(stale_seconds=3)
    package_id = create(api)["NetworkPackageId"]
    assert api.plan(package_id) is None
    emulator.clock.advance(5)
    assert api.plan(package_id) is not None
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    api.ok("ModifyNetworkPackageEnabled", NetworkPackageId=package_id, Enabled="false")

    def shown() -> tuple[int, int, bool]:
        plan, site = api.plan(package_id), api.ok("DescribeOfficeSites")["OfficeSites"][0]
        assert plan is not None
        return plan["Bandwidth"], site["Bandwidth"], site["EnableInternetAccess"]

    assert shown() == (10, 10, True)
    emulator.clock.advance(3)
    assert shown() == (20, 20, False)
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    plan = api.plan(package_id)
    assert plan is not None
    assert plan["NetworkPackageStatus"] == "InUse"


@pytest.mark.parametrize(("value", "statuses"), [("nothing", ["InUse", "InUse"]), ("rest", ["Releasing", "InUse"])])
def test_batch_delete(value: str, statuses: list[str]) -> None:
    emulator, api = bench(batch_delete=value)
    good, kept = emulator.add_package(SITE), emulator.add_package(pay_type="PrePaid")
    answer = api.call(
        "DeleteNetworkPackages", NetworkPackageId__1=good, NetworkPackageId__2=kept, NetworkPackageId__3="np-none"
    )
    assert answer.status_code == (400 if value == "nothing" else 200)
    assert [emulator.packages[key].network_package_status for key in (good, kept)] == statuses


def test_batch_delete_of_which_all_are_refused() -> None:
    _emulator, api = bench(batch_delete="rest")
    refused = api.refused("DeleteNetworkPackages", NetworkPackageId__1="np-none", NetworkPackageId__2="np-nil")
    assert refused == "400 InvalidNetworkPackageId.NotFound"


@pytest.mark.parametrize(("value", "status"), [("unbound", "InUse"), ("releasing", "Releasing")])
def test_site_deleted(value: str, status: str) -> None:
    emulator, api = bench(site_deleted=value)
    package_id = emulator.add_package(SITE)
    emulator.delete_office_site(SITE)
    plan = api.plan(package_id)
    assert plan is not None
    assert plan["NetworkPackageStatus"] == status
    assert "OfficeSiteId" not in plan
    assert api.ok("DescribeOfficeSites")["OfficeSites"] == []


@pytest.mark.parametrize("value", ["absent", "empty"])
@pytest.mark.parametrize("action", ["DescribeNetworkPackages", "DescribeOfficeSites"])
def test_last_token(value: str, action: str) -> None:
    _emulator, api = bench(last_token=value)
    assert api.ok(action).get("NextToken", "absent") == ("" if value == "empty" else "absent")


def test_booleans() -> None:
    emulator, api = bench()
    create(api, AutoPay="True")
    emulator.switch(booleans="lower_case")
    assert api.refused("CreateNetworkPackage", Bandwidth=10, AutoPay="True") == "400 InvalidAutoPay"
    create(api, OfficeSiteId=None, AutoPay="true")


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
    emulator, api = bench(pages=value)
    for number in range(1, 6):
        emulator.add_package(network_package_id=f"np-{number}")
    assert [plan["NetworkPackageId"] for plan in api.plans(MaxResults=2)] == expected
    assert len(emulator.packages) == 5 + (value == "appear") - (value == "vanish")


def test_enabled_shown() -> None:
    _emulator, api = bench(enabled_shown=False)
    assert "EnableInternetAccess" not in api.ok("DescribeOfficeSites")["OfficeSites"][0]


def test_wrong_state_status() -> None:
    emulator, api = bench(wrong_state_status=403)
    package_id = emulator.add_package(network_package_status="Releasing")
    assert api.refused("DeleteNetworkPackages", NetworkPackageId__1=package_id).startswith("403 Incorrect")
