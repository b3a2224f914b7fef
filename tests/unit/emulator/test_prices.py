# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The price list, and the switch for unusual prices."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api


def price(api: Api, action: str = "DescribePrice", **params: Any) -> tuple[float, float, float]:
    response = api.ok(action, **params)
    amounts = response["PriceInfo"]["Price"]
    assert amounts["Currency"] == "CNY"
    assert response["PriceInfo"]["Rules"] == []
    return amounts["OriginalPrice"], amounts["DiscountPrice"], amounts["TradePrice"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, (0.1, 0, 0.1)),
        ({"PeriodUnit": "Hour", "InternetChargeType": "PayByBandwidth"}, (0.6, 0, 0.6)),
        ({"PeriodUnit": "Month", "Period": 2}, (600, 0, 600)),
        ({"PeriodUnit": "Year"}, (3600, 600, 3000)),
        ({"PeriodUnit": "Month", "Amount": 3}, (900, 0, 900)),
    ],
)
def test_purchase(api: Api, params: dict[str, Any], expected: tuple[float, float, float]) -> None:
    assert price(api, ResourceType="Bandwidth", Bandwidth=10, **params) == expected


def test_purchase_refuses(api: Api) -> None:
    usual = {"ResourceType": "Bandwidth", "Bandwidth": 10}
    assert api.error("DescribePrice", Bandwidth=10) == "400 InvalidResourceType"
    assert api.error("DescribePrice", **{**usual, "Bandwidth": 5121}) == "400 InvalidBandwidth"
    assert api.error("DescribePrice", **usual, PeriodUnit="Week") == "400 InvalidPeriodUnit"
    by_traffic = {"PeriodUnit": "Month", "InternetChargeType": "PayByTraffic"}
    assert api.error("DescribePrice", **usual, **by_traffic) == "400 InvalidInternetChargeType"


def test_modification(api: Api, emulator: Emulator) -> None:
    action = "DescribeModificationPrice"
    postpaid = emulator.add_package()
    prepaid = emulator.add_package(pay_type="PrePaid", expired_time="2026-01-30T08:00:00Z")
    usual = {"action": action, "ResourceType": "NetworkPackage"}
    assert price(api, **usual, InstanceId=postpaid, Bandwidth=20) == (0.2, 0, 0.2)
    assert price(api, **usual, InstanceId=prepaid, Bandwidth=20) == (150, 0, 150)
    assert price(api, **usual, InstanceId=prepaid, Bandwidth=5) == (0, 0, 0)
    assert api.error(action, ResourceType="Bandwidth", InstanceId=prepaid, Bandwidth=5) == "400 InvalidResourceType"
    unknown = api.error(action, ResourceType="NetworkPackage", InstanceId="np-none", Bandwidth=5)
    assert unknown == "400 InvalidNetworkPackageId.NotFound"


def test_renewal(api: Api, emulator: Emulator) -> None:
    action = "DescribeRenewalPrice"
    one, two = emulator.add_package(pay_type="PrePaid"), emulator.add_package(pay_type="PrePaid", bandwidth=20)
    assert price(api, action, ResourceType="Bandwidth", InstanceId=one) == (300, 0, 300)
    both = {"InstanceIds.1": one, "InstanceIds.2": two, "PeriodUnit": "Year", "Period": 2}
    assert price(api, action, ResourceType="Bandwidth", **both) == (21600, 3600, 18000)
    assert api.error(action, ResourceType="Bandwidth", InstanceId=one, PeriodUnit="Week") == "400 InvalidPeriodUnit"
    assert api.error(action, ResourceType="Bandwidth") == "400 MissingInstanceId"
    postpaid = emulator.add_package()
    error = api.error(action, ResourceType="Bandwidth", InstanceId=postpaid)
    assert error == "400 InvalidChargeType.Unsupported"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("null", {"OriginalPrice": None, "DiscountPrice": None, "TradePrice": None}),
        ("negative", {"OriginalPrice": -0.1, "DiscountPrice": 0, "TradePrice": -0.1}),
        ("missing", {"OriginalPrice": 0.1, "DiscountPrice": 0}),
    ],
)
def test_odd_prices(api: Api, emulator: Emulator, value: str, expected: dict[str, float | None]) -> None:
    emulator.switch(prices=value)
    response = api.ok("DescribePrice", ResourceType="Bandwidth", Bandwidth=10)["PriceInfo"]["Price"]
    assert {key: amount for key, amount in response.items() if key.endswith("Price")} == expected


def test_refund_of_a_subscription(api: Api, emulator: Emulator) -> None:
    emulator.switch(prices="negative")
    package_id = emulator.add_package(pay_type="PrePaid", expired_time="2026-01-30T08:00:00Z")
    change = {"ResourceType": "NetworkPackage", "InstanceId": package_id, "Bandwidth": 5}
    assert price(api, "DescribeModificationPrice", **change) == (-75, 0, -75)


def test_no_price_info(api: Api, emulator: Emulator) -> None:
    emulator.switch(prices="no_info")
    assert list(api.ok("DescribePrice", ResourceType="Bandwidth", Bandwidth=10)) == ["RequestId"]


def test_reading_prices_changes_nothing(api: Api, emulator: Emulator) -> None:
    price(api, ResourceType="Bandwidth", Bandwidth=10)
    assert (emulator.effects(), emulator.orders) == (0, {})
