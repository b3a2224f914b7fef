# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The effect of each switch for orders."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Switches
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE


def start(**switches: Any) -> tuple[Emulator, Api]:
    emulator = Emulator(switches=Switches(**switches))
    emulator.add_office_site(SITE, name="first")
    return emulator, Api(emulator)


def create(api: Api, **params: Any) -> Any:
    return api.ok("CreateNetworkPackage", **{"OfficeSiteId": SITE, "Bandwidth": 10, **params})


@pytest.mark.parametrize(("value", "has_id", "listed"), [("not_listed", 1, 0), ("listed", 1, 1), ("no_id", 0, 0)])
def test_unpaid_create(value: str, has_id: bool, listed: bool) -> None:
    emulator, api = start(unpaid_create=value)
    response = create(api, AutoPay="False")
    assert ("NetworkPackageId" in response) == has_id
    emulator.clock.advance(1000)
    assert [package["NetworkPackageStatus"] for package in api.packages()] == ["Creating"] * listed
    emulator.pay_order(response["OrderId"])
    emulator.clock.advance(5)
    assert [package["NetworkPackageStatus"] for package in api.packages()] == ["InUse"]


def test_balance_short() -> None:
    emulator, api = start(short_of_money=True)
    assert api.error("CreateNetworkPackage", Bandwidth=10) == "400 PAY.INSUFFICIENT_BALANCE"
    assert (emulator.effects(), emulator.orders) == (0, {})
    emulator.switch(balance_short="unpaid_order")
    order_id = create(api)["OrderId"]
    assert emulator.orders[order_id].payment_status == "Unpaid"
    assert api.packages() == []


def test_modify_same() -> None:
    emulator, api = start()
    package_id = emulator.add_package(SITE, bandwidth=10)
    same = {"NetworkPackageId": package_id, "Bandwidth": 10}
    assert api.ok("ModifyNetworkPackageBandwidth", **same)["OrderId"] in emulator.orders
    emulator.switch(modify_same="error")
    assert api.error("ModifyNetworkPackageBandwidth", **same) == "400 NetworkPackageBandwidthNotChanged"
    assert emulator.effects() == 1


@pytest.mark.parametrize(("value", "kind"), [("string", str), ("number", int), ("absent", type(None))])
def test_order_id(value: str, kind: type) -> None:
    emulator, api = start(order_id=value)
    order_id = create(api).get("OrderId")
    assert isinstance(order_id, kind)
    assert order_id is None or str(order_id) in emulator.orders


def test_unpaid_order() -> None:
    emulator, api = start()
    create(api, AutoPay="false")
    assert api.error("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10) == "403 Order.Unpaid"
    api.ok("CreateNetworkPackage", Bandwidth=10)
    package_id = emulator.add_package(pay_type="PrePaid")
    renewal = {"NetworkPackageId__1": package_id, "AutoPay": "false"}
    modification = {"NetworkPackageId": package_id, "Bandwidth": 20}
    api.ok("RenewNetworkPackages", **renewal)
    assert api.error("RenewNetworkPackages", **renewal) == "403 Order.Unpaid"
    assert api.error("ModifyNetworkPackageBandwidth", **modification) == "403 Order.Unpaid"
    emulator.switch(unpaid_order="ignored")
    api.ok("ModifyNetworkPackageBandwidth", **modification)
    create(api)


@pytest.mark.parametrize(("value", "effects"), [("committed", 1), ("not_committed", 0)])
def test_unclear_writes(value: str, effects: int) -> None:
    emulator, api = start(unclear_writes=value)
    assert api.error("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10) == "500 InternalError"
    assert emulator.effects("CreateNetworkPackage") == effects
    assert len(api.packages()) == effects
