# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what is needed to plan, and plan: the first half of observe, plan, apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ._api import Ecd
from ._arguments import Region
from ._dates import expiry
from ._errors import InputError, PlanningError
from ._fleet import raise_all, refuse_twins_among
from ._model import PRE_PAID, Package, Wish
from ._plan import Observed, Plan, plan_for, with_order
from ._sites import OfficeSite, site_ids

if TYPE_CHECKING:
    from ._costs import Cost


@dataclass(frozen=True)
class Budget:
    """Whether to price what would be bought, and the most that it may cost in sum."""

    estimate: bool = False
    max_cost: float | None = None


def survey(region: Region, wishes: Sequence[Wish], budget: Budget, concurrency: int = 1) -> list[Plan]:
    """Return the Plan of each wish. Reads only, prices on ``concurrency`` threads.

    Raises CallError, PlanningError or InputError.
    """
    api: Ecd = region.api
    now = region.timing.now()
    sites = _sites(api, wishes)
    wishes = resolved(wishes, sites)
    observed = observe(api, wishes, sites, now)
    plans = plan_all(wishes, observed)
    if observed.pages > 1 and any(plan.buys for plan in plans):
        # A plan that vanishes between two pages can push another one out of sight, and a plan out of sight
        # would be bought a second time. Only one that two sweeps have missed is taken for missing.
        observed = _merged(observed, observe(api, wishes, sites, now))
        plans = plan_all(wishes, observed)
    plans = [_with_pending_order(region, plan) for plan in plans]
    return _priced(api, plans, budget, concurrency) if budget.estimate else plans


def plan_all(wishes: Sequence[Wish], observed: Observed) -> list[Plan]:
    """Return the Plan of each wish. Raises PlanningError or InputError, naming every item that is wrong."""
    plans, errors = [], []
    for wish in wishes:
        try:
            plans.append(plan_for(wish, observed))
        except (PlanningError, InputError) as error:
            errors.append(error.of(wish.item))
    if len(errors) == 1:
        raise errors[0]
    raise_all([str(error) for error in errors])
    refuse_twins_among(plans)
    return plans


def observe(api: Ecd, wishes: Sequence[Wish], sites: Sequence[OfficeSite], now: float) -> Observed:
    """Read the plans by id when every wish names one and no office network, else the whole region.

    Raises CallError.
    """
    named = [wish.network_package_id for wish in wishes if wish.network_package_id and not wish.office_site_id]
    packages: list[Package] = []
    pages = 0
    for page in api.pages(named if len(named) == len(wishes) else None, keep=_dates_check(wishes)):
        packages += page
        pages += 1
    return Observed(tuple(packages), now, {site.office_site_id: site for site in sites}, pages)


def _dates_check(wishes: Sequence[Wish]) -> Callable[[Package], bool]:
    """Return a check, which keeps all plans, that the dates which decide over a renewal can be read."""
    renewing = [wish for wish in wishes if wish.remaining_days is not None and wish.state == "present"]
    ids = {wish.network_package_id for wish in renewing}
    sites = {wish.office_site_id for wish in renewing if not wish.network_package_id}
    by_tags = [wish for wish in renewing if not wish.network_package_id and not wish.office_site_id]

    def check(package: Package) -> bool:
        if not package.live or package.pay_type != PRE_PAID:
            return True
        known = package.network_package_id in ids or (package.office_site_id and package.office_site_id in sites)
        if known or any(wish.means(package) for wish in by_tags):
            expiry(package)
        return True

    return check


def _merged(first: Observed, second: Observed) -> Observed:
    packages = {package.network_package_id: package for package in (*first.packages, *second.packages)}
    return replace(second, packages=tuple(packages.values()))


def _sites(api: Ecd, wishes: Sequence[Wish]) -> list[OfficeSite]:
    asked = any(wish.office_site_name or (wish.enabled is not None and wish.state == "present") for wish in wishes)
    return [site for page in api.office_sites() for site in page] if asked else []


def resolved(wishes: Sequence[Wish], sites: Sequence[OfficeSite]) -> list[Wish]:
    """Return the wishes with the ids of office networks that are named. Raises PlanningError."""
    names = [wish.office_site_name for wish in wishes if wish.office_site_name]
    ids = site_ids(names, sites, "office_site_name") if names else {}
    return [
        replace(wish, office_site_id=ids[wish.office_site_name]) if wish.office_site_name else wish for wish in wishes
    ]


def _with_pending_order(region: Region, plan: Plan) -> Plan:
    """Ask for the order of an earlier run where it may be what this run would order again."""
    order_id = plan.wish.pending_order_id
    if not order_id or not plan.orders or (plan.live is not None and plan.wish.auto_pay):
        return plan
    return with_order(plan, order_id, region.payment_status(order_id))


def _priced(api: Ecd, plans: Sequence[Plan], budget: Budget, concurrency: int) -> list[Plan]:
    from ._costs import check_ceiling, prices_of

    priced = [_with_costs(plan, costs) for plan, costs in zip(plans, prices_of(api, plans, concurrency))]
    if budget.max_cost is not None:
        check_ceiling([cost for plan in priced for cost in plan.costs or ()], budget.max_cost)
    return priced


def _with_costs(plan: Plan, costs: tuple[Cost, ...]) -> Plan:
    notes = tuple(str(cost.problem) for cost in costs if cost.problem)
    return replace(plan, costs=costs, notes=(*plan.notes, *notes))
