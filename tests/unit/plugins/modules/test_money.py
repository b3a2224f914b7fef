# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Money: ceilings, prices that are missing or negative, never buying, office networks that do not exist."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner
from .scenarios import CREATE, MODIFY, RENEW, A, B, C, package, subscription
from .stories import (
    BOTH_MODES,
    BOTH_MODULES,
    LIST,
    SITES,
    account,
    answer,
    failed,
    live,
    ok,
    run,
    said,
)

SOON = "2026-01-20T08:00:00Z"
HERE: dict[str, Any] = {"office_site_id": A}
TEN: dict[str, Any] = {**HERE, "bandwidth": 10}
BOTH_STEPS: dict[str, Any] = {**HERE, "remaining_days": 7, "bandwidth": 20}


@BOTH_MODULES
@BOTH_MODES
@pytest.mark.parametrize("ceiling", [{"max_cost": 100000}, {"max_cost": 100000, "max_hourly_cost": 1}])
def test_renewal_and_bandwidth_under_a_ceiling_are_refused(how: str, check_mode: bool, ceiling: dict[str, Any]) -> None:
    """(1) the price of the change is not known before the renewal, so no ceiling can hold: refused before any write."""
    runner = account(subscription(expired_time=SOON))
    failed(run(runner, how, check_mode, **BOTH_STEPS, **ceiling), "max_cost", "bandwidth")
    assert runner.writes() == []


def test_renewal_and_bandwidth_under_a_ceiling_are_refused_among_others() -> None:
    """(1) one such item stops the task before any write, and is named."""
    runner = account(subscription(expired_time=SOON))
    items = [{"office_site_id": B, "bandwidth": 10, "pay_type": "PrePaid"}, BOTH_STEPS]
    failed(runner.network_packages(network_packages=items, max_cost=100000), A, "max_cost")
    assert runner.writes() == []


@BOTH_MODULES
@BOTH_MODES
def test_the_change_after_a_renewal_has_no_price_yet(how: str, check_mode: bool) -> None:
    """(1) without a ceiling both are done; the price of the change is null before, with a note."""
    runner = account(subscription(expired_time=SOON))
    result = ok(run(runner, how, check_mode, estimate_cost=True, **BOTH_STEPS))
    costs = {cost["action"]: cost["trade_price"] for cost in result["cost"]}
    assert costs == {RENEW: 300.0, MODIFY: None}
    assert MODIFY in said(runner, result)
    assert result["actions"] == [RENEW, MODIFY]


def test_each_of_the_two_alone_may_have_a_ceiling() -> None:
    """(1) one after the other, in two tasks, is the way."""
    runner = account(subscription(expired_time=SOON))
    first = ok(runner.network_package(**HERE, remaining_days=7, max_cost=300))
    second = ok(runner.network_package(**BOTH_STEPS, max_cost=1000))
    assert (first["actions"], second["actions"]) == ([RENEW], [MODIFY])


def amounts(result: dict[str, Any]) -> list[Any]:
    """Return all prices of a list: of its items, or of the task that was refused."""
    costs = [cost for item in result.get("results", ()) for cost in item.get("cost", ())]
    return sorted(cost["trade_price"] for cost in costs or result.get("cost", ()))


HOURLY = {"office_site_id": A, "bandwidth": 10}
TERM = {"office_site_id": B, "bandwidth": 10, "pay_type": "PrePaid"}


def mixed(runner: Runner, check_mode: bool = False, **ceilings: Any) -> dict[str, Any]:
    return runner.network_packages(check_mode=check_mode, network_packages=[HOURLY, TERM], **ceilings)


@BOTH_MODES
def test_an_hour_and_a_term_have_no_sum(check_mode: bool) -> None:
    """(money) both kinds of prices and only max_cost: refused before any write, and the way out is named."""
    runner = account()
    failed(mixed(runner, check_mode, max_cost=100000), "max_cost", "max_hourly_cost")
    assert runner.writes() == []


CEILINGS: tuple[tuple[dict[str, Any], str | None], ...] = (
    ({"max_cost": 300, "max_hourly_cost": 0.1}, None),
    ({"max_cost": 299.99, "max_hourly_cost": 0.1}, "max_cost"),
    ({"max_cost": 300, "max_hourly_cost": 0.09}, "max_hourly_cost"),
    ({"max_hourly_cost": 0.1}, None),
    ({"max_hourly_cost": 0.09}, "max_hourly_cost"),
)


@BOTH_MODES
@pytest.mark.parametrize(("ceilings", "refused"), CEILINGS, ids=str)
def test_each_ceiling_holds_for_its_kind(check_mode: bool, ceilings: dict[str, Any], refused: str | None) -> None:
    """(money) max_hourly_cost for what is priced by the hour, max_cost for the rest; without it no ceiling there."""
    runner = account()
    result = mixed(runner, check_mode, **ceilings)
    if refused:
        failed(result, refused)
        assert runner.writes() == []
    else:
        assert ok(result)["actions"] == [CREATE, CREATE]
        assert amounts(result) == [0.1, 300.0]


@BOTH_MODULES
@pytest.mark.parametrize(("max_hourly_cost", "allowed"), [(0.1, True), (0.09, False), (0, False)])
def test_an_hourly_ceiling_alone(how: str, max_hourly_cost: float, allowed: bool) -> None:
    """(money) one pay-as-you-go package under max_hourly_cost."""
    runner = account()
    result = run(runner, how, **TEN, max_hourly_cost=max_hourly_cost)
    assert runner.writes() == ([CREATE] if allowed else [])
    assert bool(result.get("failed")) is not allowed


def test_a_ceiling_that_holds_for_one_kind_only_still_works() -> None:
    """(money) max_cost alone serves a task that has one kind of prices."""
    runner = account()
    ok(runner.network_package(**TEN, max_cost=0.1))
    ok(runner.network_packages(network_packages=[TERM], max_cost=300))
    assert runner.writes() == [CREATE, CREATE]


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_an_hourly_ceiling_that_is_no_amount(value: float) -> None:
    """(money) refused before any call."""
    runner = account()
    failed(runner.network_package(**TEN, max_hourly_cost=value), "max_hourly_cost")
    assert runner.emulator.calls == []


def test_the_totals_never_sum_hours_and_terms() -> None:
    """(money) the line of totals of the diff shows the two sums apart."""
    runner = account()
    totals = ok(mixed(runner, check_mode=True, estimate_cost=True))["diff"]["prepared"].splitlines()[0]
    assert "300.1" not in totals
    assert re.search(r"0\.1 CNY per hour", totals) and re.search(r"300(\.0+)? CNY", totals)


@BOTH_MODULES
@BOTH_MODES
@pytest.mark.parametrize("identity", [TEN, {"tags": {"purpose": "spare"}, "bandwidth": 5}], ids=["site", "tags"])
def test_purchase_false_never_buys(how: str, check_mode: bool, identity: dict[str, Any]) -> None:
    """(money) purchase: false where two listings show no package: unchanged, with a note."""
    runner = account()
    result = ok(run(runner, how, check_mode, purchase=False, **identity))
    assert (runner.writes(), result["changed"], result["actions"]) == ([], False, [])
    assert "purchase" in " ".join(result["notes"])
    assert runner.emulator.count(LIST) == 2
    assert result["network_package"] is None


@BOTH_MODULES
def test_purchase_false_needs_no_bandwidth(how: str) -> None:
    """(money) a run that only renews: where nothing is, nothing is missing."""
    runner = account()
    ok(run(runner, how, purchase=False, remaining_days=7, **HERE))
    assert runner.writes() == []


@BOTH_MODULES
def test_purchase_false_resizes_and_renews(how: str) -> None:
    """(money) what is there is resized, also when one listing misses it."""
    runner = account(package())
    runner.emulator.hide_once("np-a")
    assert ok(run(runner, how, purchase=False, **HERE, bandwidth=20))["actions"] == [MODIFY]


def test_purchase_false_with_an_unknown_id_is_an_error() -> None:
    """(money) an id cannot be chosen."""
    runner = account()
    failed(runner.network_package(purchase=False, network_package_id="np-zzz", bandwidth=10), "np-zzz")


def test_purchase_false_as_a_default() -> None:
    """(money) defaults of a list: nothing is bought, what is there is changed."""
    runner = account(package())
    items = [{"office_site_id": A, "bandwidth": 20}, {"office_site_id": B, "bandwidth": 20}]
    result = ok(runner.network_packages(network_packages=items, defaults={"purchase": False}))
    assert runner.writes() == result["actions"] == [MODIFY]


def test_purchase_false_waits_for_no_release() -> None:
    """(money) a Releasing package is followed by nothing."""
    runner = account(package(network_package_status="Releasing"))
    ok(runner.network_package(purchase=False, **TEN))
    assert runner.writes() == []


@BOTH_MODULES
@BOTH_MODES
@pytest.mark.parametrize("site", [f"{A}x", "alpha", "cn-shanghai+dir-a"])
def test_an_office_network_that_does_not_exist_buys_nothing(how: str, check_mode: bool, site: str) -> None:
    """(money) in check mode too: an id that does not exist is an error that names it."""
    runner = account()
    failed(run(runner, how, check_mode, office_site_id=site, bandwidth=10), site, REGION)
    assert runner.writes() == []


def test_the_likely_mistake_is_named() -> None:
    """(money) a name given as an id, and another region's id."""
    runner = account()
    failed(runner.network_package(office_site_id="alpha", bandwidth=10), "office_site_name")
    failed(runner.network_package(office_site_id="cn-shanghai+dir-a", bandwidth=10), "cn-shanghai")


def test_office_networks_are_asked_about_in_hundreds_and_only_to_buy() -> None:
    """(money) an unchanged run asks nothing, 150 purchases ask twice."""
    runner = Runner()
    sites = [runner.emulator.add_office_site(f"{REGION}+dir-{number:03d}") for number in range(150)]
    items = [{"office_site_id": site, "bandwidth": 10} for site in sites]
    ok(runner.network_packages(network_packages=items))
    assert runner.emulator.count(SITES) == 2
    runner.emulator.calls.clear()
    ok(runner.network_packages(network_packages=items))
    assert runner.emulator.count(SITES) == 0


@pytest.mark.parametrize("prices", ["null", "missing", "no_info"])
@pytest.mark.parametrize("ceiling", ["max_cost", "max_hourly_cost"])
def test_a_missing_price_names_its_item(prices: str, ceiling: str) -> None:
    """(polish) what cannot be priced is named."""
    runner = account(switches={"prices": prices})
    ceilings: dict[str, Any] = {ceiling: 1000}
    failed(run(runner, "list", **TEN, **ceilings), A, "rice")
    assert runner.writes() == []


def test_a_missing_price_among_many_names_its_item() -> None:
    """(polish) the API prices no week: the item that has one is named, and no other."""
    runner = account()
    items = [{**TERM, "office_site_id": site, "period_unit": unit} for site, unit in ((A, "Month"), (B, "Week"))]
    items.append({**TERM, "office_site_id": C})
    result = failed(runner.network_packages(network_packages=items, max_cost=100000), B)
    assert A not in result["msg"] and C not in result["msg"]
    assert runner.writes() == []


def price(amount: float) -> dict[str, Any]:
    return {"RequestId": "R-2", "PriceInfo": {"Price": {"Currency": "CNY", "TradePrice": amount}}}


@pytest.mark.parametrize(("max_cost", "allowed"), [(299.99, False), (300, True)])
def test_a_refund_makes_no_room_under_the_ceiling(max_cost: float, allowed: bool) -> None:
    """(money) a negative price counts as 0 against a ceiling, and is shown."""
    runner = account(subscription(expired_time=SOON), subscription(site=B, key="np-b", bandwidth=20))
    answer(runner, "DescribeModificationPrice", price(-200))
    items = [{"office_site_id": A, "remaining_days": 7}, {"office_site_id": B, "bandwidth": 10}]
    result = runner.network_packages(network_packages=items, max_cost=max_cost)
    assert sorted(runner.writes()) == (sorted([RENEW, MODIFY]) if allowed else [])
    assert amounts(result) == [-200.0, 300.0]
    assert bool(result.get("failed")) is not allowed


def test_a_negative_hourly_price_counts_as_nothing() -> None:
    """(money) under max_hourly_cost too."""
    runner = account(switches={"prices": "negative"})
    result = ok(runner.network_package(**TEN, max_hourly_cost=0))
    assert [cost["trade_price"] for cost in result["cost"]] == [-0.1]
    assert len(live(runner, A)) == 1


# JSON as it comes over the wire.
NO_AMOUNTS = [
    *(
        '"1e999999999"',
        '"-1e999999999"',
        "1e999999999",
        "-1e999999999",
        '"1E5"',
        '"5e-3"',
        "1e22",
        "1e14",
        "1E2",
        "5e-3",
        "1e-400",
        '"1_000"',
        '"1,5"',
    ),
    *("NaN", "Infinity", "-Infinity", '"NaN"', '"Infinity"', '"-inf"', '"sNaN1"'),
    *(
        '"0x10"',
        "true",
        "false",
        '" 5"',
        '"5 "',
        '"5\\n"',
        '""',
        '"."',
        '"5."',
        '".5"',
        '"+-5"',
        '"٣"',
        '"\\uff15"',
        "[]",
        "{}",
    ),
    *(f'"{"9" * 1_000_000}"', "9" * 4000, "9" * 5000, f'"0.{"0" * 100_000}1"'),
]


def named(text: str) -> str:
    return text if len(text) < 30 else f"{text[:10]}({len(text)})"


@BOTH_MODULES
@pytest.mark.parametrize("amount", NO_AMOUNTS, ids=map(named, NO_AMOUNTS))
@pytest.mark.parametrize("member", ["TradePrice", "DiscountPrice"])
def test_what_is_no_plain_number_is_no_amount(how: str, amount: str, member: str) -> None:
    """Under a ceiling it is an error before any write, however high the ceiling is; without one it is no price."""
    prices = {"Currency": '"CNY"', "TradePrice": "1", member: amount}
    body = ", ".join(f'"{name}": {value}' for name, value in prices.items())
    text = f'{{"RequestId": "R-2", "PriceInfo": {{"Price": {{{body}}}}}}}'
    runner = account()
    runner.emulator.faults.add(Fault(kind="not_documented", action="DescribePrice", times=99, body=text))
    result = failed(run(runner, how, **TEN, max_cost=1e30, retries=0), "cannot be priced")
    assert len(result["msg"]) < 1000
    assert runner.writes() == []
    result = ok(run(runner, how, **TEN, estimate_cost=True, retries=0))
    assert [cost["trade_price"] for cost in result["cost"]] == [None]
    assert all(len(note) < 1000 for note in result["notes"])


@BOTH_MODULES
@pytest.mark.parametrize(
    ("amount", "number"),
    [
        ("5", 5.0),
        ('"5"', 5.0),
        ('"-5.25"', -5.25),
        ("5.5", 5.5),
        ('"0.0000000001"', 1e-10),
        ("999999999999999", 1e15),
    ],
)
def test_plain_numbers_are_amounts(how: str, amount: str, number: float) -> None:
    text = f'{{"RequestId": "R-2", "PriceInfo": {{"Price": {{"Currency": "CNY", "TradePrice": {amount}}}}}}}'
    runner = account()
    runner.emulator.faults.add(Fault(kind="not_documented", action="DescribePrice", times=99, body=text))
    (cost,) = ok(run(runner, how, **TEN, max_cost=1e15))["cost"]
    assert cost["trade_price"] == pytest.approx(number)


@BOTH_MODULES
@pytest.mark.parametrize("currency", [None, "", " ", "CNY\n", "X" * 11, 7, True, ["CNY"]], ids=str)
@pytest.mark.parametrize("amount", [-1, 0, 1])
@pytest.mark.parametrize("ceiling", ["max_cost", "max_hourly_cost"])
def test_a_price_without_a_currency_is_no_amount(how: str, currency: Any, amount: float, ceiling: str) -> None:
    """It may be 1 of anything."""
    runner = account()
    prices = {"Currency": currency, "TradePrice": amount}
    answer(runner, "DescribePrice", {"RequestId": "R-2", "PriceInfo": {"Price": prices}}, times=99)
    ceilings: dict[str, Any] = {ceiling: 1000}
    failed(run(runner, how, **TEN, **ceilings), "CreateNetworkPackage", "currency")
    assert runner.writes() == []
    (cost,) = ok(run(runner, how, **TEN, estimate_cost=True))["cost"]
    assert (cost["trade_price"], cost["currency"]) == (amount, None)
