# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry plans out: the only writer and the only waiter.

Each plan is a generator that asks for one thing at a time: a write, a look, a pause. ``_schedule`` answers,
for one plan or for many at once; nothing here calls, sleeps or knows of other plans.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any, Union

from ._errors import CallError, EcdError, OutcomeUnknown, PassingStateError, TaskFailed, UnclearError, WaitTimeout
from ._model import Package, present
from ._plan import Plan
from ._steps import Receipt, SetEnabled, Write, subject
from ._watch import Seen, Wait, Watch

# Below this a loop of looks would only burn the API's quota.
INTERVAL_LEAST = 0.05


@dataclass(frozen=True)
class Waits:
    """How long to wait, in seconds."""

    wait: bool = True
    timeout: float = 600
    interval: float = 3
    settle_timeout: float = 30

    @property
    def pause(self) -> float:
        return max(self.interval, INTERVAL_LEAST)


@dataclass(frozen=True)
class Send:
    """Ask for a write; answered with its Receipt, or by raising CallError."""

    step: Write


@dataclass(frozen=True)
class Look:
    """Ask for looks until the watch is done or ``timeout`` seconds are over; answered with Sight.

    One that ``settles`` a lost answer goes on when the task is asked to stop.
    """

    watch: Watch
    timeout: float
    settles: bool = False


@dataclass(frozen=True)
class Pause:
    """Ask for some seconds of doing nothing; answered with None."""

    seconds: float


Request = Union[Send, Look, Pause]


@dataclass(frozen=True)
class Sight:
    """What the last look saw, and whether the watch was done."""

    seen: Seen
    done: bool


@dataclass
class Outcome:
    """What became of one Plan; the error is None when all went well."""

    plan: Plan
    package: Package | None
    actions: list[str] = field(default_factory=list)
    order_ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error: EcdError | None = None

    def to_result(self) -> dict[str, Any]:
        """Return what a module returns for this plan.

        Raises TaskFailed with what was done so far when it was not finished.
        """
        network_package = present(self.package) if self.package else None
        done = {
            "network_package": network_package,
            "actions": list(self.actions),
            "order_ids": list(self.order_ids),
            "notes": list(self.notes),
        }
        if self.plan.costs is not None:
            done["cost"] = [cost.to_result() for cost in self.plan.costs]
        if self.error is None:
            pending = self.plan.payment_pending
            return {"changed": self.plan.changed, **done, "payment_pending": pending, "diff": self.plan.diff}
        result = self.error.to_result()
        if self.actions or isinstance(self.error, OutcomeUnknown):
            result.update(done, changed=True)
        raise TaskFailed(result)


def begun(plan: Plan) -> Outcome:
    """Return the outcome of a plan of which nothing is done yet."""
    pending = [plan.pending_order] if plan.pending_order else []
    return Outcome(plan, plan.live, order_ids=pending, notes=list(plan.notes))


def predicted(plan: Plan) -> Outcome:
    """Return the outcome that check mode reports."""
    # Nothing comes of an order before it is paid.
    package = plan.live if plan.payment_pending else plan.after
    return replace(begun(plan), package=package, actions=plan.actions)


def carry_out(outcome: Outcome, waits: Waits) -> Generator[Request, Any, None]:
    """Carry out ``outcome.plan``, keeping ``outcome`` up to date. Raises EcdError."""
    steps = outcome.plan.steps
    for number, planned in enumerate(steps, 1):
        if isinstance(planned, Wait):
            if waits.wait or planned.essential or (planned.of and number < len(steps)):
                seen = yield from _wait(outcome, planned.watch, waits)
                outcome.package = subject(planned.of, Receipt(), seen) if planned.of else outcome.package
            continue
        step = planned.of(outcome.package) if isinstance(planned, SetEnabled) and outcome.package else planned
        receipt, seen = yield from _write(outcome, step, waits)
        outcome.package = _after(outcome, step, receipt, seen)
        # The next step builds on this one, so only the last may go unwatched.
        if step.pays and (waits.wait or number < len(steps)):
            seen = yield from _wait(outcome, step.finish(receipt), waits)
            outcome.package = subject(step, receipt, seen) if _shows_plans(step) else outcome.package


def _after(outcome: Outcome, step: Write, receipt: Receipt, seen: Seen) -> Package | None:
    """Return what is known of the plan right after the write was taken."""
    found = subject(step, receipt, seen)
    if found:
        return found
    if isinstance(step, SetEnabled):
        return outcome.package
    after = outcome.plan.after
    if after is None:
        return None
    if not step.pays:
        # Nothing changes before the order is paid, and an unpaid plan does not exist for the API.
        return outcome.plan.live
    # The id is a fact; how far the server has come is not known without a look.
    known = receipt.network_package_id or after.network_package_id
    return replace(after, network_package_id=known, network_package_status=None, business_status=None)


def _write(outcome: Outcome, step: Write, waits: Waits) -> Generator[Request, Any, tuple[Receipt, Seen]]:
    try:
        receipt: Receipt = yield from _send(step, waits)
    except UnclearError as error:
        return (yield from _settle(outcome, step, error, waits))
    outcome.actions.append(step.action)
    if receipt.order_id:
        outcome.order_ids.append(receipt.order_id)
    return receipt, Seen()


def _send(step: Write, waits: Waits) -> Generator[Request, Any, Receipt]:
    """Send a write; a state that passes is waited out within the wait's timeout."""
    waited = 0.0
    while True:
        try:
            receipt: Receipt = yield Send(step)
            return receipt
        except PassingStateError:
            if waited >= waits.timeout:
                raise
            yield Pause(waits.pause)
            waited += waits.pause


def _settle(
    outcome: Outcome, step: Write, cause: UnclearError, waits: Waits
) -> Generator[Request, Any, tuple[Receipt, Seen]]:
    """Find out by looking, never by sending again, whether an unclear write took effect."""
    watch = step.settle()
    try:
        sight: Sight = yield Look(watch, waits.settle_timeout, settles=True)
    except CallError as error:
        raise OutcomeUnknown(_unknown(step, cause, f"looking for it failed: {error}"), cause) from None
    if not sight.done:
        looked = f"{waits.settle_timeout:g} seconds of looking for {watch.purpose} did not tell"
        raise OutcomeUnknown(_unknown(step, cause, looked), cause)
    outcome.actions.append(step.action)
    outcome.notes.append(f"the answer to {step.action} was lost; its effect was found by looking")
    found = subject(step, Receipt(), sight.seen)
    return Receipt(found.network_package_id if found else None), sight.seen


def _unknown(step: Write, cause: UnclearError, looked: str) -> str:
    return (
        f"the outcome of {step.action} is unknown: {cause}; {looked}. It was not sent again. Look at the plan and "
        "at Orders in the console before anything else; running this task again looks for the plan before it buys "
        "or changes anything"
    )


def _wait(outcome: Outcome, watch: Watch, waits: Waits) -> Generator[Request, Any, Seen]:
    sight: Sight = yield Look(watch, waits.timeout)
    key = outcome.package.network_package_id if outcome.package else None
    if key and key in sight.seen.packages:
        outcome.package = sight.seen.packages[key]
    if not sight.done:
        raise WaitTimeout(
            f"waited {waits.timeout:g} seconds (wait_timeout) for {watch.purpose}; last seen: "
            f"{_status(watch, sight.seen)}{_unpaid_perhaps(outcome)}"
        )
    return sight.seen


def _shows_plans(step: Write) -> bool:
    return not isinstance(step, SetEnabled)


def _unpaid_perhaps(outcome: Outcome) -> str:
    if not outcome.order_ids:
        return ""
    return f". See in the console whether order {', '.join(outcome.order_ids)} is paid"


def _status(watch: Watch, seen: Seen) -> str:
    if watch.ids is None:
        return "no such plan"
    states = [f"{key} {seen.packages[key].network_package_status}" for key in sorted(seen.packages)]
    return ", ".join(states) or "nothing"
