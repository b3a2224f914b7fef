# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Unpaid orders, and what the billing API says of them."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock, serve
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

INTERNATIONAL = "business.ap-southeast-1.aliyuncs.com"


def detail(api: Api, order_id: str, host: str | None = None) -> dict[str, str]:
    response = api.ok("GetOrderDetail", host=host, OrderId=order_id)
    assert (response["Code"], response["Success"], response["Data"]["TotalCount"]) == ("Success", True, 1)
    order = response["Data"]["OrderList"]["Order"][0]
    assert isinstance(order, dict)
    return order


def test_create_paid_later(api: Api, emulator: Emulator) -> None:
    response = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, AutoPay="false")
    order_id, package_id = response["OrderId"], response["NetworkPackageId"]
    assert emulator.effects("CreateNetworkPackage") == 1
    assert api.package(package_id) is None
    assert (detail(api, order_id)["PaymentStatus"], detail(api, order_id)["InstanceIDs"]) == ("Unpaid", "[]")
    emulator.clock.advance(100)
    emulator.pay_order(order_id)
    order, package = detail(api, order_id), api.package(package_id)
    assert package is not None
    assert (order["PaymentStatus"], order["PaymentTime"]) == ("Paid", "2026-01-15T08:01:40Z")
    assert order["InstanceIDs"] == f'["{package_id}"]'
    assert (order["Region"], order["Currency"], order["PretaxAmount"]) == ("cn-hangzhou", "CNY", "0.10")
    assert (package["NetworkPackageStatus"], package["CreateTime"]) == ("Creating", "2026-01-15T08:01:40Z")


def test_create_cancelled(api: Api, emulator: Emulator) -> None:
    emulator.switch(unpaid_create="listed")
    order_id = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, AutoPay="false")["OrderId"]
    emulator.cancel_order(order_id)
    assert detail(api, order_id)["PaymentStatus"] == "Cancelled"
    assert api.packages() == []
    api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10)


def test_modify_and_renew_paid_later(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE, pay_type="PrePaid", expired_time="2026-02-01T00:00:00Z")
    order_id = api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20, AutoPay="false")[
        "OrderId"
    ]
    assert emulator.packages[package_id].bandwidth == 10
    emulator.pay_order(order_id)
    assert emulator.packages[package_id].bandwidth == 20
    assert detail(api, order_id)["OrderType"] == "Upgrade"
    renewal = {"NetworkPackageId__1": package_id, "AutoPay": "false", "AutoRenew": "true", "Period": 3}
    order_id = api.ok("RenewNetworkPackages", **renewal)["OrderId"]
    assert emulator.packages[package_id].expired_time.month == 2
    emulator.pay_order(order_id)
    package = emulator.packages[package_id]
    assert (package.expired_time.month, package.auto_renew, package.period) == (5, True, 3)
    assert detail(api, order_id)["OrderType"] == "Renew"


def test_the_type_of_an_order(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE, pay_type="PrePaid", bandwidth=10)
    orders = [
        api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=bandwidth)["OrderId"]
        for bandwidth in (20, 15)
    ]
    orders.append(api.ok("RenewNetworkPackages", NetworkPackageId__1=package_id)["OrderId"])
    orders.append(api.ok("CreateNetworkPackage", Bandwidth=10)["OrderId"])
    assert [detail(api, order_id)["OrderType"] for order_id in orders] == ["Upgrade", "Downgrade", "Renew", "New"]


def test_when_an_order_was_placed_and_paid(api: Api, emulator: Emulator) -> None:
    package_id = emulator.add_package(SITE)
    order_id = api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=package_id, Bandwidth=20, AutoPay="false")[
        "OrderId"
    ]
    unpaid = detail(api, order_id)
    assert (unpaid["CreateTime"], unpaid.get("PaymentTime")) == ("2026-01-15T08:00:00Z", None)
    # The package of a change is known before it is paid.
    assert unpaid["InstanceIDs"] == f'["{package_id}"]'
    emulator.clock.advance(86400)
    emulator.pay_order(order_id)
    paid = detail(api, order_id)
    assert (paid["CreateTime"], paid["PaymentTime"]) == ("2026-01-15T08:00:00Z", "2026-01-16T08:00:00Z")
    assert paid["ProductCode"] and paid["ProductType"]


@pytest.mark.parametrize(
    ("form", "unpaid", "paid"),
    [("json", '["{}"]', '["{}"]'), ("plain", "{}", "{}"), ("absent", None, None)],
)
def test_the_package_of_an_order(api: Api, emulator: Emulator, form: str, unpaid: str | None, paid: str | None) -> None:
    emulator.switch(instance_ids=form, unpaid_order_names_package=True)
    response = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, AutoPay="false")
    order_id, package_id = response["OrderId"], response["NetworkPackageId"]
    assert detail(api, order_id).get("InstanceIDs") == (unpaid and unpaid.format(package_id))
    emulator.pay_order(order_id)
    assert detail(api, order_id).get("InstanceIDs") == (paid and paid.format(package_id))


def test_an_unpaid_purchase_names_no_package(api: Api, emulator: Emulator) -> None:
    emulator.switch(instance_ids="plain")
    order_id = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, AutoPay="false")["OrderId"]
    assert detail(api, order_id)["InstanceIDs"] == ""


def test_an_unpaid_order_blocks_the_next_for_its_package_only(api: Api, emulator: Emulator) -> None:
    one, other = emulator.add_package(SITE), emulator.add_package()
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=one, Bandwidth=20, AutoPay="false")
    assert api.error("ModifyNetworkPackageBandwidth", NetworkPackageId=one, Bandwidth=30) == "403 Order.Unpaid"
    api.ok("ModifyNetworkPackageBandwidth", NetworkPackageId=other, Bandwidth=30)


def test_a_second_package_of_an_office_network_is_not_paid_for(api: Api, emulator: Emulator) -> None:
    order_id = api.ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, AutoPay="false")["OrderId"]
    emulator.add_package(SITE)
    with pytest.raises(ValueError, match="has network package np-"):
        emulator.pay_order(order_id)
    assert (emulator.orders[order_id].payment_status, len(emulator.packages)) == ("Unpaid", 1)
    emulator.switch(second_package="accepted")
    emulator.pay_order(order_id)
    assert len(emulator.packages) == 2


def test_orders_are_settled_once(api: Api, emulator: Emulator) -> None:
    order_id = api.ok("CreateNetworkPackage", Bandwidth=10)["OrderId"]
    with pytest.raises(ValueError, match="is Paid, not Unpaid"):
        emulator.pay_order(order_id)
    with pytest.raises(ValueError, match="is Paid, not Unpaid"):
        emulator.cancel_order(order_id)
    with pytest.raises(ValueError, match="order 1 does not exist"):
        emulator.cancel_order("1")


def test_unknown_order(api: Api, emulator: Emulator) -> None:
    response = api.call("GetOrderDetail", OrderId="1")
    assert (response.status_code, response.json()["Code"], response.json()["Success"]) == (
        400,
        "InvalidParameter",
        False,
    )
    emulator.switch(bss_failure="http_200")
    response = api.call("GetOrderDetail", OrderId="1")
    assert (response.status_code, response.json()["Success"]) == (200, False)
    assert api.call("GetOrderDetail").json()["Code"] == "MissingOrderId"


@pytest.mark.parametrize(
    ("site", "china", "international"), [("china", 200, 400), ("international", 400, 200), ("any", 200, 200)]
)
def test_account_site(api: Api, emulator: Emulator, site: str, china: int, international: int) -> None:
    emulator.switch(bss_site=site)
    order_id = api.ok("CreateNetworkPackage", Bandwidth=10)["OrderId"]
    responses = [api.call("GetOrderDetail", host=host, OrderId=order_id) for host in (None, INTERNATIONAL)]
    assert [response.status_code for response in responses] == [china, international]
    codes = {response.json()["Code"] for response in responses if response.status_code != 200}
    assert codes <= {"NotApplicable"}


def test_account_site_by_server() -> None:
    emulator = Emulator(clock=RealClock())
    with (
        serve(emulator, site="china") as home,
        serve(emulator, site="international") as abroad,
        serve(emulator) as both,
    ):
        order_id = Api(emulator, home.url).ok("CreateNetworkPackage", Bandwidth=10)["OrderId"]
        assert detail(Api(emulator, home.url), order_id)["PaymentStatus"] == "Paid"
        assert detail(Api(emulator, both.url), order_id)["PaymentStatus"] == "Paid"
        assert Api(emulator, abroad.url).error("GetOrderDetail", OrderId=order_id) == "400 NotApplicable"
