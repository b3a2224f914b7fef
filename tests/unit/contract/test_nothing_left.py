# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever happens, no package is left behind without a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.tests.contract.probe import CONTRADICTED, HOLDS, NOT_PROBED
from ansible_collections.alicloud.ecd.tests.contract.settings import settings_from
from ansible_collections.alicloud.ecd.tests.contract.trial_probes import PROBES as TRIAL
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Fault, Switches

from .suites import FREE, TAKEN, account, ask, bought

WRITES = ("CreateNetworkPackage", "DeleteNetworkPackages", "ModifyNetworkPackageBandwidth", "AssociateNetworkPackage")


def signal_at(moment: int, emulator: Emulator) -> Callable[[], bool]:
    """A signal that comes when so many calls were received."""
    return lambda: len(emulator.calls) >= moment


def calls_of_a_whole_run(**switches: Any) -> int:
    emulator = account(Emulator(switches=Switches(**switches)))
    ask(emulator, subscription=False)
    return len(emulator.calls)


@pytest.mark.parametrize(
    ("switches", "step"), [({}, 1), ({"create_absent_polls": 4}, 7), ({"second_package": "accepted"}, 7)]
)
def test_signal_after_any_call_leaves_no_package(switches: dict[str, Any], step: int) -> None:
    moments = range(1, calls_of_a_whole_run(**switches) + 1, step)
    stopped = 0
    for moment in moments:
        emulator = account(Emulator(switches=Switches(**switches)))
        result = ask(emulator, signal_at(moment, emulator), subscription=False)
        assert not bought(emulator), moment
        assert not result.unreleased, (moment, result.left)
        stopped += result.stopped
    # Most come in time, and not only after the end.
    assert stopped > len(moments) * 0.9


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["error", "reset", "hang", "html"])
@pytest.mark.parametrize("action", WRITES)
@pytest.mark.parametrize("skip", [0, 1])
def test_lost_response_leaves_no_package(action: str, kind: str, when: str, skip: int) -> None:
    emulator = account(Emulator())
    emulator.faults.add(Fault(kind, action=action, when=when, skip=skip))
    result = ask(emulator, subscription=False)
    assert not bought(emulator)
    # Nothing tells a purchase that was not made, or was refused, from one that does not show yet.
    unknown = action == "CreateNetworkPackage" and (when == "before" or skip == 1)
    assert bool(result.left) is unknown, result.left
    assert result.findings["release"].verdict in (HOLDS, NOT_PROBED, "unclear")


def test_purchase_that_is_found_is_followed() -> None:
    emulator = account(Emulator())
    emulator.faults.add(Fault("reset", action="CreateNetworkPackage", when="after"))
    result = ask(emulator, subscription=False)
    assert result.findings["buy-response"].verdict == "unclear"
    assert {result.findings[key].verdict for key in ("buy-usable", "creating-tags", "resize", "release")} == {HOLDS}


def test_signal_right_after_a_lost_purchase() -> None:
    emulator = account(Emulator(switches=Switches(create_absent_polls=6)))
    emulator.faults.add(Fault("hang", action="CreateNetworkPackage", when="after"))

    def after_purchase() -> bool:
        return emulator.count("CreateNetworkPackage") > 0

    result = ask(emulator, after_purchase, subscription=False)
    assert result.stopped
    assert not bought(emulator)
    assert not result.unreleased


def test_purchase_that_never_shows_is_told() -> None:
    emulator = account(Emulator(switches=Switches(create_absent_polls=10_000)))
    emulator.faults.add(Fault("hang", action="CreateNetworkPackage", when="after"))
    result = ask(emulator, subscription=False)
    assert result.unreleased
    assert "The response to a purchase was lost" in result.left[0]


def test_release_that_is_always_refused_is_told_with_the_command() -> None:
    emulator = account(Emulator())
    emulator.faults.add(Fault("error", action="DeleteNetworkPackages", code="Forbidden.RAM", status=403, times=10_000))
    result = ask(emulator, subscription=False)
    (package_id,) = bought(emulator)
    assert result.unreleased
    assert f"network_package_id={package_id} state=absent" in result.left[0]
    assert "region_id=cn-hangzhou" in result.left[0]


def test_second_package_is_released_first() -> None:
    emulator = account(Emulator(switches=Switches(second_package="accepted")))
    result = ask(emulator, subscription=False)
    assert not bought(emulator)
    assert result.findings["second-package"].verdict == CONTRADICTED
    assert result.findings["resize"].verdict == HOLDS


def test_package_of_somebody_else_stays() -> None:
    emulator = account(Emulator())
    others: list[str] = []

    def somebody_buys(action: str, params: Any) -> None:
        others.append(emulator.add_package(FREE, bandwidth=2, tags={"team": "other"}))

    emulator.on_call(somebody_buys, "ModifyNetworkPackageBandwidth", times=1)
    emulator.faults.add(Fault("hang", action="CreateNetworkPackage", when="after"))
    ask(emulator, subscription=False)
    assert emulator.packages[others[0]].network_package_status == "InUse"
    assert not bought(emulator)


BUY = "CreateNetworkPackage"


def by_somebody_else(emulator: Emulator, **fields: Any) -> list[str]:
    """Somebody else buys a package for the office network when the suite tries to; return its ID, later."""
    ids: list[str] = []
    emulator.on_call(lambda action, params: ids.append(emulator.add_package(FREE, **fields)), BUY, times=1)
    return ids


@pytest.mark.parametrize("kind", ["error", "reset", "html"])
@pytest.mark.parametrize("charge_type", ["PayByTraffic", "PayByBandwidth"])
def test_package_without_our_tag_is_never_touched_but_named(kind: str, charge_type: str) -> None:
    emulator = account(Emulator())
    theirs = by_somebody_else(emulator, bandwidth=2, internet_charge_type=charge_type)
    emulator.faults.add(Fault(kind, action=BUY, when="before"))
    result = ask(emulator, subscription=False)
    assert emulator.effects() == 0
    assert emulator.packages[theirs[0]].network_package_status == "InUse"
    assert any(theirs[0] in sentence for sentence in result.left)
    assert result.unreleased


def test_refused_purchase_that_did_buy_is_released() -> None:
    emulator = account(Emulator())
    emulator.faults.add(Fault("error", action=BUY, when="after", code="OperationDenied", status=400))
    result = ask(emulator, subscription=False)
    assert emulator.effects(BUY) == 1
    assert not bought(emulator)
    assert not result.left


def test_second_purchase_that_names_the_first_package_is_found_by_its_tag() -> None:
    emulator = account(Emulator(switches=Switches(second_package="accepted")))

    def same_id(action: str, params: Any) -> None:
        (first,) = bought(emulator)
        body = json.dumps({"NetworkPackageId": first})
        emulator.faults.add(Fault("amended", action=BUY, when="after", body=body))

    emulator.on_call(same_id, BUY, skip=1, times=1)
    result = ask(emulator, subscription=False)
    assert emulator.effects(BUY) == 2
    assert not bought(emulator)
    assert not result.unreleased


def test_package_that_is_hidden_while_it_cannot_be_released_is_released_later() -> None:
    emulator = account(Emulator(creating_seconds=60))
    moments = iter(range(10_000))

    def hide(action: str, params: Any) -> None:
        if emulator.effects(BUY) and next(moments) < 12:
            for package_id in bought(emulator):
                emulator.hide_once(package_id)

    emulator.on_call(hide, "DescribeNetworkPackages")
    result = ask(emulator, lambda: emulator.effects(BUY) > 0, subscription=False)
    assert result.stopped
    assert not bought(emulator)
    assert not result.unreleased


def test_missing_permission_to_release_is_told_at_once() -> None:
    emulator = account(Emulator())
    begin = emulator.clock.time()
    emulator.faults.add(Fault("error", action="DeleteNetworkPackages", code="Forbidden.RAM", status=403, times=10_000))
    result = ask(emulator, subscription=False)
    assert "could not be released" in result.left[0]
    assert emulator.clock.time() - begin < 200


ORDERS = [
    Fault("error", action="GetOrderDetail", code="NotAuthorized", status=403, times=10, skip=1),
    Fault("amended", action="GetOrderDetail", when="after", body='{"Data": {"OrderList": {"Order": []}}}', skip=1),
    Fault("reset", action=BUY, when="after", skip=2),
    Fault("error", action=BUY, when="after", code="OperationDenied", status=400, skip=2),
]


@pytest.mark.parametrize("fault", ORDERS, ids=lambda fault: f"{fault.kind} {fault.action}")
def test_subscription_that_is_paid_all_the_same_is_named(fault: Fault) -> None:
    emulator = account(Emulator())
    emulator.faults.add(fault)

    def pay(action: str, params: Any) -> None:
        for order in emulator.orders.values():
            if order.payment_status == "Unpaid":
                emulator.pay_order(order.order_id)

    emulator.on_call(pay, "DescribeNetworkPackages")
    result = ask(emulator)
    (package_id,) = [
        key for key, package in emulator.packages.items() if package.tags.get("alicloud.ecd-contract") == "run-1"
    ]
    assert any(package_id in sentence for sentence in result.left), result.left
    assert result.unreleased


def test_order_that_cannot_be_read_is_not_called_unpaid() -> None:
    emulator = account(Emulator())
    emulator.faults.add(ORDERS[0])
    result = ask(emulator)
    assert "could not be read" in result.left[0]


def test_empty_region_is_probed_with_the_package_that_is_bought() -> None:
    emulator = Emulator()
    emulator.add_office_site(FREE, "free")
    result = ask(emulator, subscription=False)
    for probe in ("package-fields", "by-id", "tag-filter", "price-change", "traffic-type", "office-names-package"):
        assert result.findings[probe].verdict == HOLDS, result.findings[probe]


def test_package_that_was_there_before_stays_whatever_a_response_names() -> None:
    emulator = account(Emulator())
    (other,) = [key for key, package in emulator.packages.items() if package.office_site_id == TAKEN]
    body = json.dumps({"NetworkPackageId": other})
    emulator.faults.add(Fault("amended", action="CreateNetworkPackage", when="after", body=body))
    ask(emulator, subscription=False)
    assert emulator.packages[other].network_package_status == "InUse"
    assert not bought(emulator)


def test_region_of_many_pages() -> None:
    emulator = account(Emulator())
    for number in range(2100):
        emulator.add_package(f"cn-hangzhou+dir-many{number:05d}", bandwidth=2)
    before = set(emulator.packages)
    result = ask(emulator, subscription=False)
    assert all(emulator.packages[key].network_package_status == "InUse" for key in before)
    assert not bought(emulator)
    assert result.findings["buy-listed"].verdict == HOLDS


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"office_site": TAKEN}, "has a network package already"),
        ({"office_site": "cn-hangzhou+dir-none"}, "does not exist"),
        ({"max_cost": Decimal("0.04")}, "more than LIVE_MAX_COST"),
    ],
)
def test_refused_before_the_purchase(values: dict[str, Any], why: str) -> None:
    emulator = account(Emulator())
    result = ask(emulator, **values)
    assert emulator.effects() == 0
    assert {result.findings[probe.id].verdict for probe in TRIAL.all} == {NOT_PROBED}
    assert why in result.findings["buy-response"].seen
    assert result.findings["unknown-id"].verdict == HOLDS


@pytest.mark.parametrize("prices", ["null", "missing", "no_info"])
def test_no_purchase_without_a_price(prices: Any) -> None:
    emulator = account(Emulator(switches=Switches(prices=prices)))
    result = ask(emulator)
    assert emulator.effects() == 0
    assert "no price" in result.findings["buy-response"].seen


@pytest.mark.parametrize("office_site", [FREE, None])
def test_leftover_of_an_earlier_run_is_named(office_site: str | None) -> None:
    emulator = account(Emulator())
    left = emulator.add_package(office_site, bandwidth=2, tags={"alicloud.ecd-contract": "earlier"})
    lines: list[str] = []
    result = ask(emulator, say=lines.append)
    assert "an earlier run left a network package" in result.findings["buy-response"].seen
    assert left not in result.findings["buy-response"].seen
    assert any(f"network_package_id={left} state=absent" in line for line in lines)
    assert emulator.effects() == 0


def test_what_a_signal_cuts_off_is_not_judged() -> None:
    whole = calls_of_a_whole_run()
    for moment in range(1, whole, 3):
        emulator = account(Emulator())
        result = ask(emulator, signal_at(moment, emulator), subscription=False)
        wrong = {key: found for key, found in result.findings.items() if found.verdict == CONTRADICTED}
        assert wrong == {}, moment


def test_order_that_is_paid_all_the_same_is_told() -> None:
    emulator = account(Emulator())

    def pay(action: str, params: Any) -> None:
        for order in emulator.orders.values():
            if order.payment_status == "Unpaid":
                emulator.pay_order(order.order_id)

    emulator.on_call(pay, "GetOrderDetail", skip=1)
    result = ask(emulator)
    assert result.unreleased
    assert "was paid, although AutoPay was false" in result.left[0]


BASE = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "ALIBABA_CLOUD_REGION_ID": "cn-hangzhou",
}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"LIVE_OFFICE_SITE": "x"}, "LIVE_OFFICE_SITE needs LIVE_MAX_COST"),
        ({"LIVE_MAX_COST": "1"}, "LIVE_MAX_COST needs LIVE_OFFICE_SITE"),
        ({"LIVE_OFFICE_SITE": "x", "LIVE_MAX_COST": "0"}, "an amount above 0"),
        ({"LIVE_OFFICE_SITE": "x", "LIVE_MAX_COST": "0.00"}, "an amount above 0"),
        ({"LIVE_OFFICE_SITE": "x", "LIVE_MAX_COST": "-1"}, "an amount above 0"),
        ({"LIVE_OFFICE_SITE": "x", "LIVE_MAX_COST": "1e3"}, "an amount above 0"),
        ({"LIVE_OFFICE_SITE": "x", "LIVE_MAX_COST": "nan"}, "an amount above 0"),
        ({"LIVE_SUBSCRIPTION": "true"}, "give yes or no"),
        ({"LIVE_SUBSCRIPTION": "yes"}, "needs LIVE_OFFICE_SITE"),
        ({"ALIBABA_CLOUD_REGION_ID": ""}, "region_id is required"),
        ({"ALIBABA_CLOUD_ECD_ENDPOINT": "http://example.com"}, "loopback"),
    ],
)
def test_wrong_environment(values: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**BASE, **values}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=message):
        settings_from({**BASE, **values})


@pytest.mark.parametrize("interval", [float("nan"), float("inf"), -1.0, 0.0])
def test_wrong_interval(interval: float, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in BASE.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match="--interval"):
        settings_from(dict(BASE), interval)
