# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing old is acted on: waits, pauses, other buyers, one listing that is incomplete, reads that fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from ansible_collections.alicloud.ecd.tests.emulator.model import parse_time

from .runner import REGION, Runner
from .scenarios import BIND, CREATE, FREE, MODIFY, RENEW, A, B, C, package, subscription
from .stories import (
    BOTH_MODES,
    BOTH_MODULES,
    LIST,
    account,
    after,
    before,
    failed,
    live,
    ok,
    once,
    run,
    said,
    shown_id,
)

HERE: dict[str, Any] = {"office_site_id": A}
TEN: dict[str, Any] = {**HERE, "bandwidth": 10}
TWENTY: dict[str, Any] = {**HERE, "bandwidth": 20}
SPARE: dict[str, Any] = {"tags": {"purpose": "spare"}, "bandwidth": 5}
SOON = "2026-01-20T08:00:00Z"
ACCEPTED = {"second_package": "accepted"}
WAITS = pytest.mark.parametrize("wait", [True, False])


def fleet(size: int) -> tuple[Runner, list[dict[str, Any]]]:
    runner = Runner()
    items = []
    for number in range(size):
        site = runner.emulator.add_office_site(f"{REGION}+dir-{number:03d}")
        items.append({"office_site_id": site, "bandwidth": 10})
    return runner, items


def buys(runner: Runner, **fields: Any) -> Callable[[], object]:
    """Return what another buyer does: buy a package for the office network A."""
    return partial(runner.emulator.add_package, **{**package(A, "np-other"), **fields})


@BOTH_MODULES
@WAITS
def test_what_another_run_bought_during_releasing_is_seen(how: str, wait: bool) -> None:
    """(6) a Releasing package is waited out; another run buys meanwhile: nothing is bought."""
    runner = account(package(network_package_status="Releasing"), switches=ACCEPTED, releasing_seconds=300)
    after(runner, 250, buys(runner))
    result = ok(run(runner, how, wait=wait, **TEN))
    assert (runner.writes(), result["changed"]) == ([], False)
    assert live(runner, A) == [shown_id(result)] == ["np-other"]


@BOTH_MODULES
def test_what_another_run_bought_differently_during_releasing_is_told(how: str) -> None:
    """(6) the other run bought another bandwidth: something else is needed, so the run stops and says so."""
    runner = account(package(network_package_status="Releasing"), switches=ACCEPTED, releasing_seconds=300)
    after(runner, 250, buys(runner, bandwidth=50))
    failed(run(runner, how, **TEN), "np-other", "again")
    assert runner.writes() == []


def test_what_another_run_did_during_releasing_is_seen_by_tags() -> None:
    """(6) the same by tags."""
    tags = {"purpose": "spare"}
    going = package(None, "np-a", bandwidth=5, tags=tags, network_package_status="Releasing")
    runner = account(going, switches=ACCEPTED, releasing_seconds=300)
    after(runner, 250, lambda: runner.emulator.add_package(**package(None, "np-other", bandwidth=5, tags=tags)))
    result = runner.network_package(**SPARE)
    assert runner.emulator.count(CREATE) <= 1
    if runner.emulator.count(CREATE):
        # By tags nothing needs to be waited out; then the second package is told.
        failed(result, "np-other")


@BOTH_MODULES
def test_what_another_run_changed_during_creating_is_seen(how: str) -> None:
    """(6) a Creating package is waited for; another run changes it meanwhile: nothing is ordered."""
    runner = account(package(network_package_status="Creating"), creating_seconds=300)
    after(runner, 250, lambda: runner.emulator.change_package("np-a", bandwidth=20))
    result = ok(run(runner, how, **TWENTY))
    assert (runner.writes(), result["changed"]) == ([], False)
    assert result["network_package"]["bandwidth"] == 20


@BOTH_MODULES
def test_what_another_run_renewed_during_creating_is_seen(how: str) -> None:
    """(6) the same for a renewal."""
    runner = account(subscription(network_package_status="Creating", expired_time=SOON), creating_seconds=300)
    after(runner, 250, lambda: runner.emulator.change_package("np-a", expired_time=parse_time("2026-02-20T08:00:00Z")))
    result = ok(run(runner, how, **HERE, remaining_days=7))
    assert (runner.writes(), result["changed"]) == ([], False)


PASSING = "IncorrectNetworkPackageStatus.ModificationNotSupport"


@BOTH_MODULES
def test_a_passing_state_is_waited_out_and_looked_at_again(how: str) -> None:
    """(6) refused for a passing state; when it has passed the change was made by another run."""
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="error", action=MODIFY, code=PASSING, status=403))
    once(
        runner,
        lambda: runner.emulator.count(MODIFY) > 0,
        lambda: runner.emulator.change_package("np-a", bandwidth=20),
    )
    ok(run(runner, how, **TWENTY))
    assert runner.emulator.count(MODIFY) == 1


ORDERS: tuple[tuple[str, dict[str, Any] | None, dict[str, Any]], ...] = (
    (CREATE, None, TEN),
    (MODIFY, package(), TWENTY),
    (RENEW, subscription(expired_time=SOON), {**HERE, "remaining_days": 7}),
)


@pytest.mark.parametrize(("action", "have", "desired"), ORDERS, ids=[row[0] for row in ORDERS])
@BOTH_MODULES
def test_a_pause_of_more_than_a_minute_is_followed_by_a_read(
    action: str, have: dict[str, Any] | None, desired: dict[str, Any], how: str
) -> None:
    """(fresh) throttled for two minutes, and another run does the same meanwhile: nothing is ordered."""
    runner = account(*([have] if have else []), switches=ACCEPTED)
    runner.emulator.faults.add(Fault(kind="throttle", action=action, retry_after=120))

    def act() -> None:
        if action == CREATE:
            buys(runner)()
        elif action == MODIFY:
            runner.emulator.change_package("np-a", bandwidth=20)
        else:
            runner.emulator.change_package("np-a", expired_time=parse_time("2026-02-20T08:00:00Z"))

    after(runner, 60, act)
    result = ok(run(runner, how, **desired))
    assert (runner.emulator.count(action), runner.emulator.effects()) == (1, 0)
    assert result["changed"] is False


@pytest.mark.parametrize("concurrency", [1, 4])
def test_no_write_rests_on_a_read_older_than_a_minute(concurrency: int) -> None:
    """(fresh) every call takes 5 seconds, so a dozen purchases at most rest on one listing."""
    runner, items = fleet(60)
    runner.emulator.latency = 5.0
    ok(runner.network_packages(network_packages=items, concurrency=concurrency))
    purchases = 0
    for call in runner.emulator.calls:
        purchases = 0 if call.action == LIST else purchases + (call.action == CREATE)
        assert purchases <= 12 + concurrency
    assert runner.emulator.effects(CREATE) == 60


def test_a_fleet_sees_what_is_bought_while_it_buys() -> None:
    """(fresh) another run buys for the last office network of a slow fleet."""
    runner, items = fleet(40)
    runner.emulator.switch(**ACCEPTED)
    runner.emulator.latency = 5.0
    last = items[-1]["office_site_id"]
    once(
        runner,
        lambda: runner.emulator.effects(CREATE) >= 10,
        partial(runner.emulator.add_package, **package(last, "np-other")),
    )
    ok(runner.network_packages(network_packages=items, concurrency=1))
    assert runner.emulator.effects(CREATE) == 39
    assert live(runner, last) == ["np-other"]


MISSED: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    (package(), TEN),
    (package(), {"office_site_name": "alpha", "bandwidth": 10}),
    (package(None, bandwidth=5, tags={"purpose": "spare"}), SPARE),
    (package(), {"network_package_id": "np-a", "bandwidth": 10}),
)


@BOTH_MODULES
@BOTH_MODES
@pytest.mark.parametrize(("have", "desired"), MISSED, ids=["site", "name", "tags", "id"])
def test_one_incomplete_listing_buys_nothing(
    how: str, check_mode: bool, have: dict[str, Any], desired: dict[str, Any]
) -> None:
    """(9) a package counts as missing only when two listings in a row miss it."""
    runner = account(have, package(B, "np-b"), switches=ACCEPTED)
    runner.emulator.hide_once("np-a")
    result = ok(run(runner, how, check_mode, **desired))
    assert (runner.writes(), result["changed"], shown_id(result)) == ([], False, "np-a")


def test_one_incomplete_listing_after_a_wait_buys_nothing() -> None:
    """(9) the listing after the wait for Releasing misses the other run's purchase."""
    runner = account(package(network_package_status="Releasing"), switches=ACCEPTED, releasing_seconds=100)

    def act() -> None:
        buys(runner)()
        runner.emulator.hide_once("np-other")

    after(runner, 101, act)
    assert ok(runner.network_package(**TEN))["changed"] is False
    assert live(runner, A) == ["np-other"]


def test_a_package_that_is_created_while_it_is_looked_for_is_not_bought_again() -> None:
    """(9) the second listing shows what the first did not have."""
    runner = account(switches=ACCEPTED)
    before(runner, LIST, buys(runner), skip=1)
    assert ok(runner.network_package(**TEN))["changed"] is False
    assert runner.writes() == []


def test_a_purchase_rests_on_two_listings() -> None:
    """(9) two listings before the purchase, shared by all items."""
    runner, items = fleet(30)
    listings: list[int] = []
    runner.emulator.on_call(lambda _action, _params: listings.append(runner.emulator.count(LIST)), CREATE)
    ok(runner.network_packages(network_packages=items))
    assert listings[0] == 2


MOVE: dict[str, Any] = {"network_package_id": "np-a", "office_site_id": B}


@BOTH_MODULES
def test_less_is_done_when_less_is_needed(how: str) -> None:
    """(fresh) move and bandwidth; another run sets the bandwidth meanwhile: the change is left out, with a note."""
    runner = account(package())
    before(runner, BIND, lambda: runner.emulator.change_package("np-a", bandwidth=20))
    result = ok(run(runner, how, **MOVE, bandwidth=20))
    assert runner.writes() == result["actions"] == [FREE, BIND]
    assert result["notes"]


@BOTH_MODULES
def test_something_else_is_not_done(how: str) -> None:
    """(fresh) after the move another run takes the package away: told, and to run again."""
    runner = account(package())
    once(
        runner,
        lambda: runner.emulator.effects(BIND) > 0,
        lambda: runner.emulator.change_package("np-a", office_site_id=C),
        LIST,
    )
    result = failed(run(runner, how, **MOVE, bandwidth=20, wait_timeout=60))
    assert (result["changed"], result["actions"]) == (True, [FREE, BIND])
    assert runner.emulator.count(MODIFY) == 0
    assert live(runner, C) == ["np-a"]


@BOTH_MODULES
def test_a_place_that_is_taken_during_the_move_is_told(how: str) -> None:
    """(fresh) another run buys for the target between the two halves of a move."""
    runner = account(package())
    before(runner, BIND, partial(runner.emulator.add_package, **package(B, "np-other")))
    result = failed(run(runner, how, **MOVE, wait_timeout=60))
    assert (result["changed"], result["actions"]) == (True, [FREE])
    assert result["network_package"]["office_site_id"] is None


READ_FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "error", "code": "ServiceUnavailable", "status": 503, "times": 20},
    {"kind": "error", "code": "Forbidden.RAM", "status": 403, "times": 1},
    {"kind": "html", "times": 12},
    {"kind": "reset", "times": 12},
    {"kind": "not_documented", "times": 12},
    {"kind": "throttle", "times": 12},
)


@BOTH_MODULES
@pytest.mark.parametrize("fault", READ_FAULTS, ids=lambda fault: str(fault.get("code", fault["kind"])))
def test_a_read_that_fails_ends_no_wait(how: str, fault: dict[str, Any]) -> None:
    """(17) a run of 503s, or one refused poll, does not end the wait."""
    runner = account(creating_seconds=200)
    once(
        runner,
        lambda: runner.emulator.effects(CREATE) > 0,
        lambda: runner.emulator.faults.add(Fault(action=LIST, **fault)),
        LIST,
    )
    result = ok(run(runner, how, **TEN))
    assert result["network_package"]["network_package_status"] == "InUse"
    assert (runner.writes(), result["actions"]) == ([CREATE], [CREATE])


@pytest.mark.parametrize("fault", READ_FAULTS, ids=lambda fault: str(fault.get("code", fault["kind"])))
def test_a_read_that_fails_ends_the_wait_of_no_item(fault: dict[str, Any]) -> None:
    """(17) the same for a fleet."""
    runner, items = fleet(6)
    once(
        runner,
        lambda: runner.emulator.effects(CREATE) >= 6,
        lambda: runner.emulator.faults.add(Fault(action=LIST, **fault)),
        LIST,
    )
    result = ok(runner.network_packages(network_packages=items))
    assert [item["network_package"]["network_package_status"] for item in result["results"]] == ["InUse"] * 6


@BOTH_MODULES
def test_reads_that_fail_for_ever_end_the_wait_at_its_time_out(how: str) -> None:
    """(17) the failure tells why nothing could be read, and all that was done."""
    runner = account()
    fault = Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST, times=9999)
    once(runner, lambda: runner.emulator.effects(CREATE) > 0, lambda: runner.emulator.faults.add(fault), LIST)
    result = failed(run(runner, how, wait_timeout=100, **TEN), "Forbidden.RAM")
    assert (result["changed"], result["actions"]) == (True, [CREATE])
    assert live(runner, A)[0] in repr(result)
    assert len(result["order_ids"]) == 1


class Defect(Exception):
    """Nothing that the modules know."""


@pytest.mark.parametrize("action", [LIST, CREATE])
@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("error", [Defect, OverflowError, RuntimeError, MemoryError])
def test_an_error_that_is_not_ours_loses_no_report(action: str, concurrency: int, error: type[Exception]) -> None:
    """(15) an exception in a poll or a write: what was bought is reported, and nothing is bought after the report."""
    runner, items = fleet(12)
    raised: list[str] = []

    def hook(_action: str, _params: Mapping[str, str]) -> None:
        if runner.emulator.effects(CREATE) >= 3 and not raised:
            raised.append(_action)
            raise error("not ours")

    runner.emulator.on_call(hook, action)
    result = runner.network_packages(network_packages=items, concurrency=concurrency)
    assert raised
    bought = runner.emulator.effects(CREATE)
    assert result["actions"] == [CREATE] * bought
    told = {shown_id(item) for item in result["results"] if item["actions"]}
    assert set(runner.emulator.packages) <= told
    if action == CREATE:
        assert result["failed"]
        assert error.__name__ in said(runner, result) or "not ours" in said(runner, result)


def test_an_error_that_is_not_ours_loses_no_report_of_one() -> None:
    """(15) the same for the one module."""
    runner = account()

    def hook(_action: str, _params: Mapping[str, str]) -> None:
        if runner.emulator.effects(CREATE):
            raise Defect("not ours")

    runner.emulator.on_call(hook, LIST)
    result = failed(runner.network_package(wait_timeout=60, **TEN))
    assert (result["changed"], result["actions"]) == (True, [CREATE])
    assert live(runner, A)[0] in repr(result)
