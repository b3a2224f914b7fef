# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the gateway and the business rules reject."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

PREPAID = {"PayType": "PrePaid", "PeriodUnit": "Month"}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"Bandwidth": None}, "MissingBandwidth"),
        ({"RegionId": ""}, "MissingRegionId"),
        ({"Bandwidth": "ten"}, "InvalidBandwidth"),
        ({"Bandwidth": 1}, "InvalidBandwidth"),
        ({"Bandwidth": 201}, "InvalidBandwidth"),
        ({"Bandwidth": 1001, "InternetChargeType": "PayByBandwidth"}, "InvalidBandwidth"),
        ({"Bandwidth": 1001, **PREPAID}, "InvalidBandwidth"),
        ({"Bandwidth": 20001}, "InvalidBandwidth"),
        ({"PayType": "Postpaid"}, "InvalidPayType"),
        ({"InternetChargeType": "PayByHour"}, "InvalidInternetChargeType"),
        ({"InternetChargeType": "PayByTraffic", **PREPAID}, "InvalidInternetChargeType"),
        ({"PayType": "PrePaid"}, "MissingPeriodUnit"),
        ({"Period": 4, **PREPAID}, "InvalidPeriod"),
        ({"PayType": "PrePaid", "Period": 2, "PeriodUnit": "Week"}, "InvalidPeriod"),
        ({"PayType": "PrePaid", "PeriodUnit": "Day"}, "InvalidPeriodUnit"),
        ({"AutoPay": "yes"}, "InvalidAutoPay"),
        ({"Tag.1.Key": "acs:x"}, "InvalidTagKey"),
        ({"Tag.1.Key": "aliyun"}, "InvalidTagKey"),
        ({"Tag.1.Key": "see https://x"}, "InvalidTagKey"),
        ({"Tag.1.Key": "k" * 129}, "InvalidTagKey"),
        ({"Tag.1.Value": "v"}, "InvalidTagKey"),
        ({"Tag.1.Key": "x", "Tag.2.Key": "x"}, "InvalidTag"),
        ({"Tag.1.Key": "x", "Tag.1.Value": "http://x"}, "InvalidTagValue"),
        ({"Tag.1.Key": "x", "Tag.1.Value": "v" * 129}, "InvalidTagValue"),
        ({f"Tag.{number}.Key": f"k{number}" for number in range(1, 22)}, "InvalidTag"),
        ({"OfficeSiteId": "nowhere"}, "InvalidOfficeSiteId.NotFound"),
    ],
)
def test_create_refuses(api: Api, emulator: Emulator, params: dict[str, Any], expected: str) -> None:
    assert api.error("CreateNetworkPackage", **{"Bandwidth": 10, **params}) == f"400 {expected}"
    assert emulator.effects() == 0
    assert emulator.packages == {}


def test_error_shape(api: Api) -> None:
    error = api.call("CreateNetworkPackage").json()
    assert error["Code"] == "MissingBandwidth"
    assert error["Message"] == "Bandwidth is mandatory for this action."
    assert error["HostId"] == "ecd.cn-hangzhou.aliyuncs.com"
    assert error["RequestId"] in error["Recommend"]


def test_regions_can_be_limited() -> None:
    api = Api(Emulator(regions=("cn-beijing",)))
    assert api.error("DescribeNetworkPackages") == "400 InvalidRegionId"
    assert api.ok("DescribeNetworkPackages", RegionId="cn-beijing")["NetworkPackages"] == []


@pytest.mark.parametrize(("bandwidth", "charge_type"), [(201, "PayByTraffic"), (1001, "PayByBandwidth")])
def test_modify_bandwidth_out_of_range(api: Api, emulator: Emulator, bandwidth: int, charge_type: str) -> None:
    package_id = emulator.add_package(SITE, internet_charge_type=charge_type)
    code = api.error("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=bandwidth)
    assert code == "400 InvalidBandwidth"
    assert emulator.effects() == 0


@pytest.mark.parametrize("status", ["Creating", "Releasing"])
def test_states_that_refuse_writes(api: Api, emulator: Emulator, status: str) -> None:
    package_id = emulator.add_package(SITE, network_package_status=status)
    prefix = "400 IncorrectNetworkPackageStatus"
    modified = api.error("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20)
    assert modified == f"{prefix}.ModificationNotSupport"
    assert api.error("DeleteNetworkPackages", NetworkPackageId__1=package_id) == f"{prefix}.DeletionNotSupport"


def test_delete_needs_an_id(api: Api) -> None:
    assert api.error("DeleteNetworkPackages") == "400 MissingNetworkPackageId"


def test_renew_refuses(api: Api, emulator: Emulator) -> None:
    postpaid = emulator.add_package(SITE)
    assert api.error("RenewNetworkPackages", NetworkPackageId__1=postpaid) == "400 InvalidChargeType.Unsupported"
    assert api.error("RenewNetworkPackages") == "400 MissingNetworkPackageId"
    prepaid = emulator.add_package(pay_type="PrePaid")
    assert api.error("RenewNetworkPackages", NetworkPackageId__1=prepaid, Period=5) == "400 InvalidPeriod"


def test_id_lists_are_limited(api: Api) -> None:
    ids = {f"NetworkPackageId.{number}": f"np-{number}" for number in range(1, 102)}
    assert api.error("DescribeNetworkPackages", **ids) == "400 InvalidNetworkPackageId"
    ids.pop("NetworkPackageId.101")
    assert api.ok("DescribeNetworkPackages", **ids)["NetworkPackages"] == []
