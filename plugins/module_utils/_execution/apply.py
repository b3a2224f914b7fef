# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry out one plan: the steps in order, each with its wait.

A plan is a generator that requests one thing at a time: to send a write, to poll for a condition, to pause. The
scheduler responds, for one plan or for many at once; nothing here calls, sleeps or knows of other plans.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any, Union

from .._errors import CallError, OutcomeUnknown, PassingStateError, UnclearError, WaitTimeout
from .._model.limits import WaitLimits
from .._model.package import Package
from .._planning.conditions import Condition, Snapshot
from .._planning.steps import Receipt, SetEnabled, WaitFor, Write, subject
from .results import Outcome


@dataclass(frozen=True)
class Send:
    """Request to send a write; the response is its Receipt, or a raised CallError."""

    step: Write


@dataclass(frozen=True)
class Poll:
    """Request to poll until the condition is met or ``timeout`` seconds are over; the response is Polled.

    One that ``settles`` an unclear write continues when the task is asked to stop.
    """

    condition: Condition
    timeout: float
    settles: bool = False


@dataclass(frozen=True)
class Pause:
    """Request to pause for some seconds; the response is None."""

    seconds: float


Request = Union[Send, Poll, Pause]


@dataclass(frozen=True)
class Polled:
    """What the last poll read, and whether the condition was met."""

    snapshot: Snapshot
    met: bool


def carry_out(outcome: Outcome, limits: WaitLimits) -> Generator[Request, Any, None]:
    """Carry out ``outcome.plan``, keeping ``outcome`` up to date. Raises EcdError."""
    steps = outcome.plan.steps
    for number, planned in enumerate(steps, 1):
        if isinstance(planned, WaitFor):
            effect_of = planned.effect_of
            if limits.wait or planned.required or (effect_of and number < len(steps)):
                snapshot = yield from _wait(outcome, planned.condition, limits)
                outcome.package = subject(effect_of, Receipt(), snapshot) if effect_of else outcome.package
            continue
        step = planned.of(outcome.package) if isinstance(planned, SetEnabled) and outcome.package else planned
        receipt, snapshot = yield from _write(outcome, step, limits)
        outcome.package = _after(outcome, step, receipt, snapshot)
        # The next step builds on this one, so only the last may go without its wait.
        if step.pays and (limits.wait or number < len(steps)):
            snapshot = yield from _wait(outcome, step.finished(receipt), limits)
            if not isinstance(step, SetEnabled):
                outcome.package = subject(step, receipt, snapshot)


def _after(outcome: Outcome, step: Write, receipt: Receipt, snapshot: Snapshot) -> Package | None:
    """Return what is known of the package right after the write was accepted."""
    found = subject(step, receipt, snapshot)
    if found:
        return found
    if isinstance(step, SetEnabled):
        return outcome.package
    after = outcome.plan.after
    if after is None:
        return None
    if not step.pays:
        # Nothing changes before the order is paid, and the API does not show an unpaid package.
        return outcome.plan.before
    # The id is a fact; the state is not known before a poll.
    known = receipt.network_package_id or after.network_package_id
    return replace(after, network_package_id=known, network_package_status=None, business_status=None)


def _write(outcome: Outcome, step: Write, limits: WaitLimits) -> Generator[Request, Any, tuple[Receipt, Snapshot]]:
    try:
        receipt: Receipt = yield from _send(step, limits)
    except UnclearError as error:
        return (yield from _settle(outcome, step, error, limits))
    outcome.actions.append(step.action)
    if receipt.order_id:
        outcome.order_ids.append(receipt.order_id)
    return receipt, Snapshot()


def _send(step: Write, limits: WaitLimits) -> Generator[Request, Any, Receipt]:
    """Send a write; a state that passes is waited out within ``wait_timeout``."""
    waited = 0.0
    while True:
        try:
            receipt: Receipt = yield Send(step)
            return receipt
        except PassingStateError:
            if waited >= limits.timeout:
                raise
            yield Pause(limits.pause)
            waited += limits.pause


def _settle(
    outcome: Outcome, step: Write, cause: UnclearError, limits: WaitLimits
) -> Generator[Request, Any, tuple[Receipt, Snapshot]]:
    """Find out by polling, never by a retry, whether an unclear write took effect."""
    condition = step.took_effect()
    try:
        polled: Polled = yield Poll(condition, limits.settle_timeout, settles=True)
    except CallError as error:
        raise OutcomeUnknown(_unknown(step, cause, f"polling for its effect failed: {error}"), cause) from None
    if not polled.met:
        looked = f"{limits.settle_timeout:g} seconds of polling (settle_timeout) did not show {condition.description}"
        raise OutcomeUnknown(_unknown(step, cause, looked), cause)
    outcome.actions.append(step.action)
    outcome.notes.append(f"the response to {step.action} was lost; its effect was found by polling")
    found = subject(step, Receipt(), polled.snapshot)
    return Receipt(found.network_package_id if found else None), polled.snapshot


def _unknown(step: Write, cause: UnclearError, looked: str) -> str:
    return (
        f"the outcome of {step.action} is unknown: {cause}; {looked}. It was not retried. Check the package "
        "and the Orders page of the console first; running this task again looks for the package before it buys or "
        "changes anything"
    )


def _wait(outcome: Outcome, condition: Condition, limits: WaitLimits) -> Generator[Request, Any, Snapshot]:
    polled: Polled = yield Poll(condition, limits.timeout)
    key = outcome.package.network_package_id if outcome.package else None
    if key and key in polled.snapshot.packages:
        outcome.package = polled.snapshot.packages[key]
    if not polled.met:
        raise WaitTimeout(
            f"waited {limits.timeout:g} seconds (wait_timeout) for {condition.description}; last seen: "
            f"{_status(condition, polled.snapshot)}{_unpaid_perhaps(outcome)}"
        )
    return polled.snapshot


def _unpaid_perhaps(outcome: Outcome) -> str:
    if not outcome.order_ids:
        return ""
    return f". Check in the console whether order {', '.join(outcome.order_ids)} is paid"


def _status(condition: Condition, snapshot: Snapshot) -> str:
    if condition.ids is None:
        return "no such package"
    states = [f"{key} {package.network_package_status}" for key, package in sorted(snapshot.packages.items())]
    return ", ".join(states) or "nothing"
