# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The waits of a plan under way: for the effect of a write, for a state that passes, for a paid order."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import _errors as errors
from .._model import dates
from .._planning import conditions, steps, wait_steps
from .._planning.observed import refuse_endless_reads
from .._planning.orders import Create, Order, Receipt, Renew
from . import requests, results
from .run import Run

if TYPE_CHECKING:
    from .._model.renewal import Renewal


def wait_for_effect(run: Run, step: steps.Write, receipt: Receipt) -> Generator[requests.Request, Any, bool]:
    """Wait until a write is finished, or with ``wait: false`` and nothing left until it shows. True: the run ends."""
    last = not run.writes_left
    if run.limits.wait or not last:
        condition, timeout = step.finished(receipt), run.limits.timeout
    else:
        condition, timeout = step.took_effect(receipt), run.limits.settle_timeout
    polled: requests.Polled = yield requests.Poll(condition, timeout)
    run.anew = True
    found = steps.subject(step, receipt, polled.snapshot)
    if not isinstance(step, steps.SWITCHES) and (found or polled.met):
        run.outcome.package = found
    if isinstance(step, Create) and found and found.network_package_id:
        run.outcome.bought = found.network_package_id
        run.desired = replace(run.desired, network_package_id=found.network_package_id)
    if polled.met and isinstance(step, Renew):
        yield from _check_renewal(run, condition)
    if polled.met and last:
        # What was polled is the newest view, and is compared once more; nothing foretold is left to be written.
        run.anew, run.since = bool(run.sites) and not isinstance(step, steps.SetEnabled), 0
        more = run.sites or (run.renewals and isinstance(step, Renew))
        return isinstance(step, steps.Delete) or not (run.limits.wait or more)
    if polled.met:
        return False
    unpaid = _unpaid_perhaps(run.outcome) if isinstance(step, Order) else ""
    if not run.limits.wait and last:
        run.outcome.warnings.append(
            f"{step.action} was accepted, but does not show after {timeout:g} seconds (settle_timeout){unpaid}"
        )
        return True
    raise _timed_out(condition, timeout, polled, unpaid)


def _refuse_second_renewal(run: Run) -> None:
    """Check that nobody else renewed at the same time. Raises DuplicatePurchase."""
    package = run.outcome.package
    if package is None or run.expected_end is None:
        return
    if dates.expiry(package) > run.expected_end + dates.DAY:
        raise errors.DuplicatePurchase(
            f"{package.network_package_id} expires at {package.expired_time}, which is later than one renewal explains "
            f"({dates.text_of(run.expected_end)}): another run renewed it at the same time"
        )


def _check_renewal(run: Run, condition: conditions.Condition) -> Generator[requests.Request, Any, None]:
    """Wait for billing to show the automatic renewal that a renewal carried with it; it is compared afterwards.

    Raises DuplicatePurchase where somebody else renewed at the same time.
    """
    _refuse_second_renewal(run)
    # If somebody did, what shows first is one term more, by whichever of the two.
    yield requests.Pause(run.limits.pause)
    polled: requests.Polled = yield requests.Poll(condition, 0)
    if polled.met:
        (run.outcome.package,) = polled.snapshot.packages.values()
    _refuse_second_renewal(run)
    for key in run.renewals:
        yield requests.Poll(conditions.renews(key, bool(run.desired.auto_renew)), run.limits.settle_timeout)


def wait_for_access(run: Run) -> Generator[requests.Request, Any, None]:
    """Wait for Internet access that a purchase or a move opens a little later, where it is to be switched after."""
    step = next((step for step in run.left if isinstance(step, steps.SetEnabled)), None)
    if step is None:
        return
    key, opened = step.office_site_id, not step.enabled
    condition = conditions.Condition(
        conditions.NO_IDS,
        lambda snapshot: key in snapshot.sites and snapshot.sites[key].internet_access is opened,
        f"{key} to show its Internet access",
        frozenset([key]),
    )
    yield requests.Poll(condition, run.limits.settle_timeout)
    run.anew = True


def may_end_waiting(run: Run, step: wait_steps.Wait) -> Generator[requests.Request, Any, bool]:
    """Wait for what the next step needs; with ``wait: false`` and no write left, return True instead."""
    if not run.limits.wait and not run.writes_left and not isinstance(step, wait_steps.WaitEffect):
        note = f"{run.outcome.package.network_package_id if run.outcome.package else 'the package'} is Creating"
        if isinstance(step, wait_steps.WaitUsable) and not any(
            "run again to compare" in text for text in run.outcome.notes
        ):
            run.outcome.notes.append(f"{note}; run again to compare it")
        return True
    if isinstance(step, wait_steps.WaitAgreed):
        # Reads that agree for a moment, again and again, must not extend the wait without end.
        run.disagreed += 1
        refuse_endless_reads(run.disagreed)
    polled: requests.Polled = yield requests.Poll(step.condition, run.limits.timeout)
    run.anew = True
    if not polled.met:
        raise _timed_out(step.condition, run.limits.timeout, polled, _unpaid_perhaps(run.outcome))
    run.left = [foretold for foretold in run.left if type(foretold) is not type(step)]
    return False


def wait_for_paid_order(run: Run) -> Generator[requests.Request, Any, None]:
    step = next(step for step in run.left if isinstance(step, wait_steps.WaitEffect))
    polled: requests.Polled = yield requests.Poll(step.condition, run.limits.timeout)
    run.anew = True
    if not polled.met:
        raise errors.WaitTimeout(
            f"order {step.record.order_id} was paid at {step.record.payment_time or 'an unknown time'}, but its effect "
            f"did not show in {run.limits.timeout:g} seconds (wait_timeout). Leave pending_order_id out if something "
            "else is desired now"
        )
    run.left = [foretold for foretold in run.left if foretold is not step]
    # The order is history from now on.
    run.desired = replace(run.desired, pending_order_id=None)
    run.confirmed = False
    if isinstance(step.order, Create):
        run.bought()
        found = next((p for p in polled.snapshot.packages.values() if step.order.desired.matches(p) and p.live), None)
        run.outcome.package = found


def pause(run: Run, error: errors.PassingStateError) -> Generator[requests.Request, Any, None]:
    """Wait for a state that passes, within ``wait_timeout``."""
    if run.waited >= run.limits.timeout:
        raise error
    yield requests.Pause(run.limits.pause)
    run.anew = True
    run.waited += run.limits.pause


def _timed_out(
    condition: conditions.Condition, timeout: float, polled: requests.Polled, unpaid: str
) -> errors.WaitTimeout:
    return errors.WaitTimeout(
        f"waited {timeout:g} seconds (wait_timeout) for {condition.description}; last seen: "
        f"{_status(condition, polled)}{condition.advice}{unpaid}"
    )


def _unpaid_perhaps(outcome: results.Outcome) -> str:
    if not outcome.order_ids:
        return ""
    orders = ", ".join(outcome.order_ids)
    return (
        f". Check in the console whether order {orders} is paid. If it is not, pay it or give it to the next run as "
        "pending_order_id, which otherwise orders again"
    )


def _status(condition: conditions.Condition, polled: requests.Polled) -> str:
    if polled.error is not None:
        return f"nothing, as {polled.error}"
    if condition.seen:
        return condition.seen(polled.snapshot)
    if condition.ids is None:
        return "no such package"
    if condition.renewals:
        return ", ".join(map(_shown_renewal, condition.renewals, map(polled.snapshot.renewals.get, condition.renewals)))
    shown = sorted(polled.snapshot.packages.items())
    return ", ".join(f"{key} {package.network_package_status}" for key, package in shown) or "nothing"


def _shown_renewal(key: str, renewal: Renewal | None) -> str:
    if renewal is None or renewal.auto_renew is None:
        return f"nothing of {key}{f', as {renewal.problem}' if renewal else ''}"
    return f"{key} {'on' if renewal.auto_renew else 'off'}"
