# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry out one plan: decide what to do next on what is observed now, again and again.

A plan is a generator that requests one thing at a time: a fresh view of its region, to send a write, to poll for a
condition, to pause. The scheduler responds, for one plan or for many at once; nothing here calls, sleeps or knows of
other plans. What was foretold is what may be written; what is written follows from what is observed.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from .. import _errors as errors
from .._model.limits import WaitLimits
from .._planning import orders, steps, wait_steps
from .._planning.notes import uncompared
from .._planning.observed import Observed
from .._planning.plan import is_write
from . import requests, results, waits
from .decide import MAX_DOUBTS, decide
from .run import Run, packages_to_ask_for
from .settle import settle

# How often a plan undoes what somebody else switches at the same time.
MAX_UNDONE = 2
# How often a write that is throttled for longer than an observation lasts is decided anew.
MAX_STALE = 3


def carry_out(outcome: results.Outcome, limits: WaitLimits, anew: bool = False) -> requests.Work:
    """Carry out ``outcome.plan``, keeping ``outcome`` up to date. ``anew``: nothing that was read before counts.

    Raises EcdError.
    """
    plan = outcome.plan
    run = Run(outcome, limits, plan.desired, list(plan.steps), anew=anew, renewals=packages_to_ask_for(plan))
    # What nobody declared is released only if two listings in a row show it as it was.
    run.confirmed = plan.before is None or plan.desired.undeclared
    if plan.desired.enabled is not None and plan.desired.office_site_id:
        run.sites = frozenset([plan.desired.office_site_id])
    if any(isinstance(step, wait_steps.WaitEffect) for step in plan.steps):
        yield from waits.wait_for_paid_order(run)
    while True:
        step, seen, observed = yield from decide(run)
        if step is None or isinstance(step, wait_steps.AwaitPayment):
            if run.writes_left and not run.less_confirmed:
                # Less is needed than was foretold: one more look confirms it.
                run.less_confirmed = run.anew = True
                yield from waits.wait_for_access(run)
                continue
            _finish(run, observed)
            return
        if isinstance(step, wait_steps.WAITS):
            if (yield from waits.may_end_waiting(run, step)):
                return
            continue
        if not _expected(run, step):
            # One read may still show what was before the last step.
            run.doubts, run.anew, run.compares = run.doubts + 1, True, True
            continue
        run.doubts = 0
        if (yield from _write(run, step, seen, observed)):
            return


def _finish(run: Run, observed: Observed) -> None:
    skipped = [*run.skipped, *(step.action for step in run.left if is_write(step))]  # type: ignore[union-attr]
    if steps.SetRenewal.action in skipped:
        run.outcome.uncompared = uncompared(run.desired, run.outcome.package, observed)
        if run.outcome.uncompared:
            skipped.remove(steps.SetRenewal.action)
    if skipped:
        run.outcome.notes.append(f"{', '.join(skipped)} was planned, but is not needed any more")


def _expected(run: Run, step: steps.Write) -> bool:
    """Take ``step`` from what was foretold; return False when it was not, and may be only a read of the old state.

    Raises PlanningError when read after read needs it, as somebody interfered.
    """
    for place, foretold in enumerate(run.left):
        if is_write(foretold) and steps.agree(step, foretold, run.renewed):
            run.skipped += (skipped.action for skipped in run.left[:place] if is_write(skipped))  # type: ignore[union-attr]
            del run.left[: place + 1]
            return True
    if isinstance(step, steps.SWITCHES) and run.undone < MAX_UNDONE:
        # It costs nothing, and only undoes what somebody else did meanwhile.
        run.undone += 1
        return True
    if run.outcome.actions and run.doubts < MAX_DOUBTS:
        return False
    key = getattr(step, "network_package_id", None) or run.desired.identity
    done = f"after {', '.join(run.outcome.actions)} " if run.outcome.actions else ""
    raise errors.PlanningError(
        f"{key} is not as it was when this task planned: {done}{step.action} would be needed, which was not planned. "
        "Somebody else changed it meanwhile; run again"
    )


def _write(
    run: Run, step: steps.Write, seen: requests.Seen, observed: Observed
) -> Generator[requests.Request, Any, bool]:
    """Send ``step`` and wait for its effect. Return True when the run ends here."""
    known = observed.ids
    try:
        receipt: orders.Receipt = yield requests.Send(_with_id(step, run), seen.not_after)
        receipt = _checked(step, receipt, known)
    except errors.StaleError:
        run.stale += 1
        if run.stale > MAX_STALE:
            raise
        run.left.insert(0, step)
        run.anew = True
        return False
    except errors.PassingStateError as error:
        run.left.insert(0, step)
        yield from waits.pause(run, error)
        return False
    except errors.UnclearError as error:
        receipt = yield from settle(run, step, error, known)
    except errors.RefusedError as error:
        yield from _look_after_refusal(run, step, error)
        return False
    else:
        run.note_done(step, receipt)
    if isinstance(step, orders.Renew):
        run.renewed, run.expected_end = True, step.new_end(observed)
    if isinstance(step, orders.Create):
        run.confirmed = False
    if not step.pays:
        return True
    return (yield from waits.wait_for_effect(run, step, receipt))


def _with_id(step: steps.Write, run: Run) -> steps.Write:
    if isinstance(step, steps.SetEnabled) and not step.network_package_id and run.outcome.package:
        return replace(step, network_package_id=run.outcome.package.network_package_id)
    return step


def _checked(step: steps.Write, receipt: orders.Receipt, known: frozenset[str]) -> orders.Receipt:
    """Return the receipt with what existed before. Raises UnclearError for a purchase of what existed before."""
    key = receipt.network_package_id
    if isinstance(step, orders.Create) and key in known:
        message = f"{step.action} failed: the response names {key}, which existed before"
        raise errors.UnclearError(message, action=step.action, order_id=receipt.order_id)
    return replace(receipt, known=known)


def _look_after_refusal(
    run: Run, step: steps.Write, error: errors.RefusedError
) -> Generator[requests.Request, Any, None]:
    """Look twice whether a refused write is needed any more. Raises the refusal when it is."""
    before, desired = run.outcome.package, run.desired
    if isinstance(step, orders.Create):
        run.bought()
        run.sites |= frozenset(filter(None, [desired.office_site_id]))
    run.anew, run.confirmed = True, False
    try:
        needed, _seen, _observed = yield from decide(run)
        if type(needed) is type(step):
            # What one read does not show any more, it still counts as there.
            run.anew = True
            needed, _seen, _observed = yield from decide(run)
    except errors.PlanningError as found:
        raise errors.PlanningError(f"{error}. Meanwhile another run did something else: {found}. Run again") from None
    if isinstance(step, orders.Create) and isinstance(needed, wait_steps.DOUBTS):
        # Whether another run bought the package is known when that shows: then the purchase is decided anew.
        run.left.insert(0, step)
        run.desired = desired
    elif isinstance(needed, (type(step), *wait_steps.DOUBTS)):
        run.outcome.package = before or run.outcome.package
        raise error
    elif isinstance(step, orders.Create):
        _leave_to_another(run, error, needed)
    else:
        run.outcome.notes.append(f"{step.action} was refused, and is not needed any more ({error.code})")


def _leave_to_another(run: Run, error: errors.RefusedError, needed: steps.Step | None) -> None:
    """Note that another run bought the package. Raises PlanningError when that is not as desired."""
    bought = run.outcome.package.network_package_id if run.outcome.package else None
    if needed is not None and is_write(needed):
        raise errors.PlanningError(
            f"{error}. Another run bought {bought} meanwhile, which is not as desired: "
            f"{needed.action} would be needed; run again"  # type: ignore[union-attr]
        )
    text = f"another run bought {bought} meanwhile; nothing was bought by this one"
    run.outcome.notes.append(text)
    run.outcome.warnings.append(text)
