# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each operation when it succeeds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import SITE_SECRETS, Emulator
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

PREPAID = {"PayType": "PrePaid", "PeriodUnit": "Month"}


def test_create(api: Api, emulator: Emulator) -> None:
    tag = {"Tag__1__Key": "team", "Tag__1__Value": "a b+c*"}
    response = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, **tag)
    assert re.fullmatch(r"np-[a-z0-9]{17}", response["NetworkPackageId"])
    assert re.fullmatch(r"\d+", response["OrderId"])
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", response["RequestId"])
    assert api.package(response["NetworkPackageId"]) == {
        "NetworkPackageId": response["NetworkPackageId"],
        "Bandwidth": 10,
        "PayType": "PostPaid",
        "InternetChargeType": "PayByTraffic",
        "NetworkPackageStatus": "Creating",
        "BusinessStatus": "Normal",
        "CreateTime": "2026-01-15T08:00:00Z",
        "ExpiredTime": "2099-12-31T15:59:59Z",
        "EipAddresses": [],
        "OfficeSiteId": SITE,
        "OfficeSiteName": "first",
        "OfficeSiteVpcType": "basic",
        "Tags": [{"Key": "team", "Value": "a b+c*"}],
    }
    assert emulator.effects("CreateNetworkPackage") == 1


def test_create_prepaid_without_office_network(api: Api) -> None:
    response = api.ok("CreateNetworkPackage", Bandwidth=1000, Period=2, **PREPAID)
    package = api.package(response["NetworkPackageId"])
    assert package is not None
    assert package["InternetChargeType"] == "PayByBandwidth"
    assert package["ExpiredTime"] == "2026-03-15T08:00:00Z"
    assert "OfficeSiteId" not in package


def test_create_opens_internet_access(api: Api, emulator: Emulator) -> None:
    emulator.add_office_site("closed", enable_internet_access=False)
    api.ok("CreateNetworkPackage", OfficeSiteId="closed", Bandwidth=10)
    assert emulator.sites["closed"].enable_internet_access is True


@pytest.mark.parametrize(
    ("params", "maximum"),
    [({}, 200), ({"InternetChargeType": "PayByBandwidth"}, 1000), ({"Period": 1, **PREPAID}, 1000)],
)
def test_create_accepts_the_bounds(api: Api, params: dict[str, Any], maximum: int) -> None:
    api.ok("CreateNetworkPackage", Bandwidth=2, **params)
    api.ok("CreateNetworkPackage", Bandwidth=maximum, **params)


def test_regions_are_apart(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package("cn-beijing+dir-1", region_id="cn-beijing")
    assert api.package(package_id) is None
    assert api.error("DeleteNetworkPackages", NetworkPackageId__1=package_id) == "400 InvalidNetworkPackageId.NotFound"
    assert api.error("CreateNetworkPackage", OfficeSiteId="cn-beijing+dir-1", Bandwidth=10).endswith("NotFound")
    assert [package["NetworkPackageId"] for package in api.packages(RegionId="cn-beijing")] == [package_id]


def test_modify_bandwidth(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE)
    response = api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20, AutoPay="True")
    assert emulator.orders[response["OrderId"]].kind == "modify"
    assert emulator.packages[package_id].bandwidth == 20


def test_delete(api: Api, emulator: Emulator) -> None:
    first, second, third = emulator.add_package(SITE), emulator.add_package(), emulator.add_package()
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=first, NetworkPackageId__2=second)
    package = api.package(first)
    assert package is not None
    assert package["NetworkPackageStatus"] == "Releasing"
    emulator.clock.advance(5)
    assert list(emulator.packages) == [third]
    assert emulator.effects("DeleteNetworkPackages") == 1


def test_delete_prepaid_after_it_has_expired(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE, pay_type="PrePaid", business_status="Expired")
    api.ok("DeleteNetworkPackages", NetworkPackageId__1=package_id)
    assert emulator.packages[package_id].network_package_status == "Releasing"


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_enabled(api: Api, emulator: Emulator, text: str) -> None:
    package_id = emulator.add_package(SITE)
    api.ok("ModifyNetworkPackageEnabled", NetworkPackageId=package_id, Enabled=text)
    assert api.ok("DescribeOfficeSites")["OfficeSites"][0]["EnableInternetAccess"] is False
    api.ok("ModifyNetworkPackageEnabled", NetworkPackageId=package_id, Enabled="true")
    assert api.ok("DescribeOfficeSites")["OfficeSites"][0]["EnableInternetAccess"] is True
    api.ok("ModifyNetworkPackageEnabled", NetworkPackageId=package_id)
    assert emulator.effects("ModifyNetworkPackageEnabled") == 2


def test_associate_and_dissociate(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package()
    api.ok("AssociateNetworkPackage", NetworkPackageId=package_id, OfficeSiteId=SITE)
    assert emulator.packages[package_id].office_site_id == SITE
    again = api.error("AssociateNetworkPackage", NetworkPackageId=package_id, OfficeSiteId=SITE)
    assert again == "400 InvalidNetworkPackageId.Associated"
    other = emulator.add_package()
    taken = api.error("AssociateNetworkPackage", NetworkPackageId=other, OfficeSiteId=SITE)
    assert taken == "400 InvalidOfficeSiteId.NetworkPackageExists"
    api.ok("DissociateNetworkPackage", NetworkPackageId=package_id)
    api.ok("DissociateNetworkPackage", NetworkPackageId=package_id)
    assert emulator.packages[package_id].office_site_id is None
    assert emulator.effects("DissociateNetworkPackage") == 1


@pytest.mark.parametrize(
    ("period", "unit", "expected"),
    [
        (1, None, "2026-02-28T08:00:00Z"),
        (1, "Week", "2026-02-07T08:00:00Z"),
        (3, "Month", "2026-04-30T08:00:00Z"),
        (1, "Year", "2027-01-31T08:00:00Z"),
    ],
)
def test_renew(api: Api, emulator: Emulator, period: int, unit: str | None, expected: str) -> None:
    package_id = emulator.add_package(SITE, pay_type="PrePaid", expired_time="2026-01-31T08:00:00Z")
    api.ok("RenewNetworkPackages", NetworkPackageId__1=package_id, Period=period, PeriodUnit=unit)
    package = api.package(package_id)
    assert package is not None
    assert package["ExpiredTime"] == expected


def test_renew_brings_an_expired_plan_back(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE, pay_type="PrePaid", expired_time="2026-01-01T00:00:00Z")
    assert emulator.packages[package_id].business_status == "Expired"
    api.ok("RenewNetworkPackages", NetworkPackageId__1=package_id)
    package = api.package(package_id)
    assert package is not None
    assert (package["BusinessStatus"], package["ExpiredTime"]) == ("Normal", "2026-02-15T08:00:00Z")


def test_office_sites(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE, bandwidth=30)
    emulator.add_office_site("other", name="second", status="ERROR", vpc_type="Standard")
    response = api.ok("DescribeOfficeSites")
    assert response["TotalCount"] == 2
    first, second = response["OfficeSites"]
    assert (first["Name"], first["NetworkPackageId"], first["Bandwidth"]) == ("first", package_id, 30)
    assert (second["VpcType"], second["NetworkPackageId"], second["Bandwidth"]) == ("Standard", "", 0)
    assert first["CreationTime"] == "2026-01-15T08:00Z"
    assert api.ok("DescribeOfficeSites", OfficeSiteId__1="other")["OfficeSites"] == [second]
    assert api.ok("DescribeOfficeSites", Status="ERROR")["OfficeSites"] == [second]


def test_office_sites_carry_secrets(api: Api, emulator: Emulator) -> None:
    text = api.call("DescribeOfficeSites").text
    assert all(secret in text for secret in SITE_SECRETS[:4])
    emulator.switch(site_secrets="all")
    text = api.call("DescribeOfficeSites").text
    assert all(secret in text for secret in SITE_SECRETS)


def test_filters(api: Api, emulator: Emulator) -> None:
    one = emulator.add_package(tags={"team": "red", "stage": "test"})
    two = emulator.add_package(internet_charge_type="PayByBandwidth", tags={"team": "red"})

    def found(**params: Any) -> list[str]:
        return sorted(package["NetworkPackageId"] for package in api.packages(**params))

    assert found() == sorted([one, two])
    assert found(InternetChargeType="PayByBandwidth") == [two]
    assert found(NetworkPackageId__1=one, NetworkPackageId__2="np-none") == [one]
    assert found(Tag__1__Key="team", Tag__1__Value="red") == sorted([one, two])
    assert found(Tag__1__Key="team", Tag__1__Value="red", Tag__2__Key="stage") == [one]
    assert found(Tag__1__Key="team", Tag__1__Value="blue") == []
