# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the table cannot say: odd answers of the side services, and which host is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import SITE_SECRETS, Fault

from .runner import REGION, Runner
from .scenarios import CREATE, ENABLE, MODIFY, RENEW, A, B, package, subscription

SOON = "2026-01-20T08:00:00Z"
HERE: dict[str, Any] = {"office_site_id": A}


def answer(runner: Runner, action: str, body: Any, times: int = 6) -> None:
    """Let the next calls of ``action`` be answered with this JSON."""
    runner.emulator.faults.add(Fault(kind="not_documented", action=action, times=times, body=json.dumps(body)))


PLAN = {"NetworkPackageId": "np-a", "NetworkPackageStatus": "InUse", "OfficeSiteId": A, "Bandwidth": 10}


@pytest.mark.parametrize("expired_time", ["", None, "soon", "2026-13-40T00:00:00Z", "2026-01-20 08:00:00", 1768896000])
def test_an_expiry_that_cannot_be_read_is_no_renewal(expired_time: Any) -> None:
    runner = Runner()
    runner.emulator.add_package(**subscription())
    odd = {**PLAN, "PayType": "PrePaid", "InternetChargeType": "PayByBandwidth", "ExpiredTime": expired_time}
    answer(runner, "DescribeNetworkPackages", {"RequestId": "R-1", "NetworkPackages": [odd]})
    result = runner.network_package(remaining_days=7, **HERE)
    assert result["failed"] and "as ExpiredTime of np-a, which is not a time" in result["msg"]
    assert runner.writes() == []


def test_an_odd_expiry_of_another_plan_is_no_matter() -> None:
    runner = Runner()
    odd = {**PLAN, "NetworkPackageId": "np-b", "OfficeSiteId": "x", "PayType": "PrePaid", "ExpiredTime": "soon"}
    answer(runner, "DescribeNetworkPackages", {"NetworkPackages": [{**PLAN, "PayType": "PostPaid"}, odd]}, times=1)
    assert runner.network_package(remaining_days=7, **HERE)["changed"] is False


def price(**amounts: Any) -> dict[str, Any]:
    return {"RequestId": "R-2", "PriceInfo": {"Price": {"Currency": "CNY", **amounts}}}


ODD_PRICES: tuple[dict[str, Any], ...] = (
    {},
    {"RequestId": "R-2"},
    {"PriceInfo": None, "RequestId": "R-2"},
    {"PriceInfo": {"Price": []}, "RequestId": "R-2"},
    price(),
    price(TradePrice=None),
    price(TradePrice="free"),
    price(TradePrice=True),
    price(TradePrice=[1]),
    price(TradePrice="NaN"),
    price(TradePrice="Infinity"),
    price(TradePrice=1, DiscountPrice="much"),
)


@pytest.mark.parametrize("body", ODD_PRICES, ids=json.dumps)
@pytest.mark.parametrize("check_mode", [False, True], ids=["real", "check"])
def test_an_odd_price_buys_nothing(body: dict[str, Any], check_mode: bool) -> None:
    runner = Runner()
    runner.emulator.add_office_site(A)
    answer(runner, "DescribePrice", body)
    result = runner.network_package(check_mode=check_mode, bandwidth=10, max_cost=1000, **HERE)
    assert result["failed"] and result["action"] == "DescribePrice"
    assert result.get("request_id") == body.get("RequestId")
    assert runner.writes() == []


def two_orders(*prices: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Renew one subscription and resize another, at these prices."""
    runner = Runner()
    runner.emulator.add_package(**subscription(expired_time=SOON))
    runner.emulator.add_package(**subscription(site=B, key="np-b"))
    for action, body in zip(("DescribeRenewalPrice", "DescribeModificationPrice"), prices):
        answer(runner, action, body, times=1)
    items = [{"office_site_id": A, "remaining_days": 7}, {"office_site_id": B, "bandwidth": 20}]
    result = runner.network_packages(network_packages=items, check_mode=True, **options)
    assert runner.writes() == []
    return result


def test_prices_are_summed_as_decimals() -> None:
    result = two_orders(price(TradePrice=0.1), price(TradePrice=0.2), max_cost=0.3)
    assert "failed" not in result, result
    assert [cost["trade_price"] for item in result["results"] for cost in item["cost"]] == [0.1, 0.2]


def test_prices_in_two_currencies_are_not_summed() -> None:
    result = two_orders(price(TradePrice=1), price(TradePrice=1, Currency="USD"), max_cost=1000)
    assert "max_cost: prices in CNY and USD cannot be summed" in result["msg"]


def test_the_diff_shows_the_cost_and_the_renewal() -> None:
    runner = Runner()
    runner.emulator.add_package(**subscription(expired_time=SOON))
    diff = runner.network_package(check_mode=True, remaining_days=7, period=2, estimate_cost=True, **HERE)["diff"]
    assert (diff["before"]["renewal"], diff["after"]["renewal"]) == (None, "2 Month")
    assert diff["after"]["cost"] == "600.0 CNY for 2 Month"
    assert "cost" not in diff["before"]


def test_the_diff_shows_internet_access_as_it_changes() -> None:
    runner = Runner()
    runner.emulator.add_package(**package())
    diff = runner.network_package(check_mode=True, enabled=False, **HERE)["diff"]
    assert (diff["before"]["enabled"], diff["after"]["enabled"]) == (True, False)


@pytest.mark.parametrize("enabled", [True, False])
def test_internet_access_of_a_new_plan_is_set_after_the_purchase(enabled: bool) -> None:
    runner = Runner()
    runner.emulator.add_office_site(A)
    result = runner.network_package(bandwidth=10, enabled=enabled, **HERE)
    # A purchase opens Internet access, so that only closing it is a step of its own.
    assert result["actions"] == ([CREATE] if enabled else [CREATE, ENABLE])
    assert runner.emulator.sites[A].enable_internet_access is enabled
    assert runner.network_package(bandwidth=10, enabled=enabled, **HERE)["changed"] is False


def order_unpaid(runner: Runner) -> str:
    runner.emulator.add_office_site(A)
    (order_id,) = runner.network_package(bandwidth=10, auto_pay=False, **HERE)["order_ids"]
    runner.emulator.calls.clear()
    return str(order_id)


@pytest.mark.parametrize(
    ("site", "hosts"),
    [
        ("china", ["business.aliyuncs.com"]),
        ("international", ["business.aliyuncs.com", "business.ap-southeast-1.aliyuncs.com"]),
    ],
)
def test_billing_is_asked_at_the_site_of_the_account(site: str, hosts: list[str]) -> None:
    runner = Runner()
    runner.emulator.switch(bss_site=site)
    order_id = order_unpaid(runner)
    result = runner.network_package(bandwidth=10, pending_order_id=order_id, **HERE)
    assert (result["payment_pending"], result["order_ids"], result["changed"]) == (True, [order_id], False)
    asked = [call for call in runner.emulator.calls if call.action == "GetOrderDetail"]
    assert [call.host for call in asked] == hosts
    assert all(call.params == {"OrderId": order_id} for call in asked)


def test_billing_is_asked_where_the_user_says() -> None:
    runner = Runner()
    order_id = order_unpaid(runner)
    runner.emulator.switch(bss_site="international")
    result = runner.network_package(
        bandwidth=10, pending_order_id=order_id, bss_endpoint="business.aliyuncs.com", **HERE
    )
    assert (result["failed"], result["code"]) == (True, "NotApplicable")
    assert runner.writes() == []


ODD_ORDERS: tuple[dict[str, Any], ...] = (
    {"Success": True},
    {"Success": True, "Data": {}},
    {"Success": True, "Data": {"OrderList": {"Order": None}}},
    {"Success": True, "Data": {"OrderList": {"Order": ["x"]}}},
    {"Success": True, "Data": {"OrderList": {"Order": []}}},
    {"Success": True, "Data": {"OrderList": {"Order": [{"OrderId": "2", "PaymentStatus": "Cancelled"}]}}},
    {"Success": True, "Data": {"OrderList": {"Order": [{"OrderId": "ID", "PaymentStatus": "Lost"}]}}},
    {"Success": False, "Code": "InvalidOwner", "Message": "not yours"},
    {"Code": "Success"},
)


@pytest.mark.parametrize("body", ODD_ORDERS, ids=json.dumps)
def test_an_odd_order_buys_nothing(body: dict[str, Any]) -> None:
    runner = Runner()
    order_id = order_unpaid(runner)
    answer(runner, "GetOrderDetail", json.loads(json.dumps({"RequestId": "R-3", **body}).replace("ID", order_id)))
    result = runner.network_package(bandwidth=10, pending_order_id=order_id, **HERE)
    assert (result["failed"], result["action"]) == (True, "GetOrderDetail")
    assert runner.writes() == []


def test_a_live_plan_settles_an_order_without_a_question() -> None:
    runner = Runner()
    runner.emulator.add_package(**package())
    result = runner.network_package(bandwidth=10, pending_order_id="1", **HERE)
    assert result["changed"] is False
    assert runner.emulator.count("GetOrderDetail") == 0


def test_an_unpaid_order_is_explained() -> None:
    runner = Runner()
    order_unpaid(runner)
    result = runner.network_package(bandwidth=10, **HERE)
    assert (result["failed"], result["code"]) == (True, "Order.Unpaid")
    assert "pay it or cancel it on the Orders page" in result["msg"]


@pytest.mark.parametrize("action", [CREATE, MODIFY, RENEW])
def test_an_unpaid_order_without_a_number_is_not_passed_over(action: str) -> None:
    runner = Runner()
    runner.emulator.switch(order_id="absent", unpaid_create="no_id")
    desired: dict[str, Any] = {**HERE, "bandwidth": 20}
    if action == CREATE:
        runner.emulator.add_office_site(A)
    elif action == MODIFY:
        runner.emulator.add_package(**package())
    else:
        runner.emulator.add_package(**subscription(expired_time=SOON, bandwidth=20))
        desired["remaining_days"] = 7
    result = runner.network_package(auto_pay=False, **desired)
    assert (result["failed"], result["outcome_unknown"], result["action"]) == (True, True, action)
    assert result["request_id"] in result["msg"]
    assert runner.writes() == [action]


def test_an_account_without_money_that_leaves_an_unpaid_order() -> None:
    runner = Runner()
    runner.emulator.add_office_site(A)
    runner.emulator.switch(short_of_money=True, balance_short="unpaid_order")
    result = runner.network_package(bandwidth=10, wait_timeout=30, **HERE)
    assert (result["failed"], result["changed"], result["actions"]) == (True, True, [CREATE])
    assert f"whether order {result['order_ids'][0]} is paid" in result["msg"]


SECRETIVE = {"ClientSecret": SITE_SECRETS[0], "DomainPassword": SITE_SECRETS[1], "ADConnectors": [{"TrustKey": "x"}]}


@pytest.mark.parametrize(
    "sites",
    [None, SECRETIVE, [SECRETIVE], [SITE_SECRETS[0]], [{**SECRETIVE, "OfficeSiteId": ""}]],
    ids=["null", "object", "no id", "text", "empty id"],
)
def test_odd_office_networks_show_no_secret(sites: Any) -> None:
    runner = Runner()
    answer(runner, "DescribeOfficeSites", {"RequestId": "R-4", "OfficeSites": sites})
    result = runner.network_package(office_site_name="alpha", bandwidth=10)
    assert (result["failed"], result["request_id"]) == (True, "R-4")
    assert runner.leaked() == []
    assert runner.writes() == []


def test_no_field_of_office_networks_but_the_needed_ones_is_kept() -> None:
    runner = Runner()
    for number in range(120):
        runner.emulator.add_office_site(f"{REGION}+dir-{number}", name=f"office {number}")
    desired: dict[str, Any] = {"office_site_name": "office 119", "bandwidth": 10, "enabled": False}
    results = [runner.network_package(check_mode=True, **desired), runner.network_package(**desired)]
    results += [runner.network_package(**{**desired, "office_site_name": "office 7777"})]
    assert [result.get("failed", False) for result in results] == [False, False, True]
    assert "the closest names are 'office 77'" in results[2]["msg"]
    listed = runner.network_package_info(office_site_names=["office 119"])["network_packages"]
    assert [entry["office_site_id"] for entry in listed] == [f"{REGION}+dir-119"]
    assert runner.leaked() == []


@pytest.mark.parametrize("status", [400, 500])
def test_an_error_that_echoes_secrets_shows_none(status: int) -> None:
    runner = Runner()
    runner.emulator.faults.add(
        Fault(
            kind="error",
            action="DescribeNetworkPackages",
            status=status,
            code="Weird",
            message=f"you sent {runner.secret} and Signature=abc123",
            times=6,
        )
    )
    result = runner.network_package(bandwidth=10, **HERE)
    assert "Weird" in result["msg"]
    assert runner.leaked() == []


@pytest.mark.parametrize("code", ["InternalError", "ServiceUnavailable", "RequestTimeout", "InternalError.Throttling"])
@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_code_that_tells_nothing_is_unclear_whatever_the_status(code: str, status: int) -> None:
    runner = Runner()
    runner.emulator.add_office_site(A)
    runner.emulator.switch(second_package="accepted")
    runner.emulator.faults.add(Fault(kind="error", action=CREATE, when="after", code=code, status=status))
    result = runner.network_package(bandwidth=10, **HERE)
    assert "failed" not in result, result
    assert (result["actions"], runner.emulator.effects(CREATE), runner.emulator.count(CREATE)) == ([CREATE], 1, 1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"RequestId": "R-5", "Success": False},
        {"RequestId": "R-5", "Code": "Throttling.User", "Message": "slow down"},
        {"portal": "log in first"},
    ],
    ids=json.dumps,
)
@pytest.mark.parametrize("wait", [True, False])
def test_an_answer_of_somebody_else_is_no_success(body: dict[str, Any], wait: bool) -> None:
    runner = Runner()
    runner.emulator.add_package(**package())
    answer(runner, MODIFY, body, times=1)
    result = runner.network_package(bandwidth=20, wait=wait, **HERE)
    assert (result["failed"], result["outcome_unknown"], result["actions"]) == (True, True, [])
    assert runner.emulator.effects() == 0


def test_json_without_a_bottom_is_an_unclear_answer() -> None:
    runner = Runner()
    runner.emulator.add_office_site(A)
    runner.emulator.faults.add(Fault(kind="not_documented", action=CREATE, when="after", body='{"a":' * 100000))
    result = runner.network_package(bandwidth=10, **HERE)
    assert "failed" not in result, result
    assert runner.emulator.effects(CREATE) == runner.emulator.count(CREATE) == 1


@pytest.mark.parametrize("start", [0, 480, 497])
def test_a_secret_at_the_end_of_a_long_message_is_not_cut_but_left_out(start: int) -> None:
    runner = Runner()
    message = "y" * start + runner.secret
    runner.emulator.faults.add(Fault(kind="error", code=runner.secret, status=400, message=message))
    result = runner.network_package(bandwidth=10, **HERE)
    assert result["failed"]
    assert runner.secret[:8] not in repr(result)


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "SignatureDoesNotMatch.V3", "IncompleteSignature.X"])
def test_the_string_to_sign_is_not_echoed(code: str) -> None:
    runner = Runner()
    message = "server string to sign is: x-acs-security-token: TTT Signature=SSS"
    runner.emulator.faults.add(Fault(kind="error", code=code, status=400, message=message, times=2))
    result = runner.network_package(bandwidth=10, **HERE)
    assert result["code"] == code
    assert "TTT" not in result["msg"] and "SSS" not in result["msg"]


@pytest.mark.parametrize(
    "desired",
    [
        {"channel_cookie": "x" * 70000, "bandwidth": 10, **HERE},
        {"office_site_id": "lone \ud800", "bandwidth": 10},
        {"endpoint": "b\u00fccher.example", **HERE},
        {"endpoint": "a..b", **HERE},
        {"region_id": "a" * 70, **HERE},
        {"connect_timeout": 1e300, **HERE},
        {"wait_interval": 1e300, **HERE},
        {"reseller_owner_uid": 10**5000, "bandwidth": 10, **HERE},
    ],
    ids=lambda desired: next(iter(desired)),
)
def test_odd_values_end_in_an_error_and_not_in_a_traceback(desired: dict[str, Any]) -> None:
    runner = Runner()
    runner.emulator.add_office_site(A)
    result = runner.network_package(**desired)
    assert result["failed"] and len(result["msg"]) < 2500
    assert runner.emulator.effects() == 0
