# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that do not show for a moment whose package they are: nothing is bought or released because of them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner
from .scenarios import CREATE, DELETE, MODIFY, A, B, C, D, package, subscription
from .stories import BOTH_MODES, LIST, SITES, account, before, failed, live, ok, warned
from .test_undeclared import HERE, OTHER, change, found, kept, offices, sweep

OFFICE = ("OfficeSiteId", "OfficeSiteName", "OfficeSiteVpcType")
TAGGED: dict[str, Any] = {"tags": {"purpose": "x"}, "bandwidth": 10}
BUYS: dict[str, Any] = {"office_site_id": D, "bandwidth": 5}


def hide(runner: Runner, key: str, *names: str, listing: int, times: int = 1) -> None:
    """Let the rows of a package leave out fields, from this listing of the run on."""
    act = partial(runner.emulator.hide_fields, key, *names, times=times)
    before(runner, LIST, act, skip=listing - 1)


def flapping(*names: str, listing: int = 2, times: int = 1) -> Runner:
    key = "np-t" if names == ("Tags",) else "np-a"
    runner = offices(package(None, "np-t", tags=TAGGED["tags"]))
    runner.emulator.switch(second_package="accepted")
    hide(runner, key, *names, listing=listing, times=times)
    return runner


# --- one of two listings shows whose package it is


@BOTH_MODES
@pytest.mark.parametrize("listing", [1, 2, 3, 4])
@pytest.mark.parametrize("names", [OFFICE, ("Tags",)], ids=["office", "tags"])
@pytest.mark.parametrize("mode", ["ignore", "release"])
def test_a_row_that_flaps_buys_nothing(mode: str, names: tuple[str, ...], listing: int, check_mode: bool) -> None:
    runner = flapping(*names, listing=listing)
    items = (HERE, TAGGED, {"office_site_id": B}, BUYS)
    result = sweep(runner, *items, mode=mode, check_mode=check_mode)
    assert ok(result)["actions"] == [CREATE]
    assert runner.writes() == ([] if check_mode else [CREATE])
    assert live(runner, A) == ["np-a"]


@pytest.mark.parametrize("names", [OFFICE, ("Tags",)], ids=["office", "tags"])
def test_a_row_that_never_agrees_with_itself_ends(names: tuple[str, ...]) -> None:
    runner = offices(package(None, "np-t", tags=TAGGED["tags"]))
    key = "np-t" if names == ("Tags",) else "np-a"
    for listing in range(2, 40, 2):
        hide(runner, key, *names, listing=listing)
    result = sweep(runner, HERE, TAGGED, BUYS, mode="ignore")
    if result.get("failed"):
        failed(result, "changes with every read")
    assert runner.writes() in ([], [CREATE])
    assert live(runner, A) == ["np-a"]


@pytest.mark.parametrize("wait", [False, True])
def test_one_that_is_being_created_without_its_office_network_is_waited_for(wait: bool) -> None:
    """It may be the one that the run before bought."""
    runner = offices(creating_seconds=5)
    runner.emulator.switch(second_package="accepted")
    ok(runner.network_package(**BUYS, wait=False))
    (key,) = live(runner, D)
    runner.emulator.hide_fields(key, *OFFICE, times=3)
    again = ok(runner.network_package(**BUYS, wait=wait))
    assert (again["changed"], live(runner, D)) == (False, [key])


@pytest.mark.parametrize("item", [{"state": "absent"}, {"purchase": False}], ids=str)
def test_an_item_that_buys_nothing_asks_again_too(item: dict[str, Any]) -> None:
    """np-a is there: it is released, or reported as there."""
    runner = flapping(*OFFICE)
    gone = {"office_site_id": C, "state": "absent"}
    result = ok(runner.network_packages(network_packages=[{"office_site_id": A, **item}, gone]))
    assert runner.writes() == ([DELETE] if item == {"state": "absent"} else [])
    assert item == {"state": "absent"} or result["results"][0]["network_package"]["network_package_id"] == "np-a"


def test_a_package_that_was_moved_is_bought_for_after_one_more_listing() -> None:
    runner = account(package(A, "np-a"))
    before(runner, LIST, partial(runner.emulator.change_package, "np-a", office_site_id=C), skip=1)
    result = ok(runner.network_packages(network_packages=[HERE, BUYS], check_mode=True))
    assert result["actions"] == [CREATE, CREATE]
    assert runner.emulator.summary()[LIST] == 3


@pytest.mark.parametrize("ends", [True, False])
def test_a_row_that_flaps_right_before_the_purchase_buys_nothing(ends: bool) -> None:
    """The package was bound by another run after the plan; the next listing hides it, or every second one does."""
    runner = account(switches={"second_package": "accepted"})
    runner.emulator.add_package(**package(None, "np-a"))
    runner.emulator.change_package("np-a", office_site_id=None)
    lists: list[int] = []

    def flap(_action: str, _params: Any) -> None:
        lists.append(1)
        if len(lists) >= 3:
            runner.emulator.change_package("np-a", office_site_id=A)
        if len(lists) == 4 or (len(lists) > 4 and len(lists) % 2 == 0 and not ends):
            runner.emulator.hide_fields("np-a", *OFFICE)

    runner.emulator.on_call(flap, LIST)
    runner.emulator.faults.add(Fault(kind="throttle", action=CREATE, retry_after=100))
    result = runner.network_packages(network_packages=[HERE])
    assert ends or failed(result, "changes with every read")
    assert live(runner, A) == ["np-a"]


# --- both listings hide the office network


@pytest.mark.parametrize("item", [{"purchase": False}, {"bandwidth": 10}, {"state": "absent"}], ids=str)
@pytest.mark.parametrize("named", [True, False], ids=["by name", "by id"])
def test_the_package_that_the_office_network_names_is_the_items(item: dict[str, Any], named: bool) -> None:
    runner = offices()
    hide(runner, "np-a", *OFFICE, listing=1, times=9999)
    place = {"office_site_name": "alpha"} if named else {"office_site_id": A}
    result = sweep(runner, {**place, **item})
    assert found(result) == {"np-b": "bandwidth" not in item}
    assert live(runner, A) == ["np-a"]


def test_the_office_networks_of_items_without_a_package_are_read_in_one_call() -> None:
    runner = offices()
    items = [{"office_site_id": place, "purchase": False} for place in (C, D)]
    ok(sweep(runner, HERE, *items, check_mode=True))
    assert runner.emulator.summary() == {LIST: 2, SITES: 1}


@pytest.mark.parametrize("unclear", [False, True])
def test_an_item_that_fails_without_a_package_keeps_all_of_its_region(unclear: bool) -> None:
    """It is not known which package is its own: it may be one that hides its office network."""
    runner = offices()
    runner.emulator.add_package(f"{OTHER}+dir-x", network_package_id="np-x", region_id=OTHER)
    there = {"region_id": OTHER, "tags": {"a": "b"}, "state": "absent"}
    kind = {"kind": "reset"} if unclear else {"kind": "error", "code": "RISK.RISK_CONTROL_REJECTION", "status": 400}
    runner.emulator.faults.add(Fault(action=CREATE, **kind))
    result = failed(sweep(runner, HERE, BUYS, there, settle_timeout=5), "network_packages[1]")
    assert (found(result), kept(runner)) == ({"np-b": False, "np-x": True}, ["np-a", "np-b"])
    assert "failed" not in result["undeclared"][0]
    warned(runner, REGION, "network_packages[1]", "not released", "run again")


def test_an_item_that_fails_with_its_package_stops_no_release() -> None:
    runner = offices()
    runner.emulator.faults.add(Fault(kind="error", action=MODIFY, code="RISK.RISK_CONTROL_REJECTION", status=400))
    result = failed(sweep(runner, {**HERE, "bandwidth": 20}), "network_packages[0]")
    assert (found(result), kept(runner)) == ({"np-b": True}, ["np-a"])


# --- what other regions do meanwhile


def test_releases_rest_on_reads_after_what_other_regions_wrote() -> None:
    runner = offices(creating_seconds=40)
    there = f"{OTHER}+dir-x"
    runner.emulator.add_office_site(there, region_id=OTHER)
    over = {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth"}
    before(runner, CREATE, partial(change, runner, **over))
    result = sweep(runner, HERE, {"region_id": OTHER, "office_site_id": there, "bandwidth": 5})
    failed(result, "np-b")
    assert (found(result), kept(runner)[:2], runner.writes()) == ({"np-b": False}, ["np-a", "np-b"], [CREATE])


def test_a_task_that_only_releases_reads_nothing_more() -> None:
    runner = offices()
    listings: list[int] = []
    before(runner, DELETE, lambda: listings.append(runner.emulator.count(LIST)))
    ok(sweep(runner, HERE))
    assert listings == [2]


# --- subscriptions that somebody renews right now


PAST, FUTURE = "2026-01-01T08:00:00Z", "2027-01-01T08:00:00Z"


@pytest.mark.parametrize(
    ("date", "status", "undeclared", "absent"),
    [
        (PAST, "Expired", True, True),
        (FUTURE, "Expired", False, False),
        (FUTURE, "Normal", False, False),
    ],
)
def test_what_has_expired(date: str, status: str, undeclared: bool, absent: bool) -> None:
    over = subscription(site=B, key="np-b", expired_time=date, business_status=status)
    runner = account(package(A, "np-a"), over)
    result = ok(sweep(runner, HERE, check_mode=True))
    assert found(result) == {"np-b": undeclared}
    if not undeclared:
        warned(runner, "np-b", "subscription", "not released")
    gone = sweep(runner, {"office_site_id": B, "state": "absent"}, mode="ignore", check_mode=True)
    assert gone.get("failed", False) is not absent
    forced = {"office_site_id": B, "state": "absent", "force": True}
    assert ok(sweep(runner, forced, mode="ignore", check_mode=True))["actions"] == [DELETE]


# --- a release without effect


@pytest.mark.parametrize("wait", [True, False])
def test_a_release_that_has_no_effect_is_none(wait: bool) -> None:
    runner = offices()
    body = '{"RequestId": "7B1C0C0A-0000-4000-8000-000000000000"}'
    runner.emulator.faults.add(Fault(kind="not_documented", action=DELETE, body=body))
    result = sweep(runner, HERE, wait=wait, wait_timeout=20, settle_timeout=5)
    assert (found(result), result["actions"]) == ({"np-b": False}, [DELETE])
    assert bool(result.get("failed")) is wait
    assert "accepted" in result["undeclared"][0]["notes"][0]


def test_a_release_under_way_is_one() -> None:
    runner = offices(releasing_seconds=300)
    result = ok(sweep(runner, HERE, wait=False))
    assert (found(result), runner.emulator.packages["np-b"].network_package_status) == ({"np-b": True}, "Releasing")
