# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``estimate_cost`` of the info module: what exists is priced, and equal questions are asked once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault, Switches

from .runner import REGION, Runner

OTHER = "cn-shanghai"
PRICES = ("DescribePrice", "DescribeRenewalPrice")
NAMES = ["currency", "original_price", "discount_price", "trade_price", "period", "period_unit"]
SUBSCRIPTION = {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth"}


def costs(runner: Runner, **options: Any) -> dict[str, Any]:
    """Return the cost of each package by its id."""
    result = runner.network_package_info(estimate_cost=True, **options)
    assert "failed" not in result, result["msg"]
    assert result["changed"] is False
    return {package["network_package_id"]: package["cost"] for package in result["network_packages"]}


def questions(runner: Runner) -> Counter[str]:
    return Counter(call.action for call in runner.emulator.calls if call.action in PRICES)


def cost(trade_price: float, unit: str) -> dict[str, Any]:
    return dict(zip(NAMES, ["CNY", trade_price, 0.0, trade_price, 1, unit]))


def test_what_each_kind_of_package_costs() -> None:
    here = Runner()
    here.emulator.add_package(network_package_id="np-traffic", bandwidth=10)
    here.emulator.add_package(network_package_id="np-hour", bandwidth=10, internet_charge_type="PayByBandwidth")
    here.emulator.add_package(network_package_id="np-month", bandwidth=20, **SUBSCRIPTION)
    assert costs(here) == {
        "np-traffic": cost(0.1, "Hour"),
        "np-hour": cost(0.6, "Hour"),
        "np-month": cost(600.0, "Month"),
    }
    assert here.warnings == []


def test_nothing_is_asked_unless_it_is_wanted() -> None:
    here = Runner()
    here.emulator.add_package()
    (package,) = here.network_package_info()["network_packages"]
    assert "cost" not in package
    assert questions(here) == {}


@pytest.mark.parametrize("number", [300, 1500])
def test_the_number_of_questions_is_that_of_the_kinds(number: int) -> None:
    here = Runner()
    for region_id in (REGION, OTHER):
        for position in range(number):
            kind = SUBSCRIPTION if position % 3 == 0 else {}
            here.emulator.add_package(region_id=region_id, bandwidth=(10, 20)[position % 2], **kind)
    found = costs(here, region_id="", regions=[REGION, OTHER])
    assert len(found) == 2 * number
    assert None not in found.values()
    assert questions(here) == {"DescribePrice": 4, "DescribeRenewalPrice": 4}


def test_states_of_a_subscription_are_kinds_of_their_own() -> None:
    """A renewal that is refused because of a state says nothing about those in another."""
    here = Runner()
    for number in range(2):
        here.emulator.add_package(network_package_id=f"np-{number}", **SUBSCRIPTION)
        here.emulator.add_package(network_package_id=f"np-late-{number}", business_status="Expired", **SUBSCRIPTION)
    costs(here)
    assert questions(here) == {"DescribeRenewalPrice": 2}


def test_each_region_is_asked_for_its_own() -> None:
    here = Runner()
    here.emulator.add_package(region_id=REGION, **SUBSCRIPTION)
    here.emulator.add_package(region_id=OTHER, **SUBSCRIPTION)
    costs(here, region_id="", regions=[REGION, OTHER])
    asked = [call.params["RegionId"] for call in here.emulator.calls if call.action in PRICES]
    assert sorted(asked) == sorted([REGION, OTHER])


def test_a_price_that_is_refused_is_null_and_a_warning() -> None:
    here = Runner()
    here.emulator.add_package(network_package_id="np-hour", bandwidth=10)
    here.emulator.add_package(network_package_id="np-month", **SUBSCRIPTION)
    here.emulator.add_package(network_package_id="np-also", **SUBSCRIPTION)
    here.emulator.faults.add(Fault("error", action="DescribeRenewalPrice", code="NoPermission", status=403))
    found = costs(here)
    assert (found["np-hour"], found["np-month"], found["np-also"]) == (cost(0.1, "Hour"), None, None)
    (warning,) = here.warnings
    assert re.match("estimate_cost: no price for np-[a-z]+, np-[a-z]+: a renewal cannot be priced: ", warning)
    assert "NoPermission" in warning


@pytest.mark.parametrize("refused", [1, 2])
def test_where_one_package_is_refused_the_next_of_its_kind_is_asked_for(refused: int) -> None:
    """An unpaid order of one subscription says nothing about the price of the others."""
    here = Runner()
    for number in range(4):
        here.emulator.add_package(network_package_id=f"np-{number}", **SUBSCRIPTION)
    unpaid = Fault("error", action="DescribeRenewalPrice", code="Order.Unpaid", status=403, times=refused)
    here.emulator.faults.add(unpaid)
    found = costs(here)
    assert None not in found.values() and len(found) == 4
    assert (questions(here), here.warnings) == ({"DescribeRenewalPrice": refused + 1}, [])


@pytest.mark.parametrize(
    ("code", "number"), [("Order.Unpaid", 3), ("NoPermission", 1), ("Forbidden.RAM", 1), ("NotAuthorized", 1)]
)
def test_at_most_three_of_a_kind_are_asked_for_and_who_lacks_the_permission_asks_once(code: str, number: int) -> None:
    here = Runner()
    for package in range(9):
        here.emulator.add_package(network_package_id=f"np-{package}", **SUBSCRIPTION)
        here.emulator.add_package(network_package_id=f"np-hour-{package}", bandwidth=10)
    here.emulator.faults.add(*(Fault("error", action=action, code=code, status=403, times=99) for action in PRICES))
    assert set(costs(here).values()) == {None}
    # The question for an hour is the same for all.
    assert questions(here) == {"DescribeRenewalPrice": number, "DescribePrice": 1}
    assert len(here.warnings) == 2


@pytest.mark.parametrize("prices", ["no_info", "null", "missing"])
def test_no_price_is_never_zero(prices: Any) -> None:
    here = Runner(switches=Switches(prices=prices))
    here.emulator.add_package(network_package_id="np-hour")
    here.emulator.add_package(network_package_id="np-month", **SUBSCRIPTION)
    assert costs(here) == {"np-hour": None, "np-month": None}
    assert len(here.warnings) == 2


def test_one_reason_is_one_warning() -> None:
    here = Runner(switches=Switches(prices="no_info"))
    for number in range(30):
        here.emulator.add_package(network_package_id=f"np-{number:02}", bandwidth=10 + number)
    assert set(costs(here).values()) == {None}
    (warning,) = here.warnings
    assert re.match("estimate_cost: no price for (np-[0-9]{2}(, )?){5} and 25 more: an hour of [0-9]+ Mbit/s ", warning)


def test_a_package_that_does_not_show_its_bandwidth_is_not_asked_for() -> None:
    here = Runner()
    here.emulator.add_package(network_package_id="np-0", bandwidth=0)
    assert costs(here) == {"np-0": None}
    assert questions(here) == {}
    assert here.warnings == ["estimate_cost: no price for np-0: the API does not show its bandwidth, or how it is paid"]


def test_a_refund_stays_one() -> None:
    here = Runner(switches=Switches(prices="negative"))
    here.emulator.add_package(network_package_id="np-a", bandwidth=10)
    assert costs(here)["np-a"]["trade_price"] == -0.1
