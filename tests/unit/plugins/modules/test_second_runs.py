# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The run after the first: settling, the edges of remaining_days, lag, packages that show little or odd things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator.clock import START
from ansible_collections.alicloud.ecd.tests.emulator.model import write_time

from .runner import REGION, Runner
from .scenarios import CREATE, MODIFY, RENEW, A, package, subscription
from .stories import (
    BOTH_MODES,
    BOTH_MODULES,
    DAY,
    HOUR,
    LIST,
    SOON_DONE,
    account,
    answer,
    failed,
    live,
    ok,
    run,
    said,
    took,
    warned,
)

HERE: dict[str, Any] = {"office_site_id": A}
TEN: dict[str, Any] = {**HERE, "bandwidth": 10}
TWENTY: dict[str, Any] = {**HERE, "bandwidth": 20}
TERMS_TOO_SHORT = pytest.mark.parametrize(
    ("period", "period_unit", "remaining_days"),
    [(1, "Month", 31), (1, "Month", 45), (3, "Month", 90), (1, "Week", 7), (1, "Week", 8), (1, "Year", 365)],
)


def in_days(days: float) -> str:
    return write_time(START + timedelta(days=days))


@TERMS_TOO_SHORT
@BOTH_MODULES
@BOTH_MODES
def test_a_purchase_that_the_next_run_would_renew_is_refused(
    how: str, check_mode: bool, period: int, period_unit: str, remaining_days: int
) -> None:
    """(2) a term that ends within remaining_days is refused before the purchase, which names the option."""
    runner = account()
    term: dict[str, Any] = {"period": period, "period_unit": period_unit, "remaining_days": remaining_days}
    failed(run(runner, how, check_mode, **TEN, pay_type="PrePaid", **term), "remaining_days")
    assert runner.writes() == []


@TERMS_TOO_SHORT
def test_a_renewal_of_an_expired_package_that_the_next_run_would_repeat_is_refused(
    period: int, period_unit: str, remaining_days: int
) -> None:
    """(2) an expired package begins its term now; with Week and 7 every run would renew it."""
    runner = account(subscription(business_status="Expired"))
    term: dict[str, Any] = {"period": period, "period_unit": period_unit, "remaining_days": remaining_days}
    failed(runner.network_package(**HERE, **term), "remaining_days")
    assert runner.writes() == []


@pytest.mark.parametrize(("days", "remaining_days"), [(5, 45), (5, 36), (0.5, 32)])
def test_a_renewal_that_the_next_run_would_repeat_is_refused(days: float, remaining_days: int) -> None:
    """(2) the present end and one month are still within remaining_days."""
    runner = account(subscription(expired_time=in_days(days)))
    failed(runner.network_package(**HERE, remaining_days=remaining_days), "remaining_days")
    assert runner.writes() == []


@pytest.mark.parametrize(
    ("period", "period_unit", "remaining_days"),
    [(1, "Week", 6), (1, "Month", 28), (1, "Month", 30), (3, "Month", 89), (1, "Year", 364)],
)
def test_a_term_that_is_hardly_longer_is_a_warning(period: int, period_unit: str, remaining_days: int) -> None:
    """(2) not refused today, but some month it would be: a warning; the second run is unchanged."""
    runner = account()
    desired: dict[str, Any] = {**TEN, "pay_type": "PrePaid", "period": period, "period_unit": period_unit}
    desired["remaining_days"] = remaining_days
    assert ok(runner.network_package(**desired))["actions"] == [CREATE]
    if (period_unit, remaining_days) not in (("Week", 6), ("Year", 364)):
        warned(runner, "remaining_days")
    runner.clock.advance(HOUR)
    assert ok(runner.network_package(**desired))["changed"] is False


@pytest.mark.parametrize(
    ("period", "period_unit", "remaining_days"), [(1, "Month", 28), (1, "Year", 365), (1, "Week", 7)]
)
def test_a_renewal_by_a_term_that_is_hardly_longer_is_a_warning(
    period: int, period_unit: str, remaining_days: int
) -> None:
    """(2) the days that are left make up for the short term today: done once, with a warning."""
    runner = account(subscription(expired_time=in_days(4)))
    term: dict[str, Any] = {"period": period, "period_unit": period_unit, "remaining_days": remaining_days}
    assert ok(runner.network_package(**HERE, **term))["actions"] == [RENEW]
    warned(runner, "remaining_days")
    runner.clock.advance(HOUR)
    assert ok(runner.network_package(**HERE, **term))["changed"] is False
    assert runner.emulator.effects(RENEW) == 1


@pytest.mark.parametrize(("period", "period_unit", "remaining_days"), [(1, "Month", 7), (1, "Year", 30)])
def test_a_clearly_longer_term_warns_of_nothing(period: int, period_unit: str, remaining_days: int) -> None:
    """(2) the usual case is silent."""
    runner = account(subscription(expired_time=in_days(4)))
    term: dict[str, Any] = {"period": period, "period_unit": period_unit, "remaining_days": remaining_days}
    assert ok(runner.network_package(**HERE, **term))["actions"] == [RENEW]
    assert runner.warnings == []


@pytest.mark.parametrize("seconds", [0, 1, 30, 59])
def test_time_that_passes_during_a_run_decides_nothing(seconds: int) -> None:
    """(2) the day at which a renewal is due begins during the run: it is for the next run."""
    end = write_time(START + timedelta(days=7, seconds=seconds))
    runner = account(subscription(expired_time=end), switches={"stale_seconds": 60})
    desired: dict[str, Any] = {**TWENTY, "remaining_days": 7}
    first = ok(runner.network_package(**desired))
    assert runner.writes() == first["actions"] == [MODIFY]
    runner.clock.advance(DAY)
    assert ok(runner.network_package(**desired))["actions"] == [RENEW]


LAG: tuple[tuple[str, dict[str, Any] | None, dict[str, Any]], ...] = (
    (CREATE, None, TEN),
    (CREATE, None, {"tags": {"purpose": "spare"}, "bandwidth": 5}),
    (CREATE, None, {**TEN, "pay_type": "PrePaid"}),
    (MODIFY, package(), TWENTY),
    (RENEW, subscription(expired_time=in_days(4)), {**HERE, "remaining_days": 7}),
)


@BOTH_MODULES
@pytest.mark.parametrize("stale_seconds", [5, 25])
@pytest.mark.parametrize(("action", "have", "desired"), LAG, ids=["site", "tags", "term", "bandwidth", "renewal"])
def test_without_waiting_twice_orders_once(
    how: str, stale_seconds: float, action: str, have: dict[str, Any] | None, desired: dict[str, Any]
) -> None:
    """(5) wait: false twice in a row orders once while reads lag."""
    switches = {"stale_seconds": stale_seconds, "second_package": "accepted"}
    runner = account(*([have] if have else []), switches=switches)
    first = ok(run(runner, how, wait=False, **desired))
    second = ok(run(runner, how, wait=False, **desired))
    assert (first["actions"], second["actions"]) == ([action], [])
    assert runner.writes() == [action]


@pytest.mark.parametrize("polls", [1, 3])
def test_without_waiting_twice_buys_once_while_listings_omit_the_package(polls: int) -> None:
    """(5) the purchase is absent from some listings."""
    runner = account(switches={"create_absent_polls": polls, "second_package": "accepted"})
    assert [ok(runner.network_package(wait=False, **TEN))["changed"] for _run in range(2)] == [True, False]
    assert runner.writes() == [CREATE]


def test_without_waiting_for_in_use() -> None:
    """(5) the effect of the write is looked for, InUse is not waited for."""
    runner = account(creating_seconds=300)
    result, seconds = took(runner, lambda: runner.network_package(wait=False, **TEN))
    assert ok(result)["network_package"]["network_package_status"] == "Creating"
    assert seconds < 30


@pytest.mark.parametrize(("action", "have", "desired"), LAG, ids=["site", "tags", "term", "bandwidth", "renewal"])
def test_an_effect_that_does_not_show_is_a_warning(
    action: str, have: dict[str, Any] | None, desired: dict[str, Any]
) -> None:
    """(5) wait: false and nothing to see within settle_timeout: success, and a warning that a second run is early."""
    runner = account(*([have] if have else []), switches={"stale_seconds": 500})
    result, seconds = took(runner, lambda: runner.network_package(wait=False, settle_timeout=20, **desired))
    assert ok(result)["actions"] == [action]
    assert runner.warnings
    assert 20 <= seconds < SOON_DONE


CREATING: dict[str, Any] = {"network_package_status": "Creating"}


@BOTH_MODULES
def test_a_package_that_shows_no_bandwidth_yet_is_compared_when_it_does(how: str) -> None:
    """(16) Creating without a bandwidth is not as desired: after the wait it is changed, or the run fails."""
    runner = account(package(**CREATING, bandwidth=50), switches={"creating_fields": "few"})
    result = run(runner, how, **TEN)
    assert result.get("failed") or result["network_package"]["bandwidth"] == 10
    assert runner.emulator.count(CREATE) == 0
    again = ok(run(runner, how, **TEN))
    assert again["network_package"]["bandwidth"] == runner.emulator.packages["np-a"].bandwidth == 10


@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False])
def test_another_charge_type_after_creating_is_an_error(how: str, wait: bool) -> None:
    """(16) what shows after the wait and cannot be changed is an error; without the wait a note."""
    runner = account(package(**CREATING, internet_charge_type="PayByBandwidth"), switches={"creating_fields": "few"})
    result = run(runner, how, wait=wait, internet_charge_type="PayByTraffic", **TEN)
    if wait:
        failed(result, "internet_charge_type", "PayByBandwidth")
    else:
        assert ok(result)["changed"] is False
        assert result["notes"]
    assert runner.writes() == []


def test_without_waiting_what_does_not_show_yet_is_a_note() -> None:
    """(16) wait: false cannot compare the bandwidth, and says so."""
    runner = account(package(**CREATING, bandwidth=50), switches={"creating_fields": "few"}, creating_seconds=300)
    result = ok(runner.network_package(wait=False, **TEN))
    assert (runner.writes(), result["changed"]) == ([], False)
    assert "np-a" in said(runner, result) and "bandwidth" in said(runner, result)


def always(runner: Runner, site: str | None, **fields: Any) -> None:
    """Let every listing show the live packages of an office network with these fields."""

    def change(_action: str, _params: Mapping[str, str]) -> None:
        for key in live(runner, site):
            runner.emulator.change_package(key, **fields)

    runner.emulator.on_call(change, LIST)


@BOTH_MODULES
def test_what_was_bought_is_compared_when_it_shows(how: str) -> None:
    """(16) a purchase that turns out with another bandwidth is not told as done."""
    runner = account(switches={"creating_fields": "few"})
    always(runner, A, bandwidth=50)
    result = run(runner, how, **TEN)
    assert result.get("failed"), result
    assert (result["changed"], result["actions"][:1]) == (True, [CREATE])


@pytest.mark.parametrize("business_status", ["Normal", "", "Odd", None])
def test_expired_by_date_is_told(business_status: str | None) -> None:
    """(polish) a package that expired by date is told so, whatever business_status says."""
    runner = account(subscription())
    shown = {
        "NetworkPackageId": "np-a",
        "NetworkPackageStatus": "InUse",
        "OfficeSiteId": A,
        "Bandwidth": 10,
        "PayType": "PrePaid",
        "InternetChargeType": "PayByBandwidth",
        "BusinessStatus": business_status,
        "ExpiredTime": in_days(-1),
    }
    answer(runner, LIST, {"RequestId": "R-1", "NetworkPackages": [shown]}, times=6)
    ok(runner.network_package(**TEN))
    warned(runner, "np-a", "expired")


@BOTH_MODULES
@pytest.mark.parametrize("status", ["Frozen", "", "Maintaining"])
def test_an_undocumented_status_is_not_waited_for(how: str, status: str) -> None:
    """(polish) nothing is to be done, so a status that nobody documented does not cost 600 seconds."""
    runner = account(package())
    runner.emulator.change_package("np-a", network_package_status=status)
    result, seconds = took(runner, lambda: run(runner, how, **HERE, network_package_id="np-a", bandwidth=10))
    assert seconds < SOON_DONE
    assert runner.writes() == []
    assert "waited" not in said(runner, result)


def test_the_loop_of_the_documentation_passes_over_released_packages() -> None:
    """(22) "Renew them": what the documented question returns can be renewed one by one, and only once."""
    runner = account(
        subscription(expired_time=in_days(4)),
        subscription(site=None, key="np-old", expired_time=in_days(-40), network_package_status="Released"),
        subscription(site=None, key="np-going", expired_time=in_days(-4), network_package_status="Releasing"),
        switches={"released": "listed"},
    )
    asked: dict[str, Any] = {"pay_type": "PrePaid", "network_package_status": "InUse", "expires_within_days": 14}
    found = runner.network_package_info(region_id=REGION, **asked)["network_packages"]
    assert [entry["network_package_id"] for entry in found] == ["np-a"]
    for _night in range(3):
        for entry in found:
            ok(runner.network_package(network_package_id=entry["network_package_id"], remaining_days=15, period=3))
        runner.clock.advance(DAY)
    assert runner.writes() == [RENEW]


def test_tags_that_the_api_ignores_do_not_buy_every_night() -> None:
    """(2) a purchase by tags that does not bear them is told: the next run would buy again."""
    runner = account()
    always(runner, None, tags={})
    result = runner.network_package(tags={"purpose": "spare"}, bandwidth=5, wait_timeout=60)
    failed(result, "tags")
    assert (result["changed"], result["actions"]) == (True, [CREATE])
    (bought,) = live(runner, None)
    assert bought in repr(result)
