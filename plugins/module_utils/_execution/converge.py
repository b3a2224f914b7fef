# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Observe, plan, apply: what both writing modules do, for one desired state or for ten thousand in many regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .._client.region import Session
from .._errors import NotSettled
from .._model.desired import Desired
from .._model.limits import Budget, WaitLimits
from .._model.releases import NO_POLICY, ReleasePolicy
from .._planning.costs import Cost, check_ceilings
from .._planning.plan import Plan
from .._planning.together import refuse_same_identity
from . import results
from .locks import Locks
from .observe import Observer
from .regions import side_by_side


def converge(
    session: Session,
    items: Sequence[Desired],
    limits: WaitLimits,
    budget: Budget,
    locks: Locks,
    concurrency: int = 1,
    check_mode: bool = False,
    policy: ReleasePolicy = NO_POLICY,
) -> list[results.Outcome]:
    """Bring every item to its desired state, or predict it in check mode; return what became of each, in order.

    After them comes what became of the packages that no item means, where ``policy`` looks for them.

    What is to be written is observed and planned again under the lock of its region, if another run held it meanwhile.

    The items of a region that cannot be read fail, and no others. Every other problem that is found before the first
    write is raised, so that nothing is written: CallError, Interrupted, PlanningError, InputError or WaitTimeout.
    """
    refuse_same_identity(items)
    locks.remember(session.regions)
    observer = Observer(session, items, policy)
    plans = plan_items(observer, budget, concurrency)
    if check_mode or not any(plan.steps for plan in plans):
        return _with_errors(observer, plans, [results.predicted(plan) for plan in _ready(observer, plans)])
    if not any(plan.changed for plan in plans):
        return _with_errors(observer, plans, _applied(session, observer, plans, limits, concurrency))
    with locks.held(session.regions, limits.timeout, limits.settle_timeout) as undisturbed:
        if not undisturbed:
            observer = Observer(session, items, policy)
            plans = plan_items(observer, budget, concurrency)
        done = _applied(session, observer, plans, limits, concurrency)
    outcomes = _with_errors(observer, plans, done)
    if locks.problem:
        outcomes[0].warnings.append(locks.problem)
    return outcomes


def _applied(
    session: Session, observer: Observer, plans: Sequence[Plan], limits: WaitLimits, concurrency: int
) -> list[results.Outcome]:
    # Imported late: most runs change nothing.
    from .scheduler import apply
    from .verify import verify_purchases

    ready = _ready(observer, plans)
    declared = [plan for plan in ready if not plan.desired.undeclared]
    done = apply(session, observer.readers, declared, limits, concurrency)
    verify_purchases(observer.readers, done)
    # Last, and on what is read after everything else: a package that an item came to mean meanwhile is kept.
    releases = _kept_in_doubt(ready[len(declared) :], done)
    took_time = bool(observer.errors) or any(outcome.plan.steps or outcome.error for outcome in done)
    return done + apply(session, observer.readers, releases, limits, concurrency, anew=took_time)


def _kept_in_doubt(releases: Sequence[Plan], done: Sequence[results.Outcome]) -> list[Plan]:
    """Return the plans for what is undeclared, without releases in regions where the package of an item is not known.

    It may be one of those that seem to be undeclared, and hides whose it is. So may what an earlier run bought, where
    what this one bought does not show its tags.
    """
    doubts = {
        outcome.plan.desired.region_id: outcome
        for outcome in done
        if outcome.error and (not outcome.package or isinstance(outcome.error, NotSettled))
    }
    warnings = {
        region_id: (
            f"what is undeclared in {region_id} was not released: {outcome.plan.desired.item} failed, and it is not "
            "known which network package is its own. Correct what failed, and run again"
        )
        for region_id, outcome in doubts.items()
    }
    return [
        # One warning for each region.
        replace(plan, steps=(), after=plan.before).warned(*filter(None, [warnings.pop(plan.desired.region_id, "")]))
        if plan.changed and plan.desired.region_id in doubts
        else plan
        for plan in releases
    ]


def _ready(observer: Observer, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans of the regions that were read."""
    return [plan for plan in plans if plan.desired.region_id not in observer.errors]


def _with_errors(observer: Observer, plans: Sequence[Plan], done: Sequence[results.Outcome]) -> list[results.Outcome]:
    """Return what was done, and the failures of the regions that could not be read, in the order of the plans."""
    errors = observer.errors
    for region_id, error in errors.items():
        error.about(region_id if len(observer.readers) > 1 else "")
    outcomes = iter(done)
    all_outcomes = [
        results.Outcome(plan, error=errors[plan.desired.region_id])
        if plan.desired.region_id in errors
        else next(outcomes)
        for plan in plans
    ]
    return _with_unread(observer, all_outcomes) if observer.policy.sweeps else all_outcomes


def _with_unread(observer: Observer, outcomes: list[results.Outcome]) -> list[results.Outcome]:
    """Return the outcomes with a warning for each region whose undeclared packages are not known.

    A region that has no item has nothing else that could fail.
    """
    for region_id, error in observer.errors.items():
        outcome = next((entry for entry in outcomes if entry.plan.desired.region_id == region_id), None)
        if outcome is None:
            desired = Desired(region_id, undeclared=True, item=f"undeclared packages of {region_id}")
            outcome = results.Outcome(Plan(desired), error=error)
            outcomes.append(outcome)
        outcome.warnings.append(f"{region_id} could not be read, so that its undeclared packages are not known")
    return outcomes


def plan_items(observer: Observer, budget: Budget, concurrency: int = 1) -> list[Plan]:
    """Return the plan of every item, priced where prices are asked for. Raises what ``Observer.plan`` raises."""
    plans = observer.plan()
    if observer.policy.max_releases is not None:
        from .._planning.undeclared import refuse_many_releases

        refuse_many_releases(plans, observer.policy.max_releases)
    return _priced(observer, plans, budget, concurrency) if budget.estimate else plans


def _priced(observer: Observer, plans: Sequence[Plan], budget: Budget, concurrency: int) -> list[Plan]:
    """Return the plans with what their orders cost. Raises TooExpensive or PlanningError."""
    from .prices import prices_of

    by_region: dict[str, list[Plan]] = {key: [] for key in observer.readers if key not in observer.errors}
    for plan in plans:
        by_region.get(plan.desired.region_id, []).append(plan)
    prices = side_by_side(
        {key: observer.readers[key] for key in by_region},
        lambda reader: iter(prices_of(reader.ecd, by_region[reader.ecd.region_id], concurrency)),
        observer.errors,
    )
    plans = [
        _with_costs(plan, next(prices[plan.desired.region_id])) if plan.desired.region_id in prices else plan
        for plan in plans
    ]
    if budget.limited:
        check_ceilings([(plan.desired.item, cost) for plan in plans for cost in plan.costs or ()], budget)
    return plans


def _with_costs(plan: Plan, costs: tuple[Cost, ...]) -> Plan:
    notes = [str(cost.problem) for cost in costs if cost.problem]
    notes += (f"the price of {cost.action} is known when the renewal is in force" for cost in costs if cost.later)
    return replace(plan, costs=costs, notes=(*plan.notes, *notes))
