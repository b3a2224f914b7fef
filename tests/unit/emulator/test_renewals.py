# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""QueryAvailableInstances and SetRenewal."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api

ON = {"ProductCode": "gws", "RenewalStatus": "AutoRenewal", "RenewalPeriod": 1, "RenewalPeriodUnit": "M"}
INTERNATIONAL = "business.ap-southeast-1.aliyuncs.com"


@pytest.fixture
def subscription(emulator: Emulator) -> str:
    return emulator.add_package(pay_type="PrePaid", internet_charge_type="PayByBandwidth")


def shown(api: Api, *ids: str, **params: Any) -> list[dict[str, Any]]:
    rows = api.ok("QueryAvailableInstances", InstanceIDs=",".join(ids), **params)["Data"]["InstanceList"]
    assert isinstance(rows, list)
    return rows


def test_what_is_shown(api: Api, emulator: Emulator, subscription: str) -> None:
    paid_by_use = emulator.add_package()
    first, second = shown(api, subscription, paid_by_use, "np-unknown")
    assert first["InstanceID"] == subscription
    assert (first["SubscriptionType"], first["RenewStatus"]) == ("Subscription", "ManualRenewal")
    assert first["EndTime"] == "2026-02-15T08:00:00Z"
    assert "RenewalDuration" not in first
    assert (second["SubscriptionType"], "RenewStatus" in second) == ("PayAsYouGo", False)


def test_pages(api: Api, emulator: Emulator) -> None:
    ids = [emulator.add_package(pay_type="PrePaid") for _number in range(30)]
    assert len(shown(api, *ids)) == 20
    assert [row["InstanceID"] for row in shown(api, *ids, PageNum=2)] == ids[20:]
    assert len(shown(api, *ids, PageSize=100)) == 30
    emulator.switch(billing_page_size=7)
    data = api.ok("QueryAvailableInstances", InstanceIDs=",".join(ids), PageSize=100, PageNum=5)["Data"]
    assert (len(data["InstanceList"]), data["TotalCount"], data["PageSize"]) == (2, 30, 7)


@pytest.mark.parametrize("ids", ["", "np-a,", "np-a,np-a", ",".join(f"np-{number}" for number in range(101))])
def test_ids_that_are_refused(api: Api, ids: str) -> None:
    assert api.error("QueryAvailableInstances", InstanceIDs=ids).startswith("400")


def test_on_and_off(api: Api, emulator: Emulator, subscription: str) -> None:
    term = {"RenewalPeriod": 2, "RenewalPeriodUnit": "Y"}
    assert api.ok("SetRenewal", InstanceIDs=subscription, **{**ON, **term})["Success"] is True
    (row,) = shown(api, subscription)
    assert (row["RenewStatus"], row["RenewalDuration"], row["RenewalDurationUnit"]) == ("AutoRenewal", 2, "Y")
    api.ok("SetRenewal", InstanceIDs=subscription, ProductCode="gws", RenewalStatus="NotRenewal")
    assert shown(api, subscription)[0]["RenewStatus"] == "NotRenewal"
    assert emulator.packages[subscription].auto_renew is False
    assert emulator.effects("SetRenewal") == 2


def test_what_renews_itself_goes_on(api: Api, emulator: Emulator, subscription: str) -> None:
    api.ok("SetRenewal", InstanceIDs=subscription, **{**ON, "RenewalPeriod": 3})
    emulator.clock.advance(40 * 86400)
    assert emulator.packages[subscription].business_status == "Normal"
    assert emulator.packages[subscription].expired_time.month == 5


def test_what_has_expired_is_not_renewed_by_it(api: Api, emulator: Emulator) -> None:
    expired = emulator.add_package(pay_type="PrePaid", business_status="Expired")
    api.ok("SetRenewal", InstanceIDs=expired, **ON)
    emulator.clock.advance(86400)
    assert emulator.packages[expired].business_status == "Expired"


@pytest.mark.parametrize(
    "wrong",
    [
        {"InstanceIDs": "np-unknown"},
        {"ProductCode": None},
        {"ProductCode": "ecs"},
        {"ProductType": "other"},
        {"RenewalStatus": None},
        {"RenewalStatus": "Sometimes"},
        {"RenewalPeriod": 4},
        {"RenewalPeriod": None},
        {"RenewalPeriodUnit": None},
        {"RenewalPeriodUnit": "W"},
    ],
)
def test_what_is_refused(api: Api, emulator: Emulator, subscription: str, wrong: dict[str, Any]) -> None:
    assert api.error("SetRenewal", **{"InstanceIDs": subscription, **ON, **wrong}).startswith("400")
    assert emulator.effects() == 0


def test_one_unknown_instance_refuses_them_all(api: Api, emulator: Emulator, subscription: str) -> None:
    paid_by_use = emulator.add_package()
    for other in ("np-unknown", paid_by_use):
        assert api.error("SetRenewal", InstanceIDs=f"{subscription},{other}", **ON).startswith("400")
    assert emulator.packages[subscription].auto_renew is False


def test_permissions(api: Api, emulator: Emulator, subscription: str) -> None:
    emulator.switch(billing_access="read")
    assert api.error("SetRenewal", InstanceIDs=subscription, **ON) == "400 NotAuthorized"
    assert len(shown(api, subscription)) == 1
    emulator.switch(billing_access="none")
    assert api.error("QueryAvailableInstances", InstanceIDs=subscription) == "400 NotAuthorized"


def test_sites(api: Api, emulator: Emulator, subscription: str) -> None:
    emulator.switch(bss_site="international")
    assert api.error("QueryAvailableInstances", InstanceIDs=subscription) == "400 NotApplicable"
    assert api.error("SetRenewal", InstanceIDs=subscription, **ON) == "400 NotApplicable"
    assert shown(api, subscription, host=INTERNATIONAL)[0]["InstanceID"] == subscription


def test_it_can_know_no_packages(api: Api, emulator: Emulator, subscription: str) -> None:
    emulator.switch(billing_knows="none")
    assert shown(api, subscription) == []


@pytest.mark.parametrize(
    ("reads", "statuses"),
    [
        ("all", ["ManualRenewal"] * 3),
        ("billing", ["ManualRenewal"] * 3),
        ("listings", ["AutoRenewal"] * 3),
        ("every_second", ["ManualRenewal", "AutoRenewal", "ManualRenewal"]),
    ],
)
def test_stale_reads(api: Api, emulator: Emulator, subscription: str, reads: str, statuses: list[str]) -> None:
    emulator.switch(stale_seconds=10.0, stale_reads=reads)
    api.ok("SetRenewal", InstanceIDs=subscription, **ON)
    assert [shown(api, subscription)[0]["RenewStatus"] for _again in range(3)] == statuses
    emulator.clock.advance(11)
    assert shown(api, subscription)[0]["RenewStatus"] == "AutoRenewal"


def test_only_billing_can_lag(api: Api, emulator: Emulator, subscription: str) -> None:
    emulator.switch(stale_seconds=10.0, stale_reads="billing")
    api.ok("RenewNetworkPackages", NetworkPackageId__1=subscription, AutoRenew="true")
    package = api.package(subscription)
    assert package is not None and package["ExpiredTime"] == "2026-03-15T08:00:00Z"
    (row,) = shown(api, subscription)
    assert (row["EndTime"], row["RenewStatus"]) == ("2026-02-15T08:00:00Z", "ManualRenewal")
