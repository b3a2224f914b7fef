# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An office network names a package that no listing shows there: nothing is bought before the two reads agree."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import Runner
from .scenarios import BIND, CREATE, DELETE, FREE, MODIFY, A, B, C, D, package
from .stories import (
    BOTH_MODES,
    BOTH_MODULES,
    LIST,
    SITES,
    account,
    after,
    before,
    failed,
    live,
    ok,
    run,
    took,
    unpaid,
    warned,
)

OFFICE = ("OfficeSiteId", "OfficeSiteName", "OfficeSiteVpcType")
TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
PLACES: tuple[dict[str, Any], ...] = ({"office_site_id": A}, {"office_site_name": "alpha"})
FOREVER = 10_000
HIDDEN = pytest.mark.parametrize("how_hidden", ["row", "office network"])
SWITCHED = pytest.mark.parametrize("switched", [{}, {"enabled": True}], ids=["as it is", "switched"])
WAIT = pytest.mark.parametrize("wait", [True, False], ids=["wait", "no wait"])


def hidden(how_hidden: str, times: int = FOREVER, **more: Any) -> Runner:
    """Return a runner where listings hide np-a, or where it is, while its office network names it."""
    runner = account(package(A, "np-a"), package(B, "np-b"), switches={"second_package": "accepted"}, **more)
    hide(runner, how_hidden, times)
    return runner


def hide(runner: Runner, how_hidden: str, times: int = FOREVER) -> None:
    if how_hidden == "row":
        runner.emulator.hide_rows("np-a", times)
    else:
        runner.emulator.hide_fields("np-a", *OFFICE, times=times)


def named(times: int, **more: Any) -> Runner:
    """Return a runner where the office network A still names a package that is gone."""
    runner = account(package(B, "np-b"), switches={"second_package": "accepted"}, **more)
    runner.emulator.name_package(A, "np-gone", times)
    return runner


# --- the package is there


@BOTH_MODULES
@HIDDEN
@WAIT
@pytest.mark.parametrize("place", PLACES, ids=["id", "name"])
def test_nothing_is_bought_while_they_differ(how: str, how_hidden: str, wait: bool, place: dict[str, Any]) -> None:
    runner = hidden(how_hidden)
    result, seconds = took(runner, lambda: run(runner, how, **place, bandwidth=10, wait=wait, wait_timeout=60))
    failed(result, "np-a", A, "DescribeOfficeSites", "wait_timeout", "nothing was bought", "network_package_id")
    assert (runner.writes(), live(runner, A), result.get("changed", False)) == ([], ["np-a"], False)
    assert 60 <= seconds < 70
    assert ("not listed" if how_hidden == "row" else "np-a, which is InUse without an office network") in result["msg"]


@BOTH_MODULES
@HIDDEN
@WAIT
@pytest.mark.parametrize("times", [2, 3, 5])
def test_what_shows_later_is_the_items(how: str, how_hidden: str, wait: bool, times: int) -> None:
    runner = hidden(how_hidden, times)
    result = ok(run(runner, how, **TEN, wait=wait))
    assert (result["changed"], runner.writes(), live(runner, A)) == (False, [], ["np-a"])
    assert result["network_package"]["network_package_id"] == "np-a"
    assert f"{CREATE} was planned, but is not needed any more" in result["notes"]


@HIDDEN
def test_what_shows_later_and_is_not_as_desired_is_changed_by_the_next_run(how_hidden: str) -> None:
    runner = hidden(how_hidden, 3)
    failed(runner.network_package(office_site_id=A, bandwidth=20), MODIFY, "run again")
    assert runner.writes() == []
    assert ok(runner.network_package(office_site_id=A, bandwidth=20))["actions"] == [MODIFY]


@BOTH_MODULES
@HIDDEN
@BOTH_MODES
def test_both_modes_say_so(how: str, how_hidden: str, check_mode: bool) -> None:
    """Check mode cannot wait, so it foretells the purchase, and says on what it depends."""
    runner = hidden(how_hidden, 3)
    result = ok(run(runner, how, check_mode, **TEN))
    assert result["actions"] == ([CREATE] if check_mode else [])
    warned(runner, "np-a", A, "DescribeOfficeSites", "nothing is bought unless")
    assert any("np-a" in note and "nothing is bought unless" in note for note in result["notes"])
    assert runner.writes() == []


def test_a_longer_wait_than_the_api_lags_is_not_endless() -> None:
    """Every second listing shows the package, and the others miss it."""
    runner = account(package(A, "np-a"), switches={"second_package": "accepted"})
    for listing in range(0, 400, 3):
        before(runner, LIST, partial(runner.emulator.hide_rows, "np-a", 2), skip=listing)
    result, seconds = took(runner, lambda: runner.network_package(**TEN))
    assert result.get("failed") or result["changed"] is False
    assert (runner.writes(), live(runner, A)) == ([], ["np-a"])
    assert seconds < 700


def test_the_other_items_of_the_list_are_bought() -> None:
    runner = hidden("row")
    items = [TEN, {"office_site_id": C, "bandwidth": 5}, {"office_site_id": D, "bandwidth": 5}]
    result = failed(runner.network_packages(network_packages=items, wait_timeout=60), "network_packages[0]")
    assert [item.get("failed", False) for item in result["results"]] == [True, False, False]
    assert (result["actions"], live(runner, A)) == ([CREATE, CREATE], ["np-a"])


@pytest.mark.parametrize("places", [(A,), (A, B)], ids=["one", "two"])
def test_items_that_wait_share_their_polls(places: tuple[str, ...]) -> None:
    """Two listings and the office networks, then two polls of both, and reads that confirm what they showed."""
    runner = account(package(A, "np-a"), package(B, "np-b"))
    for key in ("np-a", "np-b"):
        runner.emulator.hide_rows(key, 3)
    items = [{"office_site_id": place, "bandwidth": 10} for place in places]
    assert ok(runner.network_packages(network_packages=items))["changed"] is False
    assert runner.emulator.summary() == {LIST: 8, SITES: 5}


def test_a_purchase_that_nothing_contradicts_reads_no_more_than_before() -> None:
    runner = account(package(B, "np-b"))
    calls: list[tuple[int, int]] = []
    before(runner, CREATE, lambda: calls.append((runner.emulator.count(LIST), runner.emulator.count(SITES))))
    ok(runner.network_package(**TEN))
    assert calls == [(2, 1)]


@HIDDEN
def test_nothing_undeclared_is_released_where_they_differ(how_hidden: str) -> None:
    runner = hidden(how_hidden)
    options: dict[str, Any] = {"undeclared": "release", "max_releases": 5, "wait_timeout": 60}
    failed(runner.network_packages(network_packages=[TEN], **options), "np-a")
    assert runner.writes() == []
    warned(runner, "not released")


# --- unpaid orders


def test_an_unpaid_order_is_not_placed_either() -> None:
    runner = hidden("row")
    failed(runner.network_package(**TEN, auto_pay=False, wait_timeout=60), "np-a")
    assert runner.writes() == []


@pytest.mark.parametrize(("becomes", "fails"), [("unpaid", False), ("cancelled", True)])
def test_an_order_of_an_earlier_run_comes_first(becomes: str, fails: bool) -> None:
    """What waits for payment may be what the office network names; in its place nothing is bought."""
    runner = account(switches={"unpaid_order": "ignored", "second_package": "accepted"})
    order = unpaid(runner, **TEN)
    if becomes == "cancelled":
        runner.emulator.cancel_order(order)
    runner.emulator.name_package(A, "np-x", FOREVER)
    result, seconds = took(runner, lambda: runner.network_package(**TEN, pending_order_id=order, wait_timeout=60))
    assert (result.get("failed", False), runner.writes()) == (fails, [])
    assert seconds >= 60 if fails else result["payment_pending"] and seconds < 10


# --- the package is gone, and the office network still names it


@BOTH_MODULES
@WAIT
@pytest.mark.parametrize("times", [1, 2, 5])
@BOTH_MODES
def test_what_is_gone_is_bought_when_both_say_so(how: str, wait: bool, times: int, check_mode: bool) -> None:
    runner = named(times)
    result = ok(run(runner, how, check_mode, **TEN, wait=wait))
    assert (result["actions"], result["changed"]) == ([CREATE], True)
    assert len(live(runner, A)) == (not check_mode)
    warned(runner, "np-gone", A)


def test_a_name_that_stays_for_too_long_is_for_a_later_run() -> None:
    runner = named(FOREVER)
    failed(runner.network_package(**TEN, wait_timeout=60), "np-gone", "nothing was bought", "Run again later")
    assert runner.writes() == []
    runner.emulator.name_package(A, "np-gone", 0)
    assert ok(runner.network_package(**TEN))["actions"] == [CREATE]


@pytest.mark.parametrize("status", ["Releasing", "Released"])
@pytest.mark.parametrize("shows", ["its office network", "no office network"])
def test_what_is_listed_as_released_is_gone(status: str, shows: str) -> None:
    switches = {"released": "listed", "second_package": "accepted"}
    runner = account(package(A, "np-a", network_package_status=status), switches=switches)
    if shows == "no office network":
        hide(runner, "office network")
    runner.emulator.name_package(A, "np-a", 1)
    result, seconds = took(runner, lambda: runner.network_package(**TEN))
    assert ok(result)["actions"] == [CREATE]
    assert seconds < 30


def test_a_release_and_a_purchase_after_it() -> None:
    """The office network names the released package for a while."""
    runner = account(package(A, "np-a"))
    assert ok(runner.network_package(office_site_id=A, state="absent"))["actions"] == [DELETE]
    runner.emulator.name_package(A, "np-a", 4)
    assert ok(runner.network_package(**TEN))["actions"] == [CREATE]
    assert ok(runner.network_package(**TEN))["changed"] is False


def test_what_is_listed_at_another_office_network_is_there() -> None:
    """The listing says where it is, and its office network names it; the one that it left still does, too."""
    runner = account(package(C, "np-moved"))
    runner.emulator.name_package(A, "np-moved", FOREVER)
    result, seconds = took(runner, lambda: runner.network_package(**TEN))
    assert ok(result)["actions"] == [CREATE]
    assert seconds < 30


def moved_here() -> Runner:
    """Return a runner whose listing still shows a package at the office network C, from which it was moved to A."""
    runner = account(package(C, "np-moved"), switches={"second_package": "accepted"})
    runner.emulator.name_package(A, "np-moved", FOREVER)
    runner.emulator.name_package(C, "", FOREVER)
    return runner


@BOTH_MODULES
@WAIT
def test_nothing_is_bought_where_the_listing_shows_it_at_an_office_network_that_does_not_name_it(
    how: str, wait: bool
) -> None:
    runner = moved_here()
    result = run(runner, how, **TEN, wait=wait, wait_timeout=60)
    failed(result, f"np-moved, which is listed at {C}, but {C} does not name it", "nothing was bought")
    assert runner.writes() == []


@BOTH_MODULES
@WAIT
def test_what_was_moved_here_is_the_items_when_the_listing_shows_it(how: str, wait: bool) -> None:
    runner = moved_here()
    before(runner, LIST, partial(runner.emulator.change_package, "np-moved", office_site_id=A), skip=4)
    result = ok(run(runner, how, **TEN, wait=wait))
    assert (result["changed"], runner.writes(), live(runner, A)) == (False, [], ["np-moved"])


@BOTH_MODULES
def test_what_was_moved_away_is_replaced_when_its_office_network_names_it(how: str) -> None:
    runner = moved_here()
    runner.emulator.name_package(C, "", 3)
    assert ok(run(runner, how, **TEN))["actions"] == [CREATE]
    assert len(live(runner, A)) == 1


def test_a_package_that_is_bound_here_is_no_purchase() -> None:
    runner = account(package(C, "np-moved"))
    runner.emulator.name_package(A, "np-moved", FOREVER)
    assert BIND in ok(runner.network_package(network_package_id="np-moved", office_site_id=A))["actions"]


# --- a purchase that was refused


@WAIT
@SWITCHED
@pytest.mark.parametrize("times", [2, 4])
def test_a_refused_purchase_is_compared_with_what_shows_later(wait: bool, switched: Any, times: int) -> None:
    """Another run bought meanwhile. Its package is hidden at first, and the office network names it."""
    runner = account(creating_seconds=0)

    def another_buys() -> None:
        runner.emulator.add_package(**package(A, "np-other"))
        runner.emulator.hide_rows("np-other", times)

    before(runner, CREATE, another_buys)
    result = ok(runner.network_package(**TEN, **switched, wait=wait))
    assert (result["changed"], result["actions"], live(runner, A)) == (False, [], ["np-other"])
    assert result["network_package"]["network_package_id"] == "np-other"
    assert not any("bought None" in note for note in result["notes"])


@WAIT
@SWITCHED
def test_a_refused_purchase_fails_where_the_other_package_never_shows(wait: bool, switched: Any) -> None:
    runner = account(creating_seconds=0)

    def another_buys() -> None:
        runner.emulator.add_package(**package(A, "np-other"))
        runner.emulator.hide_rows("np-other", FOREVER)

    before(runner, CREATE, another_buys)
    result = failed(runner.network_package(**TEN, **switched, wait=wait, wait_timeout=60), "np-other")
    assert (result.get("changed", False), live(runner, A), runner.emulator.effects(CREATE)) == (False, ["np-other"], 0)


REFUSED: dict[str, Any] = {"kind": "error", "code": "OperationDenied.OfficeSite", "status": 400}


@WAIT
@pytest.mark.parametrize("refusals", [1, 2])
@pytest.mark.parametrize("more", [{}, {"pay_type": "PrePaid", "auto_renew": True}], ids=["hourly", "renews itself"])
def test_a_refused_purchase_is_decided_anew_where_the_named_package_is_gone(
    wait: bool, refusals: int, more: dict[str, Any]
) -> None:
    runner = account(creating_seconds=0)
    runner.emulator.faults.add(Fault(action=CREATE, times=refusals, **REFUSED))
    before(runner, CREATE, partial(runner.emulator.name_package, A, "np-gone", 3))
    result = runner.network_package(**TEN, **more, enabled=True, wait=wait)
    sent = [call.params.get("AutoRenew") for call in runner.emulator.calls if call.action == CREATE]
    assert sent == ["true" if more else None] * 2
    if refusals == 1:
        assert ok(result)["actions"] == [CREATE]
    else:
        failed(result, "OperationDenied.OfficeSite")
    assert runner.emulator.effects(CREATE) == (refusals == 1)


@WAIT
def test_a_change_that_was_refused_fails_where_the_package_is_hidden_afterwards(wait: bool) -> None:
    runner = account(package(A, "np-a"))
    runner.emulator.faults.add(Fault(action=MODIFY, **REFUSED))
    before(runner, MODIFY, partial(hide, runner, "office network"))
    failed(runner.network_package(office_site_id=A, bandwidth=20, wait=wait), "OperationDenied.OfficeSite")
    assert runner.writes() == [MODIFY]


# What the office network names is as old as its last read, too.


@BOTH_MODULES
@WAIT
def test_what_another_run_buys_during_a_wait_is_named_afterwards(how: str, wait: bool) -> None:
    """The package of another run does not show in the listing yet; its office network names it."""
    old = package(A, "np-old", network_package_status="Releasing")
    runner = account(old, switches={"second_package": "accepted"}, releasing_seconds=20)

    def another_buys() -> None:
        runner.emulator.add_package(**package(A, "np-other"))
        runner.emulator.hide_rows("np-other", FOREVER)

    after(runner, 10, another_buys)
    failed(run(runner, how, **TEN, wait=wait, wait_timeout=60), "np-other", "nothing was bought")
    assert (runner.writes(), live(runner, A)) == ([], ["np-other"])


def test_what_another_run_buys_during_the_pause_of_a_passing_state_is_named_afterwards() -> None:
    runner = account(switches={"second_package": "accepted"}, creating_seconds=0)
    runner.emulator.faults.add(
        Fault(action=CREATE, kind="error", code="IncorrectNetworkPackageStatus.Busy", status=400)
    )

    def another_buys() -> None:
        runner.emulator.add_package(**package(A, "np-other"))
        runner.emulator.hide_rows("np-other", 4)

    after(runner, 1, another_buys)
    assert ok(runner.network_package(**TEN))["changed"] is False
    assert (runner.emulator.effects(CREATE), live(runner, A)) == (0, ["np-other"])


def test_what_a_wait_shows_before_a_purchase_is_read_once_for_all() -> None:
    """One more call of DescribeOfficeSites than without the wait."""
    old = [package(site, f"np-{site[-1]}", network_package_status="Releasing") for site in (A, B)]
    runner = account(*old, releasing_seconds=5)
    ok(runner.network_packages(network_packages=[{"office_site_id": site, "bandwidth": 10} for site in (A, B)]))
    assert runner.emulator.count(SITES) == 2


# A move takes a package from its office network before the API can refuse it for the other one.


MOVE: dict[str, Any] = {"network_package_id": "np-b", "office_site_id": A}


@BOTH_MODULES
@HIDDEN
@WAIT
def test_a_package_stays_where_it_is_while_they_differ_on_the_other_office_network(
    how: str, how_hidden: str, wait: bool
) -> None:
    runner = hidden(how_hidden)
    failed(run(runner, how, **MOVE, wait=wait, wait_timeout=60), "np-a", A, "np-b stays where it is")
    assert (runner.writes(), live(runner, B)) == ([], ["np-b"])
    warned(runner, "np-a", A, "np-b is not moved there")


@BOTH_MODULES
@HIDDEN
def test_a_package_stays_where_it_is_when_the_package_of_the_other_office_network_shows(
    how: str, how_hidden: str
) -> None:
    runner = hidden(how_hidden, 4)
    failed(run(runner, how, **MOVE), "has the live package np-a already")
    assert runner.writes() == []


@BOTH_MODULES
@BOTH_MODES
def test_a_package_is_moved_when_the_other_office_network_names_none_any_more(how: str, check_mode: bool) -> None:
    runner = named(3)
    result = ok(run(runner, how, check_mode, **MOVE))
    assert result["actions"] == [FREE, BIND]
    assert live(runner, A) == ([] if check_mode else ["np-b"])


def test_a_package_without_an_office_network_has_nothing_to_lose() -> None:
    """The API refuses it if the office network has one."""
    runner = named(FOREVER)
    ok(runner.network_package(network_package_id="np-b", unbind=True))
    assert ok(runner.network_package(**MOVE))["actions"] == [BIND]
