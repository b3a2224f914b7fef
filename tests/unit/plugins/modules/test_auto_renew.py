# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Automatic renewal, beyond what the table of scenarios says: what is sent, how often, and what nobody asked for."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner
from .scenarios import CREATE, MODIFY, RENEW, SET_RENEWAL, A, B, subscription

ASK, LIST = "QueryAvailableInstances", "DescribeNetworkPackages"
SOON = "2026-01-20T08:00:00Z"
ON: dict[str, Any] = {"office_site_id": A, "auto_renew": True}


def account(*packages: dict[str, Any], **switches: Any) -> Runner:
    runner = Runner()
    for package in packages or (subscription(),):
        runner.emulator.add_package(**package)
    runner.emulator.switch(**switches)
    return runner


def renews(runner: Runner, key: str = "np-a") -> bool:
    return runner.emulator.packages[key].auto_renew


def sent(runner: Runner) -> dict[str, str]:
    (call,) = [call for call in runner.emulator.calls if call.action == SET_RENEWAL]
    return {name: value for name, value in call.params.items() if name != "RegionId"}


def sweep(runner: Runner, count: int, region_id: str = REGION, **fields: Any) -> list[dict[str, Any]]:
    """Add subscriptions and return an item for each."""
    items = []
    for number in range(count):
        site = f"{region_id}+dir-{number:05}"
        key = f"np-{region_id}-{number:05}"
        runner.emulator.add_package(
            **{**subscription(site=site, key=key), "region_id": region_id, **fields},
        )
        items.append({"office_site_id": site, "region_id": region_id})
    return items


class TestWhatIsSent:
    @pytest.mark.parametrize(
        ("period", "unit", "shown"),
        [
            (1, "Month", "1M"),
            (2, "Month", "2M"),
            (3, "Month", "3M"),
            (6, "Month", "6M"),
            (1, "Year", "1Y"),
            (3, "Year", "3Y"),
        ],
    )
    def test_on_with_the_term(self, period: int, unit: str, shown: str) -> None:
        runner = account()
        runner.network_package(**ON, period=period, period_unit=unit)
        params = sent(runner)
        assert params.pop("RenewalPeriod") + params.pop("RenewalPeriodUnit") == shown
        assert params == {
            "InstanceIDs": "np-a",
            "ProductCode": "gws",
            "ProductType": "gws_emulated",
            "RenewalStatus": "AutoRenewal",
        }

    def test_off_without_a_term(self) -> None:
        runner = account(subscription(auto_renew=True))
        runner.network_package(office_site_id=A, auto_renew=False, period=2)
        params = sent(runner)
        assert params["RenewalStatus"] == "ManualRenewal"
        assert not {"RenewalPeriod", "RenewalPeriodUnit"} & set(params)
        assert renews(runner) is False

    def test_one_instance_a_call(self) -> None:
        runner = Runner()
        items = sweep(runner, 5)
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True}, concurrency=3)
        assert result["actions"] == [SET_RENEWAL] * 5
        asked = sorted(c.params["InstanceIDs"] for c in runner.emulator.calls if c.action == SET_RENEWAL)
        assert asked == sorted(runner.emulator.packages)


class TestWhenBillingIsAsked:
    def test_not_without_the_option(self) -> None:
        runner = account()
        runner.network_package(office_site_id=A, remaining_days=1, bandwidth=20)
        assert runner.emulator.count(ASK) == 0

    @pytest.mark.parametrize("check_mode", [True, False])
    def test_not_for_what_is_bought_in_this_run(self, check_mode: bool) -> None:
        runner = Runner()
        runner.emulator.add_office_site(A)
        options = {"bandwidth": 10, "pay_type": "PrePaid", "enabled": True, "wait": True}
        result = runner.network_package(check_mode=check_mode, **ON, **options)
        assert (result["actions"], runner.emulator.count(ASK)) == ([CREATE], 0)

    def test_not_after_a_purchase_whose_response_was_lost(self) -> None:
        runner = Runner()
        runner.emulator.add_office_site(A)
        runner.emulator.faults.add(Fault(kind="reset", action=CREATE, when="after"))
        result = runner.network_package(**ON, bandwidth=10, pay_type="PrePaid")
        assert (result["actions"], runner.emulator.count(ASK)) == ([CREATE], 0)

    def test_one_question_for_a_sweep_of_a_hundred_in_two_regions(self) -> None:
        runner = Runner()
        items = sweep(runner, 50) + sweep(runner, 50, "cn-shanghai")
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": False})
        assert result["changed"] is False
        assert runner.emulator.summary() == {LIST: 2, ASK: 1}

    def test_one_question_a_poll_for_two_regions(self) -> None:
        runner = Runner()
        items = sweep(runner, 20) + sweep(runner, 20, "cn-shanghai")
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True}, concurrency=1)
        assert result["actions"] == [SET_RENEWAL] * 40
        asked = [call.params["InstanceIDs"].split(",") for call in runner.emulator.calls if call.action == ASK]
        # The plan, the read that confirms it, and the polls: each for both regions.
        assert [len(ids) for ids in asked[:3]] == [40, 40, 40]
        assert len(asked) <= 4

    @pytest.mark.parametrize("page_size", [0, 30])
    def test_ten_questions_for_a_thousand(self, page_size: int) -> None:
        runner = Runner()
        items = sweep(runner, 1000, auto_renew=True)
        runner.network_packages(network_packages=items)
        without = runner.emulator.count()
        runner.emulator.calls.clear()
        runner.emulator.switch(billing_page_size=page_size)
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True})
        assert result["changed"] is False
        assert runner.emulator.count() == without + (10 if page_size == 0 else 40)

    def test_a_thousand_changes_are_polled_together(self) -> None:
        runner = Runner()
        items = sweep(runner, 1000)
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True}, concurrency=8)
        assert "failed" not in result
        assert runner.emulator.effects(SET_RENEWAL) == 1000
        # The plan, the second read before the writes, and the polls after them.
        assert runner.emulator.count(ASK) <= 60

    def test_what_is_refused_is_asked_once_and_told_once(self) -> None:
        runner = Runner()
        items = sweep(runner, 250)
        runner.emulator.switch(billing_access="none")
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True, "bandwidth": 20})
        assert result["actions"] == [MODIFY] * 250
        assert runner.emulator.count(ASK) == 1
        (warning,) = runner.warnings
        assert "and 247 more" in warning
        assert "bss:DescribeInstances" in warning


class TestAfterTheWrite:
    def test_billing_that_lags_is_polled_until_it_shows(self) -> None:
        runner = account(stale_seconds=20.0, stale_reads="billing")
        assert runner.network_package(**ON)["actions"] == [SET_RENEWAL]
        again = runner.network_package(**ON)
        assert (again["changed"], runner.emulator.count(SET_RENEWAL)) == (False, 1)

    def test_billing_that_never_shows_it_is_a_timeout(self) -> None:
        runner = account(stale_seconds=10**6, stale_reads="billing")
        result = runner.network_package(**ON, wait_timeout=60)
        assert (result["failed"], result["changed"], result["actions"]) == (True, True, [SET_RENEWAL])
        assert "waited 60 seconds (wait_timeout) for np-a to show automatic renewal on at billing" in result["msg"]
        assert "last seen: np-a off" in result["msg"]
        assert runner.emulator.count(SET_RENEWAL) == 1

    def test_without_waiting_it_is_looked_for_all_the_same(self) -> None:
        runner = account(stale_seconds=10.0, stale_reads="billing")
        assert runner.network_package(**ON, wait=False)["actions"] == [SET_RENEWAL]
        assert runner.warnings == []
        assert runner.network_package(**ON, wait=False)["changed"] is False

    def test_without_waiting_what_does_not_show_is_a_warning(self) -> None:
        runner = account(stale_seconds=10**6, stale_reads="billing")
        result = runner.network_package(**ON, wait=False, settle_timeout=5)
        assert (result.get("failed"), result["actions"]) == (None, [SET_RENEWAL])
        assert "SetRenewal was accepted, but does not show after 5 seconds" in runner.warnings[0]

    def test_billing_that_fails_meanwhile_ends_no_wait(self) -> None:
        runner = account(stale_seconds=10.0, stale_reads="billing")
        fault = Fault(kind="error", code="NotAuthorized", status=400, action=ASK, times=2)
        runner.emulator.on_call(lambda action, params: runner.emulator.faults.add(fault), SET_RENEWAL, times=1)
        assert runner.network_package(**ON)["actions"] == [SET_RENEWAL]

    @pytest.mark.parametrize("wait", [True, False])
    def test_what_a_renewal_did_not_carry_is_set_in_the_same_run(self, wait: bool) -> None:
        runner = account(subscription(expired_time=SOON))

        def lose_it(action: str, params: Any) -> None:
            if runner.emulator.effects(RENEW) and not runner.emulator.count(SET_RENEWAL):
                runner.emulator.change_package("np-a", auto_renew=False)

        runner.emulator.on_call(lose_it)
        result = runner.network_package(**ON, remaining_days=7, wait=wait)
        assert result["actions"] == [RENEW, SET_RENEWAL]
        assert renews(runner)

    def test_what_a_renewal_carried_is_waited_for_and_not_set_again(self) -> None:
        runner = account(subscription(expired_time=SOON), stale_seconds=15.0, stale_reads="billing")
        result = runner.network_package(**ON, remaining_days=7)
        assert (result["actions"], renews(runner)) == ([RENEW], True)
        assert runner.network_package(**ON, remaining_days=7)["changed"] is False


class TestNothingOldIsActedOn:
    def test_two_reads_agree_before_the_write(self) -> None:
        runner = account()
        runner.network_package(**ON)
        actions = [call.action for call in runner.emulator.calls]
        assert actions[: actions.index(SET_RENEWAL)].count(ASK) == 2

    def test_what_somebody_else_did_meanwhile_is_not_done_again(self) -> None:
        runner = account()

        def somebody(action: str, params: Any) -> None:
            runner.emulator.change_package("np-a", auto_renew=True)

        runner.emulator.on_call(somebody, ASK, skip=1, times=1)
        result = runner.network_package(**ON)
        assert (result["changed"], runner.emulator.count(SET_RENEWAL)) == (False, 0)
        assert "SetRenewal was planned, but is not needed any more" in result["notes"]

    def test_reads_that_flap_do_not_repeat_what_the_run_before_did(self) -> None:
        runner = account(stale_seconds=10**6, stale_reads="every_second")
        assert runner.network_package(**ON)["actions"] == [SET_RENEWAL]
        for _run in range(4):
            result = runner.network_package(**ON)
            assert (result.get("changed", False), runner.emulator.count(SET_RENEWAL)) == (False, 1)

    def test_a_switch_back_while_the_task_goes_on_is_undone(self) -> None:
        runner = account()

        def somebody(action: str, params: Any) -> None:
            runner.emulator.change_package("np-a", auto_renew=False)

        runner.emulator.faults.add(Fault(kind="throttle", action=SET_RENEWAL, retry_after=100))
        runner.network_package(**ON)
        times = [call.action for call in runner.emulator.calls]
        last = len(times) - 1 - times[::-1].index(SET_RENEWAL)
        # Delayed for longer than a minute, it rests on new reads.
        assert times[times.index(SET_RENEWAL) : last].count(ASK) >= 2
        assert runner.emulator.effects(SET_RENEWAL) == 1

    def test_after_a_signal_nothing_is_sent(self) -> None:
        runner = account()
        runner.stopping = lambda: runner.emulator.count(ASK) >= 2
        result = runner.network_package(**ON)
        assert result["failed"] and "stop" in result["msg"]
        assert runner.emulator.count(SET_RENEWAL) == 0

    def test_billing_that_is_lost_before_the_write_is_a_warning(self) -> None:
        runner = account()
        fault = Fault(kind="error", code="NotAuthorized", status=400, action=ASK, skip=1, times=99)
        runner.emulator.faults.add(fault)
        result = runner.network_package(**ON)
        assert (result.get("failed"), result["changed"], result["notes"]) == (None, False, [])
        assert "not compared for np-a: QueryAvailableInstances failed: NotAuthorized" in runner.warnings[0]
        assert runner.emulator.count(SET_RENEWAL) == 0


class TestBulk:
    def test_the_failure_of_one_item_stops_no_other(self) -> None:
        runner = Runner()
        items = sweep(runner, 4)
        runner.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=SET_RENEWAL))
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True})
        assert result["failed"] and [item["changed"] for item in result["results"]].count(True) == 3
        assert result["actions"] == [SET_RENEWAL] * 3

    def test_a_region_that_cannot_be_read_fails_its_own_items(self) -> None:
        runner = Runner()
        items = sweep(runner, 2) + sweep(runner, 2, "cn-shanghai")

        def refuse(action: str, params: Any) -> None:
            if params["RegionId"] == "cn-shanghai":
                runner.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST))

        runner.emulator.on_call(refuse, LIST)
        result = runner.network_packages(network_packages=items, defaults={"auto_renew": True})
        assert [bool(item.get("failed")) for item in result["results"]] == [False, False, True, True]
        assert result["actions"] == [SET_RENEWAL] * 2

    def test_the_diff_has_a_line_for_each(self) -> None:
        runner = account()
        items = [{"office_site_id": A, "auto_renew": True}]
        foretold = runner.network_packages(network_packages=items, check_mode=True)
        assert "auto_renew false → " in foretold["diff"]["prepared"]
        assert foretold["diff"]["prepared"].endswith("auto_renew true\n")
        assert runner.network_packages(network_packages=items)["diff"] == foretold["diff"]

    def test_other_packages_are_left_alone(self) -> None:
        runner = account(subscription(), subscription(site=B, key="np-b"))
        runner.network_package(**ON)
        assert (renews(runner), renews(runner, "np-b")) == (True, False)


@pytest.mark.parametrize("times", [1, 6])
@pytest.mark.parametrize("kind", ["reset", "html", "not_documented", "empty", "hang", "connect", "throttle"])
def test_a_question_that_fails_is_asked_again_and_at_last_a_warning(kind: str, times: int) -> None:
    runner = account()
    runner.emulator.faults.add(Fault(kind=kind, action=ASK, times=times))
    result = runner.network_package(**ON)
    assert "failed" not in result
    if times == 1:
        assert (result["actions"], runner.warnings) == ([SET_RENEWAL], [])
    else:
        assert (result["actions"], len(runner.warnings)) == ([], 1)
        assert "auto_renew: not compared for np-a: QueryAvailableInstances failed" in runner.warnings[0]
    assert runner.leaked() == []


def test_the_diff_of_one_package() -> None:
    diff = account().network_package(**ON)["diff"]
    assert (diff["before"]["auto_renew"], diff["after"]["auto_renew"]) == (False, True)


def test_it_costs_nothing() -> None:
    assert account().network_package(**ON, max_cost=0, check_mode=True)["cost"] == []


@pytest.mark.parametrize("wait", [True, False], ids=["wait", "no wait"])
def test_an_order_that_took_effect_is_not_what_does_not_show(wait: bool) -> None:
    """What is waited for places no order, so that none is told to be unpaid."""
    runner = account()

    def lag() -> None:
        runner.emulator.faults.add(Fault(kind="error", action=ASK, code="ServiceUnavailable", status=503, times=10_000))

    runner.emulator.on_call(lambda _action, _params: lag(), SET_RENEWAL, times=1)
    result = runner.network_package(**ON, bandwidth=20, wait=wait, wait_timeout=60)
    assert (result["actions"], len(result["order_ids"])) == ([MODIFY, SET_RENEWAL], 1)
    words = " ".join([result.get("msg", ""), *runner.warnings])
    assert "automatic renewal" in words or "SetRenewal was accepted" in words
    assert "is paid" not in words
    assert "pending_order_id" not in words
