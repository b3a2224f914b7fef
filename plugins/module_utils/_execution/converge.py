# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Observe, plan, apply: what both writing modules do, for one desired state or for ten thousand in many regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .._client.ecd import Ecd
from .._client.region import Session
from .._errors import CallError, EcdError, InputError, PlanningError, raise_together
from .._model.desired import Desired
from .._model.limits import Budget, WaitLimits
from .._planning.conflicts import refuse_same_identity, refuse_same_package
from .._planning.costs import Cost, check_ceiling
from .._planning.plan import Observed, Plan, plan_for, with_order
from .observe import observe, observe_again, side_by_side, with_site_ids
from .prices import prices_of
from .results import Outcome, predicted
from .scheduler import apply


def converge(
    session: Session,
    items: Sequence[Desired],
    limits: WaitLimits,
    budget: Budget,
    concurrency: int = 1,
    check_mode: bool = False,
) -> list[Outcome]:
    """Bring every item to its desired state, or predict it in check mode; return what became of each, in order.

    The items of a region that cannot be read fail, and no others. Every other problem that is found before the first
    write is raised, so that nothing is written: CallError, PlanningError or InputError.
    """
    refuse_same_identity(items)
    errors: dict[str, CallError] = {}
    plans = plan_items(session, items, budget, concurrency, errors)
    for region_id, error in errors.items():
        error.about(region_id if len(session.regions) > 1 else "")
    ready = [plan for plan in plans if plan.desired.region_id not in errors]
    outcomes = map(predicted, ready) if check_mode else iter(apply(session, ready, limits, concurrency))
    return [
        Outcome(plan, error=errors[plan.desired.region_id]) if plan.desired.region_id in errors else next(outcomes)
        for plan in plans
    ]


def plan_items(
    session: Session, items: Sequence[Desired], budget: Budget, concurrency: int, errors: dict[str, CallError]
) -> list[Plan]:
    """Return the plan of every item; those of a region that gets into ``errors`` have no steps. Reads only.

    Raises CallError (billing), PlanningError or InputError.
    """
    by_region: dict[str, list[Desired]] = {}
    for item in items:
        by_region.setdefault(item.region_id, []).append(item)
    now = session.timing.now()
    observed = side_by_side(
        {key: session.regions[key] for key in by_region},
        lambda ecd: observe(ecd, by_region[ecd.region_id], now),
        errors,
    )
    items = with_site_ids(items, observed)
    plans = plan_all(items, observed)
    buying = {plan.desired.region_id for plan in plans if plan.buys}
    unsure = [key for key in buying if observed[key].pages > 1]
    if unsure:
        again = side_by_side(
            {key: session.regions[key] for key in unsure},
            lambda ecd: observe_again(ecd, by_region[ecd.region_id], observed[ecd.region_id]),
            errors,
        )
        observed = {key: region for key, region in {**observed, **again}.items() if key not in errors}
        plans = plan_all(items, observed)
    plans = [_with_pending_order(session, plan) for plan in plans]
    return _priced(session.regions, plans, budget, concurrency, errors) if budget.estimate else plans


def plan_all(items: Iterable[Desired], observed: Mapping[str, Observed]) -> list[Plan]:
    """Return the plan of each item; an item whose region was not observed has no steps.

    Raises PlanningError or InputError, naming the items that are wrong.
    """
    plans: list[Plan] = []
    errors: list[EcdError] = []
    for item in items:
        region = observed.get(item.region_id)
        try:
            plans.append(plan_for(item, region) if region else Plan(item))
        except (PlanningError, InputError) as error:
            errors.append(error.about(item.item))
    raise_together(errors)
    refuse_same_package(plans)
    return plans


def _with_pending_order(session: Session, plan: Plan) -> Plan:
    """Ask about the order of an earlier run where it may be what this run would order again."""
    order_id = plan.desired.pending_order_id
    if not order_id or not plan.orders or (plan.before is not None and plan.desired.auto_pay):
        return plan
    return with_order(plan, order_id, session.payment_status(order_id))


def _priced(
    regions: Mapping[str, Ecd],
    plans: Sequence[Plan],
    budget: Budget,
    concurrency: int,
    errors: dict[str, CallError],
) -> list[Plan]:
    """Return the plans with what their orders cost. Raises TooExpensive or PlanningError."""
    by_region: dict[str, list[Plan]] = {key: [] for key in regions if key not in errors}
    for plan in plans:
        by_region.get(plan.desired.region_id, []).append(plan)
    prices = side_by_side(
        {key: regions[key] for key in by_region},
        lambda ecd: iter(prices_of(ecd, by_region[ecd.region_id], concurrency, budget.max_cost is not None)),
        errors,
    )
    plans = [
        _with_costs(plan, next(prices[plan.desired.region_id])) if plan.desired.region_id in prices else plan
        for plan in plans
    ]
    if budget.max_cost is not None:
        check_ceiling([cost for plan in plans for cost in plan.costs or ()], budget.max_cost)
    return plans


def _with_costs(plan: Plan, costs: tuple[Cost, ...]) -> Plan:
    notes = tuple(str(cost.problem) for cost in costs if cost.problem)
    return replace(plan, costs=costs, notes=(*plan.notes, *notes))
