# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many plans at once: one poll for all, outcomes in order, and no failure but one's own."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Thread
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    OutcomeUnknown,
    PlanningError,
    UnexpectedError,
    WaitTimeout,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.converge import plan_items
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.observe import Observer
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.results import Outcome
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.scheduler import apply
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.limits import Budget, WaitLimits
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from ansible_collections.alicloud.ecd.tests.unit.plugins.modules.runner import Runner

from .regions import LIST, desired, filled, key, opened, site

CREATE, MODIFY, DELETE = "CreateNetworkPackage", "ModifyNetworkPackageBandwidth", "DeleteNetworkPackages"


def items(numbers: Sequence[int], **options: Any) -> list[Desired]:
    return [desired(**{"office_site_id": site(number), "bandwidth": 20, **options}) for number in numbers]


def carry_out(
    runner: Runner, wanted: list[Desired], between: Any = None, concurrency: int = 1, **waits: Any
) -> tuple[list[Outcome], int]:
    """Plan and apply; return the outcomes and the number of listings that applying took."""
    with opened(runner, retries=0) as session:
        observer = Observer(session, wanted)
        plans = plan_items(observer, Budget())
        if between:
            between()
        before = runner.emulator.count(LIST)
        outcomes = apply(session, observer.readers, plans, WaitLimits(**waits), concurrency)
    return outcomes, runner.emulator.count(LIST) - before


def sites(outcomes: list[Outcome]) -> list[str | None]:
    return [outcome.plan.desired.office_site_id for outcome in outcomes]


@pytest.mark.parametrize("count", [1, 2, 99, 100, 101, 250, 400])
def test_polls_grow_with_hundreds_of_plans(count: int) -> None:
    alone = filled(1)
    _outcomes, polls_of_one = carry_out(alone, items([0]))
    runner = filled(count)
    outcomes, listings = carry_out(runner, items(range(count)))
    assert [outcome.error for outcome in outcomes] == [None] * count
    assert listings <= polls_of_one * -(-count // 100)
    assert runner.emulator.count(MODIFY) == count


def test_purchases_share_their_polls() -> None:
    runner = Runner()
    for number in range(120):
        runner.emulator.add_office_site(site(number))
    outcomes, listings = carry_out(runner, items(range(120)), interval=3)
    assert [outcome.package.network_package_status for outcome in outcomes if outcome.package] == ["InUse"] * 120
    assert listings <= 2 * 3
    assert runner.emulator.effects(CREATE) == 120


@pytest.mark.parametrize("order", [range(30), range(29, -1, -1), [7, 3, 29, 0, 12]])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_outcomes_keep_the_order_of_the_plans(order: Sequence[int], concurrency: int) -> None:
    outcomes, _listings = carry_out(filled(30), items(order), concurrency=concurrency)
    assert sites(outcomes) == [site(number) for number in order]
    assert [outcome.package.network_package_id for outcome in outcomes if outcome.package] == [key(n) for n in order]
    assert [outcome.actions for outcome in outcomes] == [[MODIFY]] * len(order)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_different_steps_at_once(concurrency: int) -> None:
    runner = filled(3)
    runner.emulator.add_office_site(site(3))
    wanted = [
        *items([0], state="absent"),
        *items([1], bandwidth=10),
        *items([2, 3]),
    ]
    outcomes, _listings = carry_out(runner, wanted, concurrency=concurrency)
    assert [outcome.actions for outcome in outcomes] == [[DELETE], [], [MODIFY], [CREATE]]
    assert outcomes[0].package is None
    assert [outcome.package.bandwidth for outcome in outcomes[1:] if outcome.package] == [10, 20, 20]


@pytest.mark.parametrize("lost", [0, 5, 9])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_refused_write_stops_no_other(lost: int, concurrency: int) -> None:
    runner = filled(10)
    outcomes, _listings = carry_out(
        runner, items(range(10)), lambda: runner.emulator.remove_package(key(lost)), concurrency=concurrency
    )
    assert [number for number, outcome in enumerate(outcomes) if outcome.error] == [lost]
    error = outcomes[lost].error
    assert isinstance(error, PlanningError)
    assert "is not as it was" in str(error)
    assert outcomes[lost].actions == []
    assert runner.emulator.effects(MODIFY) == 9


@pytest.mark.parametrize("slow", [0, 4])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_plan_that_never_comes_stops_no_other(slow: int, concurrency: int) -> None:
    runner = filled(5, network_package_status="Creating")
    runner.emulator.change_package(key(slow), status_until=None)
    started = runner.clock.time()
    outcomes, _listings = carry_out(runner, items(range(5), bandwidth=10), timeout=60, concurrency=concurrency)
    assert [type(outcome.error) for outcome in outcomes if outcome.error] == [WaitTimeout]
    assert isinstance(outcomes[slow].error, WaitTimeout)
    assert 60 <= runner.clock.time() - started <= 66


def test_several_that_never_come_are_waited_for_together() -> None:
    runner = filled(5, network_package_status="Creating")
    for number in range(5):
        runner.emulator.change_package(key(number), status_until=None)
    started = runner.clock.time()
    outcomes, _listings = carry_out(runner, items(range(5), bandwidth=10), timeout=60)
    assert [type(outcome.error) for outcome in outcomes] == [WaitTimeout] * 5
    assert 60 <= runner.clock.time() - started <= 66


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_lost_answer_is_settled_while_others_go_on(when: str, concurrency: int) -> None:
    runner = filled(6)
    runner.emulator.faults.add(Fault(kind="reset", action=MODIFY, when=when, skip=2))
    outcomes, _listings = carry_out(runner, items(range(6)), concurrency=concurrency)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if when == "after":
        assert errors == []
        assert sum("was lost" in note for outcome in outcomes for note in outcome.notes) == 1
    else:
        assert [type(error) for error in errors] == [OutcomeUnknown]
    assert runner.emulator.count(MODIFY) == 6
    assert runner.emulator.effects(MODIFY) == (6 if when == "after" else 5)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_lost_purchase_is_found_among_many(concurrency: int) -> None:
    runner = Runner()
    for number in range(20):
        runner.emulator.add_office_site(site(number))
    runner.emulator.faults.add(Fault(kind="hang", action=CREATE, when="after", skip=3, times=4))
    outcomes, _listings = carry_out(runner, items(range(20)), concurrency=concurrency)
    assert [outcome.error for outcome in outcomes] == [None] * 20
    assert [outcome.package.office_site_id for outcome in outcomes if outcome.package] == sites(outcomes)
    assert (runner.emulator.count(CREATE), runner.emulator.effects(CREATE)) == (20, 20)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_passing_state_of_one_holds_up_no_other(concurrency: int) -> None:
    runner = filled(4)
    code = "IncorrectNetworkPackageStatus.ModificationNotSupport"
    runner.emulator.faults.add(Fault(kind="error", action=MODIFY, times=3, code=code, status=400))
    outcomes, _listings = carry_out(runner, items(range(4)), concurrency=concurrency)
    assert [outcome.error for outcome in outcomes] == [None] * 4
    assert runner.emulator.effects(MODIFY) == 4
    assert runner.emulator.count(MODIFY) == 7


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_listing_that_fails_keeps_what_was_done(concurrency: int) -> None:
    runner = filled(3)
    wanted = items(range(3))

    def break_listings() -> None:
        runner.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST, times=999))

    outcomes, _listings = carry_out(runner, wanted, break_listings, concurrency=concurrency)
    for outcome in outcomes:
        assert outcome.actions == [MODIFY]
        result = outcome.to_result()
        assert result["failed"]
        assert (result["changed"], result["actions"]) == (True, [MODIFY])
        assert "last seen: nothing, as " in result["msg"]
        assert result["order_ids"] == outcome.order_ids != []
        assert result["network_package"]["network_package_id"]


def test_nothing_to_do_asks_nothing() -> None:
    runner = filled(3)
    outcomes, listings = carry_out(runner, items(range(3), bandwidth=10))
    assert (len(outcomes), listings, runner.writes()) == (3, 0, [])
    assert carry_out(runner, [])[0] == []


@pytest.mark.parametrize(("wait", "listings"), [(False, 1), (True, 1)])
def test_without_waiting_one_poll_shows_the_effect(wait: bool, listings: int) -> None:
    outcomes, polled = carry_out(filled(3), items(range(3)), wait=wait)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert polled == listings


@pytest.mark.parametrize("interval", [0, 0.5, 3, 20])
def test_polls_keep_their_distance(interval: float) -> None:
    runner = Runner()
    for number in range(5):
        runner.emulator.add_office_site(site(number))
    outcomes, polls = carry_out(runner, items(range(5)), interval=interval)
    assert [outcome.error for outcome in outcomes] == [None] * 5
    # A purchase takes the emulator five seconds.
    assert polls <= 5 / max(interval, 0.05) + 2


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("after", range(9))
def test_a_defect_of_the_loop_loses_no_report(concurrency: int, after: int) -> None:
    """A clock that breaks stands for a defect: nothing is sent after it, and what was sent is told."""
    runner = filled(6)
    readings = iter(range(10_000))
    broken: list[int] = []

    def monotonic() -> float:
        if broken or (runner.emulator.count(MODIFY) and next(readings) >= after):
            broken.append(runner.emulator.count(MODIFY))
            raise RuntimeError("a defect")
        return runner.clock.time()

    with opened(runner, retries=0) as session:
        observer = Observer(session, items(range(6)))
        plans = plan_items(observer, Budget())
        timing = Timing(runner.clock.time, monotonic, runner.clock.sleep)
        outcomes = apply(session._replace(timing=timing), observer.readers, plans, WaitLimits(), concurrency)
    assert runner.emulator.effects(MODIFY) == sum(len(outcome.actions) for outcome in outcomes)
    assert broken, "the loop ended before the clock broke"
    assert {type(outcome.error) for outcome in outcomes} <= {UnexpectedError, type(None)}
    assert any(outcome.error for outcome in outcomes)
    assert concurrency > 1 or runner.emulator.count(MODIFY) == broken[0]


@pytest.mark.parametrize("allowed", [0, 1, 3])
def test_a_system_that_starts_no_more_threads(monkeypatch: pytest.MonkeyPatch, allowed: int) -> None:
    """A limit of processes: nothing is sent by a thread that nobody waits for, and everything is told."""
    started = iter(range(100))
    start = Thread.start

    def limited(thread: Thread) -> None:
        if next(started) >= allowed:
            raise RuntimeError("can't start new thread")
        start(thread)

    runner = filled(6)
    monkeypatch.setattr(Thread, "start", limited)
    outcomes, _listings = carry_out(runner, items(range(6)), concurrency=4)
    assert [outcome.actions for outcome in outcomes] == [[MODIFY]] * 6
    assert [outcome.error for outcome in outcomes] == [None] * 6
    assert runner.emulator.effects(MODIFY) == 6
