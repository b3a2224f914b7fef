# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Orders: unpaid, paid, cancelled, of long ago; and the order numbers in odd responses."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import Runner
from .scenarios import BIND, CREATE, FREE, MODIFY, RENEW, A, B, package, subscription
from .stories import (
    BOTH_MODES,
    BOTH_MODULES,
    DAY,
    LIST,
    ORDER,
    SOON_DONE,
    account,
    amend,
    answer,
    failed,
    live,
    ok,
    once,
    run,
    said,
    shown_id,
    took,
    unpaid,
    warned,
)

SOON = "2026-01-20T08:00:00Z"
HERE: dict[str, Any] = {"office_site_id": A}
TEN: dict[str, Any] = {**HERE, "bandwidth": 10}
TWENTY: dict[str, Any] = {**HERE, "bandwidth": 20}
RENEWED: dict[str, Any] = {**HERE, "remaining_days": 7}
AUTO_PAY = pytest.mark.parametrize("auto_pay", [True, False], ids=["auto_pay", "not auto_pay"])


@BOTH_MODULES
@AUTO_PAY
@pytest.mark.parametrize(
    ("have", "desired"),
    [(package(), TWENTY), (subscription(expired_time=SOON), RENEWED)],
    ids=["bandwidth", "renewal"],
)
def test_an_unpaid_order_is_asked_about_before_another_is_placed(
    how: str, auto_pay: bool, have: dict[str, Any], desired: dict[str, Any]
) -> None:
    """(4) an unpaid order of an existing package is asked about, whatever auto_pay says."""
    runner = account(have, switches={"unpaid_order": "ignored"})
    order_id = unpaid(runner, **desired)
    result = ok(run(runner, how, pending_order_id=order_id, auto_pay=auto_pay, **desired))
    assert runner.writes() == []
    assert runner.emulator.count(ORDER) == 1
    assert (result["payment_pending"], result["order_ids"], result["changed"]) == (True, [order_id], False)


@AUTO_PAY
def test_steps_before_the_pending_order_are_done(auto_pay: bool) -> None:
    """(4) a move comes before the order, so it is done; the order is not placed again."""
    runner = account(package(), switches={"unpaid_order": "ignored"})
    order_id = unpaid(runner, **TWENTY)
    desired: dict[str, Any] = {"network_package_id": "np-a", "office_site_id": B, "bandwidth": 20, "auto_pay": auto_pay}
    result = ok(runner.network_package(pending_order_id=order_id, **desired))
    assert runner.writes() == result["actions"] == [FREE, BIND]
    assert (result["payment_pending"], result["order_ids"]) == (True, [order_id])
    assert live(runner, B) == ["np-a"]


@BOTH_MODULES
def test_an_unpaid_order_of_another_package_is_an_error(how: str) -> None:
    """(4) an unpaid order of another package is an error that names it."""
    runner = account(package(), package(B, "np-b"))
    order_id = unpaid(runner, office_site_id=B, bandwidth=20)
    failed(run(runner, how, pending_order_id=order_id, **TWENTY), order_id, "np-b")
    assert runner.writes() == []


def test_an_unpaid_order_of_another_kind_is_still_pending() -> None:
    """(4) an unpaid renewal: nothing else is ordered for the package meanwhile."""
    runner = account(subscription(expired_time=SOON), switches={"unpaid_order": "ignored"})
    order_id = unpaid(runner, **RENEWED)
    result = ok(runner.network_package(pending_order_id=order_id, **TWENTY))
    assert runner.writes() == []
    assert (result["payment_pending"], result["order_ids"]) == (True, [order_id])


@pytest.mark.parametrize("names", [False, True])
def test_an_unpaid_purchase_is_still_pending(names: bool) -> None:
    """(4) whether billing names the package of an unpaid purchase or not."""
    runner = account(switches={"unpaid_order": "ignored", "unpaid_order_names_package": names})
    order_id = unpaid(runner, **TEN)
    result = ok(runner.network_package(pending_order_id=order_id, **TEN))
    assert (runner.writes(), result["payment_pending"]) == ([], True)


def test_a_run_that_needs_no_order_asks_nothing() -> None:
    """(4) the package is as desired: billing is not asked, with auto_pay false either."""
    runner = account(package(bandwidth=20))
    ok(runner.network_package(pending_order_id="1", auto_pay=False, **TWENTY))
    assert runner.emulator.count(ORDER) == 0


@AUTO_PAY
def test_no_such_order_is_an_error_with_a_package_too(auto_pay: bool) -> None:
    """(4) an order number that billing does not know stops the order."""
    runner = account(package())
    failed(runner.network_package(pending_order_id="1", auto_pay=auto_pay, **TWENTY), ORDER)
    assert runner.writes() == []


@BOTH_MODULES
def test_a_cancelled_change_is_ordered_anew(how: str) -> None:
    """(4) cancelled: ordered anew, with a note."""
    runner = account(package())
    order_id = unpaid(runner, **TWENTY)
    runner.emulator.cancel_order(order_id)
    result = ok(run(runner, how, pending_order_id=order_id, **TWENTY))
    assert runner.writes() == result["actions"] == [MODIFY]
    assert order_id in said(runner, result) and "cancelled" in said(runner, result)


@BOTH_MODULES
@pytest.mark.parametrize("later", [60, 2 * DAY])
def test_a_paid_renewal_does_not_swallow_the_bandwidth(how: str, later: int) -> None:
    """(11) unpaid renewal with a bandwidth wish, paid later: the second run orders the bandwidth at once."""
    runner = account(subscription(expired_time=SOON))
    order_id = unpaid(runner, **RENEWED, bandwidth=20)
    runner.emulator.pay_order(order_id)
    runner.clock.advance(later)
    desired = {**RENEWED, "bandwidth": 20, "pending_order_id": order_id}
    result, seconds = took(runner, lambda: run(runner, how, **desired))
    assert runner.writes() == ok(result)["actions"] == [MODIFY]
    assert seconds < SOON_DONE
    assert order_id in said(runner, result)
    assert runner.emulator.packages["np-a"].bandwidth == 20


def test_a_purchase_paid_long_ago_is_history() -> None:
    """(11) the package that an old order bought is gone: another is bought, with a note."""
    runner = account()
    order_id = unpaid(runner, **TEN)
    runner.emulator.pay_order(order_id)
    runner.clock.advance(2 * DAY)
    (old,) = live(runner, A)
    runner.emulator.remove_package(old)
    result, seconds = took(runner, lambda: runner.network_package(pending_order_id=order_id, **TEN))
    assert runner.writes() == ok(result)["actions"] == [CREATE]
    assert seconds < SOON_DONE
    assert order_id in said(runner, result)


@pytest.mark.parametrize(("placed", "kind"), [(20, "Upgrade"), (5, "Downgrade")])
def test_a_change_paid_long_ago_is_history(placed: int, kind: str) -> None:
    """(11) a paid change of long ago does not swallow a later one."""
    runner = account(package())
    order_id = unpaid(runner, office_site_id=A, bandwidth=placed)
    assert runner.emulator.orders[order_id].order_type == kind
    runner.emulator.pay_order(order_id)
    runner.clock.advance(2 * DAY)
    desired = {**HERE, "bandwidth": placed * 2, "pending_order_id": order_id}
    result, seconds = took(runner, partial(runner.network_package, **desired))
    assert runner.writes() == ok(result)["actions"] == [MODIFY]
    assert seconds < SOON_DONE and order_id in said(runner, result)


def test_a_paid_order_of_another_package_is_history() -> None:
    """(11) paid a minute ago, but for another package: ordered, with a note."""
    runner = account(package(), package(B, "np-b"))
    order_id = unpaid(runner, office_site_id=B, bandwidth=20)
    runner.emulator.pay_order(order_id)
    runner.clock.advance(60)
    result, seconds = took(runner, lambda: runner.network_package(pending_order_id=order_id, **TWENTY))
    assert runner.writes() == ok(result)["actions"] == [MODIFY]
    assert seconds < SOON_DONE and order_id in said(runner, result)


def test_a_paid_purchase_of_a_package_that_is_elsewhere_is_history() -> None:
    """(11) the order's package serves another office network by now: this one gets its own."""
    runner = account()
    order_id = unpaid(runner, **TEN)
    runner.emulator.pay_order(order_id)
    runner.clock.advance(60)
    (moved,) = live(runner, A)
    runner.emulator.change_package(moved, office_site_id=B)
    result, seconds = took(runner, lambda: runner.network_package(pending_order_id=order_id, **TEN))
    assert runner.writes() == ok(result)["actions"] == [CREATE]
    assert seconds < SOON_DONE and order_id in said(runner, result)


@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False])
def test_the_effect_of_a_paid_change_is_waited_for(how: str, wait: bool) -> None:
    """(11) paid a moment ago and reads lag: its effect is waited for, nothing is ordered."""
    runner = account(package(), switches={"stale_seconds": 50})
    order_id = unpaid(runner, **TWENTY)
    runner.emulator.pay_order(order_id)
    result = ok(run(runner, how, pending_order_id=order_id, wait=wait, **TWENTY))
    assert runner.writes() == []
    assert result["network_package"]["bandwidth"] == 20
    assert result["changed"] is False


@pytest.mark.parametrize("form", ["json", "plain", "absent"])
@pytest.mark.parametrize("wait", [True, False])
def test_the_effect_of_a_paid_purchase_is_waited_for(form: str, wait: bool) -> None:
    """(11) paid a moment ago and not listed yet, whatever InstanceIDs looks like."""
    runner = account(switches={"stale_seconds": 50, "instance_ids": form, "second_package": "accepted"})
    order_id = unpaid(runner, **TEN)
    runner.emulator.pay_order(order_id)
    result = ok(runner.network_package(pending_order_id=order_id, wait=wait, **TEN))
    assert runner.writes() == []
    assert [shown_id(result)] == live(runner, A)


def test_a_paid_order_without_the_effect_desired_now_says_what_to_do() -> None:
    """(11) paid for 20, desired 30 within the hour: the time-out tells when it was paid and what to leave out."""
    runner = account(package())
    order_id = unpaid(runner, **TWENTY)
    runner.emulator.pay_order(order_id)
    runner.clock.advance(600)
    desired = {**HERE, "bandwidth": 30, "pending_order_id": order_id, "wait_timeout": 60}
    result, seconds = took(runner, partial(runner.network_package, **desired))
    failed(result, "pending_order_id", order_id, "08:00:0")
    assert runner.writes() == []
    assert seconds < SOON_DONE


def test_an_hour_is_the_limit_of_a_paid_order() -> None:
    """(11) paid more than an hour ago: history."""
    runner = account(package())
    order_id = unpaid(runner, **TWENTY)
    runner.emulator.pay_order(order_id)
    runner.clock.advance(3700)
    ok(runner.network_package(pending_order_id=order_id, **HERE, bandwidth=30))
    assert runner.writes() == [MODIFY]


@pytest.mark.parametrize("wait", [True, False])
def test_an_unpaid_renewal_shows_no_value_that_was_never_sent(wait: bool) -> None:
    """(10) after an unpaid order, the package is as last seen."""
    runner = account(subscription(expired_time=SOON))
    result = ok(runner.network_package(**RENEWED, bandwidth=20, auto_pay=False, wait=wait))
    assert result["actions"] == [RENEW]
    assert (result["network_package"]["bandwidth"], result["network_package"]["expired_time"]) == (10, SOON)


@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False])
def test_a_failure_in_the_middle_shows_no_value_that_was_never_sent(how: str, wait: bool) -> None:
    """(10) after a failure in the middle, the package is as last seen."""
    runner = account(package())
    runner.emulator.faults.add(Fault(kind="error", code="RISK.RISK_CONTROL_REJECTION", status=400, action=BIND))
    desired: dict[str, Any] = {"network_package_id": "np-a", "office_site_id": B, "bandwidth": 20}
    result = failed(run(runner, how, wait=wait, **desired), "RISK.RISK_CONTROL_REJECTION")
    assert (result["changed"], result["actions"]) == (True, [FREE])
    assert (result["network_package"]["office_site_id"], result["network_package"]["bandwidth"]) == (None, 10)


MIDDLES: tuple[tuple[dict[str, Any], dict[str, Any], dict[str, Any]], ...] = (
    (
        subscription(expired_time=SOON),
        {**RENEWED, "bandwidth": 20},
        {"bandwidth": 10, "expired_time": SOON, "office_site_id": A},
    ),
    (
        package(),
        {"network_package_id": "np-a", "office_site_id": B, "bandwidth": 20},
        {"bandwidth": 10, "office_site_id": A},
    ),
)


@BOTH_MODULES
@pytest.mark.parametrize(("have", "desired", "seen"), MIDDLES, ids=["renewal", "move"])
@pytest.mark.parametrize("end", ["stopped", "refused", "stale"])
def test_an_end_in_the_middle_shows_no_value_that_was_never_sent(
    how: str, have: dict[str, Any], desired: dict[str, Any], seen: dict[str, Any], end: str
) -> None:
    """(10) the first step was accepted and nothing was read since: the package is as last seen."""
    runner = account(have, switches={"stale_seconds": 500} if end == "stale" else None)
    if end == "stopped":
        runner.stopping = lambda: runner.emulator.effects() > 0
    if end == "refused":
        once(runner, lambda: runner.emulator.effects() > 0, lambda: refuse_reads(runner))
    result = failed(run(runner, how, wait_timeout=10, **desired))
    assert (result["changed"], len(result["actions"]), runner.emulator.effects()) == (True, 1, 1)
    assert {name: result["network_package"][name] for name in seen} == seen


def refuse_reads(runner: Runner) -> None:
    runner.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST, times=999))


@pytest.mark.parametrize("wait", [True, False])
def test_a_refused_change_after_a_renewal_shows_the_old_bandwidth(wait: bool) -> None:
    """(10) the renewal was done, the change was refused."""
    runner = account(subscription(expired_time=SOON))
    runner.emulator.faults.add(Fault(kind="error", code="RISK.RISK_CONTROL_REJECTION", status=400, action=MODIFY))
    result = failed(runner.network_package(**RENEWED, bandwidth=20, wait=wait))
    assert result["actions"] == [RENEW]
    shown = result["network_package"]
    assert (shown["bandwidth"], shown["expired_time"]) == (10, "2026-02-20T08:00:00Z")


@BOTH_MODULES
def test_a_lost_response_to_an_unpaid_purchase_promises_nothing(how: str) -> None:
    """(18) an unpaid purchase does not show, so the next run cannot find it; the Orders page can."""
    runner = account(switches={"unpaid_order": "ignored"})
    runner.emulator.faults.add(Fault(kind="reset", when="after", action=CREATE))
    result = failed(run(runner, how, auto_pay=False, **TEN), "Orders page")
    assert (result["outcome_unknown"], result["changed"]) == (True, True)
    assert not re.search(r"looks? for the (package|purchase)|finds? it|will find", result["msg"])
    assert runner.emulator.effects(CREATE) == 1
    warned(runner, "unpaid")


ODD_SUCCESSES: tuple[dict[str, Any], ...] = (
    {"Code": 200},
    {"Code": "200"},
    {"Code": None},
    {"Code": ""},
    {"Code": "OK"},
    {"Code": "Success"},
    {"Success": "true"},
    {"Success": True, "Code": "200", "Message": "success"},
    {"Success": None},
)
WRITES: tuple[tuple[str, dict[str, Any] | None, dict[str, Any]], ...] = (
    (CREATE, None, TEN),
    (MODIFY, package(), TWENTY),
    (RENEW, subscription(expired_time=SOON), RENEWED),
)
EACH_WRITE = pytest.mark.parametrize(("action", "have", "desired"), WRITES, ids=[row[0] for row in WRITES])


@EACH_WRITE
@pytest.mark.parametrize("members", ODD_SUCCESSES, ids=str)
def test_a_success_in_odd_words_is_a_success(
    action: str, have: dict[str, Any] | None, desired: dict[str, Any], members: dict[str, Any]
) -> None:
    """(19) status 200 with an odd Code or Success is no unclear response, and its order number is kept."""
    runner = account(*([have] if have else []))
    amend(runner, action, **members)
    result = ok(runner.network_package(**desired))
    assert result["order_ids"] == list(runner.emulator.orders)
    assert (runner.writes(), result["actions"]) == ([action], [action])
    assert "lost" not in said(runner, result)


@EACH_WRITE
@pytest.mark.parametrize("members", [{"Success": False}, {"Code": "SomethingOdd", "Message": "odd"}], ids=str)
@pytest.mark.parametrize("wait", [True, False])
def test_the_order_number_of_an_unclear_response_is_reported(
    action: str, have: dict[str, Any] | None, desired: dict[str, Any], members: dict[str, Any], wait: bool
) -> None:
    """(19) an OrderId in any response is reported, also when the response is no clear success."""
    runner = account(*([have] if have else []))
    amend(runner, action, **members)
    result = runner.network_package(wait=wait, **desired)
    (order_id,) = runner.emulator.orders
    assert order_id in result["order_ids"]
    assert runner.writes() == [action]


@pytest.mark.parametrize("status", [400, 500])
@EACH_WRITE
def test_the_order_number_of_a_refusal_is_reported(
    action: str, have: dict[str, Any] | None, desired: dict[str, Any], status: int
) -> None:
    """(19) an OrderId in an error response is reported."""
    runner = account(*([have] if have else []))
    body = {"Code": "OrderAbnormal", "Message": "odd", "RequestId": "R-1", "OrderId": "4711471147114711"}
    answer(runner, action, body, status=status)
    result = failed(runner.network_package(settle_timeout=5, **desired))
    assert "4711471147114711" in result.get("order_ids", ())
    assert runner.writes() == [action]


def test_a_package_id_in_a_refusal_is_reported() -> None:
    """(19) an id in any response is reported."""
    runner = account()
    body = {"Code": "OrderAbnormal", "Message": "odd", "RequestId": "R-1", "NetworkPackageId": "np-odd"}
    answer(runner, CREATE, body, status=400)
    assert "np-odd" in repr(failed(runner.network_package(**TEN)))


@BOTH_MODULES
@pytest.mark.parametrize("wait", [True, False])
def test_an_id_that_existed_before_is_not_what_was_bought(how: str, wait: bool) -> None:
    """(20) a Create response that names an old package is not believed."""
    runner = account(package(B, "np-b"))
    amend(runner, CREATE, NetworkPackageId="np-b")
    result = run(runner, how, wait=wait, **TEN)
    (bought,) = live(runner, A)
    assert shown_id(result) != "np-b"
    assert bought in repr(result)
    assert (runner.writes(), result["changed"]) == ([CREATE], True)


def test_an_id_that_existed_before_is_not_bought_by_tags() -> None:
    """(20) the same, identified by tags."""
    runner = account(package(None, "np-old", tags={"purpose": "other"}))
    amend(runner, CREATE, NetworkPackageId="np-old")
    result = runner.network_package(tags={"purpose": "spare"}, bandwidth=5)
    (bought,) = set(live(runner, None)) - {"np-old"}
    assert shown_id(result) != "np-old" and bought in repr(result)
    assert runner.emulator.packages["np-old"].bandwidth == 10


@BOTH_MODULES
@pytest.mark.parametrize(
    ("have", "desired"),
    [(None, TEN), (package(), TWENTY), (subscription(expired_time=SOON), RENEWED)],
    ids=["purchase", "bandwidth", "renewal"],
)
def test_an_unpaid_order_is_a_warning(how: str, have: dict[str, Any] | None, desired: dict[str, Any]) -> None:
    """(money) an unpaid order is a note and a warning that name it."""
    runner = account(*([have] if have else []))
    result = ok(run(runner, how, auto_pay=False, **desired))
    (order_id,) = runner.emulator.orders
    warned(runner, order_id)
    assert any(order_id in note for note in result["notes"])


@BOTH_MODULES
def test_a_lost_response_is_a_warning(how: str) -> None:
    """(money) a purchase whose response was lost is a warning, also when it was found."""
    runner = account()
    runner.emulator.faults.add(Fault(kind="reset", when="after", action=CREATE))
    ok(run(runner, how, **TEN))
    warned(runner, "lost")


def test_the_journal_shows_what_a_pending_order_costs() -> None:
    """(4) one question to billing and one listing, no more."""
    runner = account(package())
    order_id = unpaid(runner, **TWENTY)
    ok(runner.network_package(pending_order_id=order_id, **TWENTY))
    assert (runner.emulator.count(ORDER), runner.emulator.count(LIST)) == (1, 1)


@BOTH_MODULES
@BOTH_MODES
def test_a_paid_purchase_of_too_short_a_term_is_refused(how: str, check_mode: bool) -> None:
    """What is being delivered would be renewed again by every run: the same error as before a purchase."""
    runner = account(switches={"stale_seconds": 600, "second_package": "accepted"})
    week: dict[str, Any] = {**TEN, "pay_type": "PrePaid", "period": 1, "period_unit": "Week"}
    order_id = unpaid(runner, **week)
    runner.emulator.pay_order(order_id)
    desired = {**week, "remaining_days": 45, "pending_order_id": order_id}
    failed(run(runner, how, check_mode, **desired), "remaining_days", "1 Week")
    assert runner.writes() == []
