# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that show now the old state and now the new one, and writes whose outcome shows late or not at all."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import Access, Session, connect
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from ansible_collections.alicloud.ecd.tests.support.http_library import httpx

from .runner import Runner
from .scenarios import (
    BIND,
    CREATE,
    DELETE,
    ENABLE,
    FREE,
    GONE,
    MODIFY,
    RENEW,
    SITE,
    TEN,
    TWENTY,
    A,
    B,
    package,
    subscription,
)
from .stories import (
    BOTH_MODULES,
    LIST,
    SITES,
    account,
    amend,
    another,
    before,
    failed,
    live,
    ok,
    once,
    run,
    said,
    took,
    warned,
)

FLAPPING: dict[str, Any] = {"stale_seconds": 600, "stale_reads": "every_second"}
SOON = "2026-01-20T08:00:00Z"


# -- The run after a run that saw its effect, while reads still flap


@BOTH_MODULES
@pytest.mark.parametrize(
    ("have", "desired", "action"),
    [
        (package(), TWENTY, MODIFY),
        (package(), {"network_package_id": "np-a", "bandwidth": 20}, MODIFY),
        (subscription(expired_time=SOON), {**SITE, "remaining_days": 7}, RENEW),
    ],
    ids=["bandwidth", "bandwidth by id", "renewal"],
)
@pytest.mark.parametrize("reads", [0, 1])
def test_the_next_run_does_not_order_again(
    how: str, reads: int, have: dict[str, Any], desired: dict[str, Any], action: str
) -> None:
    """An order rests on two reads in a row: one that still shows the old state places no second order."""
    runner = account(have, switches=FLAPPING)
    assert ok(run(runner, how, **desired))["actions"] == [action]
    for _read in range(reads):
        runner.network_package_info()
    second = ok(run(runner, how, **desired))
    assert (second["actions"], runner.writes()) == ([], [action])


@BOTH_MODULES
def test_check_mode_does_not_foretell_the_order_again(how: str) -> None:
    runner = account(package(), switches=FLAPPING)
    ok(run(runner, how, **TWENTY))
    for _run in range(2):
        assert ok(run(runner, how, check_mode=True, **TWENTY))["changed"] is False
        runner.network_package_info()


def test_an_order_takes_one_more_read_and_an_unchanged_run_none() -> None:
    runner = account(package())
    ok(runner.network_package(check_mode=True, **TEN))
    assert runner.emulator.summary() == {LIST: 1}
    ok(runner.network_package(check_mode=True, **TWENTY))
    assert runner.emulator.summary() == {LIST: 1 + 2}


# -- A write that is throttled for longer than an observation lasts


@BOTH_MODULES
def test_a_write_that_is_always_throttled_ends(how: str) -> None:
    """Each attempt is decided on a fresh read; after three the run says what it did not send."""
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="throttle", action=MODIFY, times=1000, retry_after=100))
    result, seconds = took(runner, lambda: run(runner, how, retries=5, **TWENTY))
    failed(result, MODIFY, "too old")
    assert (result.get("changed", False), runner.emulator.effects(MODIFY)) == (False, 0)
    assert runner.emulator.count(MODIFY) == 4
    assert seconds < 1000


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_write_that_is_throttled_for_long_is_sent_in_the_end(times: int) -> None:
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="throttle", action=MODIFY, times=times, retry_after=100))
    assert ok(runner.network_package(**TWENTY))["actions"] == [MODIFY]
    assert (runner.emulator.count(MODIFY), runner.emulator.effects(MODIFY)) == (times + 1, 1)


# -- Internet access that opens a little after the purchase


def opens_late(runner: Runner, reads: int) -> None:
    """Let the next reads of office networks show Internet access of A as closed."""
    site = {"OfficeSiteId": A, "Name": "alpha", "Status": "REGISTERED", "EnableInternetAccess": False}
    amend(runner, SITES, times=reads, OfficeSites=[site])


@pytest.mark.parametrize("reads", [0, 1, 2, 3])
def test_access_that_opens_late_is_switched_off(reads: int) -> None:
    runner = account()
    before(runner, CREATE, lambda: opens_late(runner, reads) if reads else None)
    result = ok(runner.network_package(enabled=False, **TEN))
    assert result["actions"] == runner.writes() == [CREATE, ENABLE]
    assert runner.emulator.sites[A].enable_internet_access is False
    assert ok(runner.network_package(enabled=False, **TEN))["changed"] is False


# -- A release or a move whose response is lost, and that one read shows as done


@BOTH_MODULES
def test_a_lost_release_is_not_believed_for_one_read_that_misses_the_package(how: str) -> None:
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="reset", action=DELETE))
    before(runner, DELETE, lambda: runner.emulator.hide_once("np-a"))
    result = failed(run(runner, how, settle_timeout=10, **GONE), "unknown")
    assert (result["outcome_unknown"], live(runner, A)) == (True, ["np-a"])


@BOTH_MODULES
def test_a_lost_release_that_took_effect_is_found(how: str) -> None:
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="reset", action=DELETE, when="after"))
    result = ok(run(runner, how, **GONE))
    assert (result["actions"], live(runner, A)) == ([DELETE], [])
    warned(runner, DELETE, "lost")


def test_a_lost_dissociation_is_not_believed_for_one_read() -> None:
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="reset", action=FREE))
    row = {"NetworkPackageId": "np-a", "NetworkPackageStatus": "InUse", "Bandwidth": 10, "PayType": "PostPaid"}
    before(runner, FREE, lambda: amend(runner, LIST, NetworkPackages=[{**row, "InternetChargeType": "PayByTraffic"}]))
    result = failed(runner.network_package(network_package_id="np-a", unbind=True, settle_timeout=10), "unknown")
    assert (result["outcome_unknown"], live(runner, A)) == (True, ["np-a"])


def test_a_lost_dissociation_that_took_effect_is_found() -> None:
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="reset", action=FREE, when="after"))
    result = ok(runner.network_package(network_package_id="np-a", office_site_id=B))
    assert (result["actions"], live(runner, B)) == ([FREE, BIND], ["np-a"])


# -- What was bought is found, and something else is wrong with it


@pytest.mark.parametrize("listing", range(1, 6))
def test_a_purchase_that_somebody_changes_at_once_is_not_told_as_unsettled(listing: int) -> None:
    """The last look finds the package: what else is wrong with it is told as that, or left to the next run."""
    runner = account()

    def change(_action: str, _params: object) -> None:
        for key in live(runner, A):
            runner.emulator.change_package(key, internet_charge_type="PayByBandwidth")

    before(runner, CREATE, lambda: runner.emulator.on_call(change, LIST, skip=listing - 1))
    result = runner.network_package(internet_charge_type="PayByTraffic", **TEN)
    assert (result["changed"], result["actions"]) == (True, [CREATE])
    assert "settle" not in said(runner, result)


@BOTH_MODULES
def test_a_service_that_ignores_tags_is_told(how: str) -> None:
    """Bought by tags, and found without them: the next run would buy again, so this one fails loudly."""
    runner = account()

    def untag(_action: str, _params: object) -> None:
        for key in list(runner.emulator.packages):
            runner.emulator.change_package(key, tags={})

    runner.emulator.on_call(untag, LIST)
    result = run(runner, how, tags={"purpose": "spare"}, bandwidth=5)
    failed(result)
    assert (result["changed"], result["actions"]) == (True, [CREATE])
    assert next(iter(runner.emulator.packages)) in said(runner, result) + repr(result)


# -- An exception that nobody foresaw, from below the HTTP library


class Breaking(Runner):
    """A runner whose transport raises once, before or after the account has handled a call of an action."""

    def __init__(self, action: str, when: str) -> None:
        super().__init__()
        self._action, self._when = action, when
        self._inner = self.emulator.transport()

    def connect(self, access: Access, region_ids: Iterable[str]) -> AbstractContextManager[Session]:
        timing = Timing(self.clock.time, self.clock.time, self.clock.sleep, self.is_stopping)
        return connect(access, region_ids, timing=timing, transport=httpx.MockTransport(self._handle))

    def _handle(self, request: httpx.Request) -> httpx.Response:
        breaks = request.headers["x-acs-action"] == self._action
        if breaks and self._when == "before":
            self._action = ""
            raise MemoryError("of a decoder")
        response = self._inner.handle_request(request)
        if breaks:
            self._action = ""
            raise MemoryError("of a decoder")
        return response


@BOTH_MODULES
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("have", "desired", "action"), [(None, TEN, CREATE), (package(), TWENTY, MODIFY), (package(), GONE, DELETE)]
)
def test_an_unforeseen_exception_of_a_write_is_settled_by_looking(
    how: str, when: str, have: dict[str, Any] | None, desired: dict[str, Any], action: str
) -> None:
    runner = Breaking(action, when)
    runner.emulator.add_office_site(A)
    if have:
        runner.emulator.add_package(**have)
    result = run(runner, how, settle_timeout=10, **desired)
    if when == "after":
        assert ok(result)["actions"] == [action]
        warned(runner, action, "lost")
    else:
        assert failed(result, "unknown")["outcome_unknown"] is True
    assert runner.emulator.count(action) == (when == "after")


# -- What one read shows or misses, between others that tell the truth


def missed(runner: Runner, *numbers: int) -> None:
    """Let these reads of packages, counted from 1, miss np-a."""
    reads = itertools.count(1)

    def hide(_action: str, _params: object) -> None:
        if next(reads) in numbers:
            runner.emulator.hide_once("np-a")

    runner.emulator.on_call(hide, LIST)


@BOTH_MODULES
@pytest.mark.parametrize("numbers", [(1,), (2,), (3,), (1, 3), (2, 4), (1, 3, 5)])
@pytest.mark.parametrize(
    "identity", [SITE, {"tags": {"purpose": "spare"}}, {"network_package_id": "np-a"}], ids=["site", "tags", "id"]
)
def test_reads_that_miss_a_package_now_and_then_buy_no_other(
    how: str, numbers: tuple[int, ...], identity: dict[str, Any]
) -> None:
    """Missing is what two reads in a row miss, listings or reads by id."""
    runner = account(package(tags={"purpose": "spare"}), switches={"second_package": "accepted"})
    missed(runner, *numbers)
    result = ok(run(runner, how, bandwidth=20, **identity))
    assert (result["actions"], runner.writes()) == ([MODIFY], [MODIFY])


@pytest.mark.parametrize("reads", [0, 1])
def test_a_read_for_another_item_does_not_order_again(reads: int) -> None:
    """The second listing is made for the item that buys, and shows the old state of the other one."""
    runner = account(package(B, "np-b"), switches=FLAPPING)
    ok(runner.network_package(office_site_id=B, bandwidth=20))
    for _read in range(reads):
        runner.network_package_info()
    items = [TEN, {"office_site_id": B, "bandwidth": 20}]
    result = runner.network_packages(network_packages=items)
    assert result["actions"].count(MODIFY) == 0 and runner.writes().count(MODIFY) == 1


@pytest.mark.parametrize("reads", [0, 1])
def test_a_read_for_another_step_does_not_renew_again(reads: int) -> None:
    runner = account(subscription(expired_time=SOON), switches=FLAPPING)
    renewed: dict[str, Any] = {**SITE, "remaining_days": 7}
    ok(runner.network_package(**renewed))
    for _read in range(reads):
        runner.network_package_info()
    runner.network_package(bandwidth=20, **renewed)
    assert runner.writes().count(RENEW) == 1


def test_a_write_that_was_delayed_rests_on_two_new_reads() -> None:
    """While it is throttled for longer than a minute, another run orders it; one read still shows the old state."""
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="throttle", action=MODIFY, retry_after=100))

    def other() -> None:
        runner.emulator.switch(stale_seconds=600)
        ok(another(runner).network_package(wait=False, settle_timeout=0, **TWENTY))
        runner.emulator.switch(stale_reads="every_second")

    once(runner, lambda: bool(runner.emulator.count(MODIFY)), other, LIST)
    runner.network_package(**TWENTY)
    # The throttled one, and that of the other run.
    assert runner.emulator.count(MODIFY) == 2


@pytest.mark.parametrize("reads", [0, 1])
@pytest.mark.parametrize("sites", [0, 1])
@pytest.mark.parametrize(
    ("have", "desired"),
    [
        (package(), {"network_package_id": "np-a", "office_site_id": B, "bandwidth": 20}),
        (subscription(expired_time=SOON), {**SITE, "remaining_days": 7, "bandwidth": 20}),
        (package(), {**TWENTY, "enabled": False}),
    ],
    ids=["move", "renewal", "access"],
)
def test_one_read_of_the_old_state_ends_no_run(
    reads: int, sites: int, have: dict[str, Any], desired: dict[str, Any]
) -> None:
    """After each step some reads may show what was before it; one of them is no reason to stop in the middle."""
    runner = account(have, switches=FLAPPING)
    for _read in range(reads):
        runner.network_package_info()
    for _read in range(sites):
        runner.network_package_info(office_site_names=["alpha"], network_package_ids=["np-b"])
    result = ok(runner.network_package(**desired))
    assert len(result["actions"]) == len(set(result["actions"])) >= 2
    assert runner.writes() == result["actions"]


# -- What the fresh attack found besides


@BOTH_MODULES
@pytest.mark.parametrize(
    "desired",
    [{"remaining_days": 7}, {"enabled": True}, {"bandwidth": 500}],
    ids=["term alone", "access alone", "more than a new one may have"],
)
def test_one_read_that_misses_the_package_is_no_reason_to_refuse(how: str, desired: dict[str, Any]) -> None:
    runner = account(subscription(expired_time="2027-01-20T08:00:00Z"))
    missed(runner, 1)
    ok(run(runner, how, check_mode=True, **SITE, **desired))


@BOTH_MODULES
@pytest.mark.parametrize(
    "desired", [{"remaining_days": 7}, {"state": "absent"}, {"bandwidth": 10}], ids=["term", "absent", "bandwidth"]
)
def test_a_package_that_is_created_and_shows_little_is_waited_for(how: str, desired: dict[str, Any]) -> None:
    creating = package(network_package_status="Creating")
    runner = account(creating, switches={"creating_fields": "few"})
    ok(run(runner, how, **SITE, **desired))
    assert runner.emulator.count(CREATE) == 0


def created_without_tags(runner: Runner, reads: int) -> None:
    """Let the next reads show np-a as being created, without its tags."""
    row = {"NetworkPackageId": "np-a", "NetworkPackageStatus": "Creating"}
    amend(runner, LIST, times=reads, NetworkPackages=[row])


@BOTH_MODULES
def test_a_package_that_shows_no_tags_yet_may_be_the_one(how: str) -> None:
    """A run that was stopped has bought it; the next one waits until it shows its tags, and buys no other."""
    runner = account(package(None, tags={"purpose": "spare"}))
    created_without_tags(runner, 4)
    result = ok(run(runner, how, tags={"purpose": "spare"}, bandwidth=10))
    assert (result["changed"], runner.writes()) == (False, [])


@BOTH_MODULES
def test_a_package_of_somebody_else_that_is_being_created_is_waited_for_and_then_bought(how: str) -> None:
    runner = account(package(None, tags={"team": "other"}))
    created_without_tags(runner, 4)
    assert ok(run(runner, how, tags={"purpose": "spare"}, bandwidth=10))["actions"] == [CREATE]


def test_the_paid_order_of_a_package_that_shows_no_tags_yet_is_waited_for() -> None:
    runner = account(switches={"second_package": "accepted"})
    spare: dict[str, Any] = {"tags": {"purpose": "spare"}, "bandwidth": 5}
    (order_id,) = ok(runner.network_package(auto_pay=False, **spare))["order_ids"]
    runner.emulator.pay_order(order_id)
    (key,) = runner.emulator.packages
    amend(runner, LIST, times=4, NetworkPackages=[{"NetworkPackageId": key, "NetworkPackageStatus": "Creating"}])
    result = ok(runner.network_package(pending_order_id=order_id, **spare))
    assert runner.emulator.count(CREATE) == 1
    assert result["network_package"]["network_package_id"] == key


@pytest.mark.parametrize("check_mode", [True, False])
def test_items_that_meet_only_after_a_purchase_are_refused_before_it(check_mode: bool) -> None:
    runner = account()
    items = [
        {"tags": {"a": "b"}, "purchase": False, "bandwidth": 20},
        {"office_site_id": B, "tags": {"a": "b", "c": "d"}, "bandwidth": 20},
    ]
    failed(runner.network_packages(check_mode=check_mode, network_packages=items), "mean one package")
    assert runner.writes() == []


def test_check_mode_of_a_move_before_an_unpaid_order() -> None:
    """The move takes effect, the order does not: check mode shows what the real run returns."""
    desired: dict[str, Any] = {"network_package_id": "np-a", "office_site_id": B, "bandwidth": 20, "auto_pay": False}
    checked, real = (
        ok(account(package()).network_package(check_mode=check_mode, **desired))["network_package"]
        for check_mode in (True, False)
    )
    assert (checked["office_site_id"], checked["bandwidth"]) == (real["office_site_id"], real["bandwidth"]) == (B, 10)


@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False])
def test_an_order_that_nobody_pays_says_how_not_to_order_again(how: str, wait: bool) -> None:
    runner = account(switches={"short_of_money": True, "balance_short": "unpaid_order"})
    result = run(runner, how, wait=wait, wait_timeout=20, settle_timeout=10, **TEN)
    (order_id,) = runner.emulator.orders
    assert bool(result.get("failed")) is wait
    assert f"whether order {order_id} is paid" in said(runner, result)
    assert "give it to the next run as pending_order_id" in said(runner, result)
