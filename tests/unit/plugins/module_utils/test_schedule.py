# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many plans at once: one poll for all, outcomes in order, and no failure but one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._apply import Outcome, Waits
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    OutcomeUnknown,
    RefusedError,
    TaskFailed,
    WaitTimeout,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._model import Wish
from ansible_collections.alicloud.ecd.plugins.module_utils._schedule import apply
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from ansible_collections.alicloud.ecd.tests.unit.plugins.modules.desk import Desk

from .regions import LIST, filled, key, look, opened, site

CREATE, MODIFY, DELETE = "CreateNetworkPackage", "ModifyNetworkPackageBandwidth", "DeleteNetworkPackages"


def wishes(numbers: Sequence[int], **wish: Any) -> list[Wish]:
    return [Wish(**{"office_site_id": site(number), "bandwidth": 20, **wish}) for number in numbers]


def carry_out(
    desk: Desk, wanted: list[Wish], between: Any = None, concurrency: int = 1, **waits: Any
) -> tuple[list[Outcome], int]:
    """Plan and apply; return the outcomes and the number of listings that applying took."""
    with opened(desk, retries=0) as region:
        plans = look(region, wanted)
        if between:
            between()
        before = desk.emulator.count(LIST)
        outcomes = apply(region, plans, Waits(**waits), concurrency)
    return outcomes, desk.emulator.count(LIST) - before


def sites(outcomes: list[Outcome]) -> list[str | None]:
    return [outcome.plan.wish.office_site_id for outcome in outcomes]


@pytest.mark.parametrize("count", [1, 2, 99, 100, 101, 250, 400])
def test_polls_grow_with_hundreds_of_plans(count: int) -> None:
    alone = filled(1)
    _outcomes, polls_of_one = carry_out(alone, wishes([0]))
    desk = filled(count)
    outcomes, listings = carry_out(desk, wishes(range(count)))
    assert [outcome.error for outcome in outcomes] == [None] * count
    assert listings <= polls_of_one * -(-count // 100)
    assert desk.emulator.count(MODIFY) == count


def test_purchases_share_their_polls() -> None:
    desk = Desk()
    for number in range(120):
        desk.emulator.add_office_site(site(number))
    outcomes, listings = carry_out(desk, wishes(range(120)), interval=3)
    assert [outcome.package.network_package_status for outcome in outcomes if outcome.package] == ["InUse"] * 120
    assert listings <= 2 * 3
    assert desk.emulator.effects(CREATE) == 120


@pytest.mark.parametrize("order", [range(30), range(29, -1, -1), [7, 3, 29, 0, 12]])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_outcomes_keep_the_order_of_the_plans(order: Sequence[int], concurrency: int) -> None:
    outcomes, _listings = carry_out(filled(30), wishes(order), concurrency=concurrency)
    assert sites(outcomes) == [site(number) for number in order]
    assert [outcome.package.network_package_id for outcome in outcomes if outcome.package] == [key(n) for n in order]
    assert [outcome.actions for outcome in outcomes] == [[MODIFY]] * len(order)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_different_steps_at_once(concurrency: int) -> None:
    desk = filled(3)
    desk.emulator.add_office_site(site(3))
    wanted = [
        *wishes([0], state="absent"),
        *wishes([1], bandwidth=10),
        *wishes([2, 3]),
    ]
    outcomes, _listings = carry_out(desk, wanted, concurrency=concurrency)
    assert [outcome.actions for outcome in outcomes] == [[DELETE], [], [MODIFY], [CREATE]]
    assert outcomes[0].package is None
    assert [outcome.package.bandwidth for outcome in outcomes[1:] if outcome.package] == [10, 20, 20]


@pytest.mark.parametrize("lost", [0, 5, 9])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_refused_write_stops_no_other(lost: int, concurrency: int) -> None:
    desk = filled(10)
    outcomes, _listings = carry_out(
        desk, wishes(range(10)), lambda: desk.emulator.remove_package(key(lost)), concurrency=concurrency
    )
    assert [number for number, outcome in enumerate(outcomes) if outcome.error] == [lost]
    error = outcomes[lost].error
    assert isinstance(error, RefusedError)
    assert error.code == "InvalidNetworkPackageId.NotFound"
    assert outcomes[lost].actions == []
    assert desk.emulator.effects(MODIFY) == 9


@pytest.mark.parametrize("slow", [0, 4])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_plan_that_never_comes_stops_no_other(slow: int, concurrency: int) -> None:
    desk = filled(5, network_package_status="Creating")
    desk.emulator.change_package(key(slow), status_until=None)
    started = desk.clock.time()
    outcomes, _listings = carry_out(desk, wishes(range(5), bandwidth=10), timeout=60, concurrency=concurrency)
    assert [type(outcome.error) for outcome in outcomes if outcome.error] == [WaitTimeout]
    assert isinstance(outcomes[slow].error, WaitTimeout)
    assert 60 <= desk.clock.time() - started <= 66


def test_several_that_never_come_are_waited_for_together() -> None:
    desk = filled(5, network_package_status="Creating")
    for number in range(5):
        desk.emulator.change_package(key(number), status_until=None)
    started = desk.clock.time()
    outcomes, _listings = carry_out(desk, wishes(range(5), bandwidth=10), timeout=60)
    assert [type(outcome.error) for outcome in outcomes] == [WaitTimeout] * 5
    assert 60 <= desk.clock.time() - started <= 66


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_lost_answer_is_settled_while_others_go_on(when: str, concurrency: int) -> None:
    desk = filled(6)
    desk.emulator.faults.add(Fault(kind="reset", action=MODIFY, when=when, skip=2))
    outcomes, _listings = carry_out(desk, wishes(range(6)), concurrency=concurrency)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if when == "after":
        assert errors == []
        assert sum("was lost" in note for outcome in outcomes for note in outcome.notes) == 1
    else:
        assert [type(error) for error in errors] == [OutcomeUnknown]
    assert desk.emulator.count(MODIFY) == 6
    assert desk.emulator.effects(MODIFY) == (6 if when == "after" else 5)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_lost_purchase_is_found_among_many(concurrency: int) -> None:
    desk = Desk()
    for number in range(20):
        desk.emulator.add_office_site(site(number))
    desk.emulator.faults.add(Fault(kind="hang", action=CREATE, when="after", skip=3, times=4))
    outcomes, _listings = carry_out(desk, wishes(range(20)), concurrency=concurrency)
    assert [outcome.error for outcome in outcomes] == [None] * 20
    assert [outcome.package.office_site_id for outcome in outcomes if outcome.package] == sites(outcomes)
    assert (desk.emulator.count(CREATE), desk.emulator.effects(CREATE)) == (20, 20)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_passing_state_of_one_holds_up_no_other(concurrency: int) -> None:
    desk = filled(4)
    code = "IncorrectNetworkPackageStatus.ModificationNotSupport"
    desk.emulator.faults.add(Fault(kind="error", action=MODIFY, times=3, code=code, status=400))
    outcomes, _listings = carry_out(desk, wishes(range(4)), concurrency=concurrency)
    assert [outcome.error for outcome in outcomes] == [None] * 4
    assert desk.emulator.effects(MODIFY) == 4
    assert desk.emulator.count(MODIFY) == 7


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_listing_that_fails_keeps_what_was_done(concurrency: int) -> None:
    desk = filled(3)
    wanted = wishes(range(3))

    def break_listings() -> None:
        desk.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST, times=99))

    outcomes, _listings = carry_out(desk, wanted, break_listings, concurrency=concurrency)
    for outcome in outcomes:
        assert outcome.actions == [MODIFY]
        with pytest.raises(TaskFailed) as caught:
            outcome.to_result()
        result = caught.value.to_result()
        assert (result["changed"], result["code"], result["actions"]) == (True, "Forbidden.RAM", [MODIFY])
        assert result["order_ids"] == outcome.order_ids != []
        assert result["network_package"]["network_package_id"]


def test_nothing_to_do_asks_nothing() -> None:
    desk = filled(3)
    outcomes, listings = carry_out(desk, wishes(range(3), bandwidth=10))
    assert (len(outcomes), listings, desk.writes()) == (3, 0, [])
    assert carry_out(desk, [])[0] == []


@pytest.mark.parametrize(("wait", "listings"), [(False, 0), (True, 1)])
def test_without_waiting_nothing_is_polled(wait: bool, listings: int) -> None:
    outcomes, polled = carry_out(filled(3), wishes(range(3)), wait=wait)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert polled == listings


@pytest.mark.parametrize("interval", [0, 0.5, 3, 20])
def test_polls_keep_their_distance(interval: float) -> None:
    desk = Desk()
    for number in range(5):
        desk.emulator.add_office_site(site(number))
    outcomes, polls = carry_out(desk, wishes(range(5)), interval=interval)
    assert [outcome.error for outcome in outcomes] == [None] * 5
    # A purchase takes the emulator five seconds.
    assert polls <= 5 / max(interval, 0.05) + 2
