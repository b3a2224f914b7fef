# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Unfold a plan, and prove that it settles: the next run must have nothing to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .. import _errors as errors
from .._model import dates
from .._model.desired import Desired
from .._model.package import PRE_PAID, Package
from . import orders, payment, wait_steps
from .next_step import next_step, the_live_one
from .notes import notes_on, term_warnings, uncompared, warnings_on
from .observed import FactNeeded, Observed
from .plan import Plan, is_write
from .steps import SetEnabled, SetRenewal, Step

# More steps than any plan has; one that needs more does not end.
MAX_STEPS = 12
# When the next run is assumed to begin, in seconds after this one: days left must not flip by then.
NEXT_RUN = 3600.0


@dataclass(frozen=True)
class _Unfolding:
    """The steps to carry out, those that follow an unpaid order, and the predicted end."""

    steps: tuple[Step, ...]
    later: tuple[Step, ...]
    end: Observed


def unfold(desired: Desired, observed: Observed) -> Plan:
    """Return the plan that turns ``observed`` into ``desired``, proven to settle.

    Raises FactNeeded when a fact has to be learned first, and PlanningError or InputError for what is impossible,
    ambiguous, not what the user can mean, or would be needed again by the next run.
    """
    unfolding = _unfolded(desired, observed)
    _prove(desired, unfolding)
    before = the_live_one(desired, observed.matching(desired))
    after = _after(desired, before, unfolding)
    steps = unfolding.steps
    awaited = next((step.order_id for step in steps if isinstance(step, wait_steps.AwaitPayment)), None)
    return Plan(
        desired=desired,
        before=before,
        after=after,
        steps=tuple(step for step in steps if not isinstance(step, wait_steps.AwaitPayment)),
        notes=(*_notes(desired, before, observed, unfolding),),
        warnings=(
            *_warnings(desired, before, observed, steps),
            *([payment.order_note(observed.order(awaited), False)] if awaited else ()),
            *_doubts(steps),
        ),
        extras=_extras(steps, observed),
        pending_order=awaited,
        end=unfolding.end,
        uncompared=uncompared(desired, before, observed),
    )


def _unfolded(desired: Desired, observed: Observed) -> _Unfolding:
    steps: list[Step] = []
    later: list[Step] = []
    state, waiting = observed, False
    while True:
        step = next_step(desired, state)
        if step is None:
            return _Unfolding(tuple(steps), tuple(later), state)
        (later if waiting else steps).append(step)
        _refuse_repetition([*steps, *later], desired, state)
        if isinstance(step, wait_steps.AwaitPayment):
            # What comes after the payment is planned when it is paid.
            return _Unfolding(tuple(steps), (), state)
        if isinstance(step, wait_steps.WaitEffect):
            # Waited for once, the order of the earlier run is history.
            desired = replace(desired, pending_order_id=None)
        state = step.predict(state)
        waiting = waiting or (isinstance(step, orders.Order) and not step.pays)


def _refuse_repetition(steps: list[Step], desired: Desired, state: Observed) -> None:
    # A purchase of an earlier run, which is waited for, counts like one of this run.
    writes = [step.order if isinstance(step, wait_steps.WaitEffect) else step for step in steps if _takes_effect(step)]
    kinds = [type(step) for step in writes]
    settled = len(set(kinds)) == len(kinds) and len(steps) <= MAX_STEPS
    if settled and writes and isinstance(writes[0], orders.Create):
        settled = all(isinstance(step, (orders.Create, SetEnabled)) for step in writes)
    if not settled:
        raise _unsettled(desired, steps[-1], state)


def _takes_effect(step: Step) -> bool:
    return is_write(step) or isinstance(step, wait_steps.WaitEffect)


def _prove(desired: Desired, unfolding: _Unfolding) -> None:
    """Check that the run after this one, an hour later, has nothing to write. Raises PlanningError."""
    steps = (*unfolding.steps, *unfolding.later)
    if not any(is_write(step) for step in steps) or any(isinstance(step, wait_steps.AwaitPayment) for step in steps):
        return
    end = replace(unfolding.end, confirmed=True)
    try:
        step = next_step(replace(desired, pending_order_id=None), replace(end, began=end.began + NEXT_RUN))
    except FactNeeded:
        # A purchase that is needed again is refused above; every other fact was learned on the way.
        return
    if step is None or not is_write(step):
        return
    if isinstance(step, orders.Renew) and not any(
        isinstance(done, (orders.Create, orders.Renew, wait_steps.WaitEffect)) for done in steps
    ):
        # A term that comes to its end by then is no matter of this plan.
        return
    raise _unsettled(desired, step, end)


def _unsettled(desired: Desired, step: Step, state: Observed) -> errors.PlanningError:
    """Return the error of a plan that the next run would not find as desired, naming the option that causes it."""
    if not isinstance(step, orders.Renew):
        option = {SetEnabled: "enabled", orders.SetBandwidth: "bandwidth", SetRenewal: "auto_renew"}.get(
            type(step), "state"
        )
        return errors.PlanningError(
            f"{option}: this cannot settle: {getattr(step, 'action', 'a wait')} would be needed again by the next run. "
            "Nothing was changed"
        )
    package = next(
        (entry for entry in state.packages if str(entry.network_package_id) == step.network_package_id), None
    )
    name = package.network_package_id if package and package.network_package_id else "the package"
    days = f" in {int(dates.days_left(package, state.began))} days" if package else ""
    return errors.PlanningError(
        f"remaining_days: {desired.remaining_days} is not allowed with a term of {step.term}: {name} would "
        f"expire{days} even then, and the next run would renew it again. Use a longer term (period, period_unit) or "
        "fewer days"
    )


def _after(desired: Desired, before: Package | None, unfolding: _Unfolding) -> Package | None:
    """Return the package as this run is predicted to leave it, without what only the server decides."""
    state = unfolding.end
    live = [package for package in state.packages if package.live]
    if before is not None:
        after = next((p for p in live if p.network_package_id == before.network_package_id), None)
        if after is None:
            return None
        after = after._replace(expired_time=before.expired_time)
        return _without_later(after, before, unfolding)
    bought = next((package for package in live if package.network_package_id is None), None)
    return bought._replace(expired_time=None) if bought else None


def _without_later(after: Package, before: Package, unfolding: _Unfolding) -> Package:
    """Undo in ``after`` what is left to a run after a payment."""
    for step in unfolding.later:
        if isinstance(step, orders.SetBandwidth):
            after = after._replace(bandwidth=before.bandwidth)
    return after


def _extras(steps: tuple[Step, ...], observed: Observed) -> tuple[tuple[str, Any, Any], ...]:
    extras: list[tuple[str, Any, Any]] = []
    for step in steps:
        if isinstance(step, orders.Renew):
            extras.append(("renewal", None, step.term))
            extras += _auto_renew(step.network_package_id, step.desired.auto_renew, observed)
        elif isinstance(step, SetRenewal):
            extras += _auto_renew(step.network_package_id, step.auto_renew, observed)
        elif isinstance(step, SetEnabled):
            site = observed.sites.get(step.office_site_id)
            extras.append(("enabled", site.internet_access if site else None, step.enabled))
    return tuple(extras)


def _auto_renew(key: str, wanted: bool | None, observed: Observed) -> list[tuple[str, Any, Any]]:
    renewal = observed.renewals.get(key)
    actual = renewal.auto_renew if renewal else None
    return [("auto_renew", actual, wanted)] if None not in (actual, wanted) and actual != wanted else []


def _notes(desired: Desired, before: Package | None, observed: Observed, unfolding: _Unfolding) -> tuple[str, ...]:
    notes: list[str] = list(notes_on(desired, before)) if before and desired.state == "present" else []
    record = observed.orders.get(desired.pending_order_id or "")
    steps = (*unfolding.steps, *unfolding.later)
    if record and any(
        isinstance(step, (orders.Order, wait_steps.WaitEffect, wait_steps.AwaitPayment)) for step in steps
    ):
        notes.append(payment.order_note(record, any(isinstance(step, wait_steps.WaitEffect) for step in steps)))
    notes += _doubts(unfolding.steps)
    notes += (left_for_later(step) for step in unfolding.later if is_write(step))
    if before is None and not steps and desired.state == "present" and not desired.purchase:
        notes.append(f"there is no network package for {desired.identity}, and purchase is false: nothing is bought")
    return tuple(notes)


def _doubts(steps: tuple[Step, ...]) -> list[str]:
    return [step.note for step in steps if isinstance(step, wait_steps.WaitAgreed)]


def left_for_later(step: Step) -> str:
    """Return the note on a step that follows an unpaid order."""
    return f"{getattr(step, 'action', 'a wait')} is left to a run after the order is paid"


def _warnings(desired: Desired, before: Package | None, observed: Observed, steps: tuple[Step, ...]) -> tuple[str, ...]:
    if desired.state == "absent":
        return _nothing_to_release(desired, before, observed, steps)
    warnings = warnings_on(desired, before, observed.began) if before else ()
    subscribes = any(isinstance(step, (orders.Create, orders.Renew)) and _is_subscription(step) for step in steps)
    keeps = before is not None and before.pay_type == PRE_PAID and desired.remaining_days is not None
    return (*warnings, *(term_warnings(desired) if subscribes or keeps else ()))


def _nothing_to_release(
    desired: Desired, before: Package | None, observed: Observed, steps: tuple[Step, ...]
) -> tuple[str, ...]:
    """Warn of an identity that nothing has: a typing error would look like success."""
    if before is not None or steps or observed.matching(desired):
        return ()
    if desired.network_package_id:
        return (
            f"there is no network package {desired.network_package_id} in {desired.region_id}; nothing is released",
        )
    if desired.office_site_id and not desired.office_site_name and observed.site(desired.office_site_id) is None:
        return (f"there is no office network {desired.office_site_id} in {desired.region_id}; nothing is released",)
    doubt = wait_steps.until_agreed(desired, observed)
    return (doubt.note_on_absence,) if doubt else ()


def _is_subscription(step: Step) -> bool:
    return isinstance(step, orders.Renew) or (isinstance(step, orders.Create) and step.desired.pay_type == PRE_PAID)
