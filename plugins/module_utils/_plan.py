# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is wished and what was observed to what is to be done. No I/O and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ._errors import PlanningError
from ._model import (
    BY_BANDWIDTH,
    BY_TRAFFIC,
    CANCELLED,
    IN_USE,
    NORMAL,
    POST_PAID,
    PRE_PAID,
    RELEASING,
    UNPAID,
    Package,
    Wish,
    present,
)
from ._remarks import notes_on, warnings_on
from ._rules import check_bandwidth
from ._sites import OfficeSite
from ._steps import ORDERS, Create, Delete, Receipt, SetEnabled, Step, Write
from ._upkeep import Upkeep, keep_up, until_it_takes_writes
from ._watch import Wait, await_release


@dataclass(frozen=True)
class Observed:
    """What was read before planning, at ``now`` (epoch seconds); ``pages`` tells how many answers it took.

    ``sites`` are the office networks by id, where anybody asked for them.
    """

    packages: tuple[Package, ...]
    now: float
    sites: Mapping[str, OfficeSite] = field(default_factory=dict)
    pages: int = 1

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all plans that there are."""
        return frozenset(package.network_package_id for package in self.packages if package.network_package_id)

    @cached_property
    def _by_id(self) -> Mapping[str | None, Package]:
        return {package.network_package_id: package for package in self.packages}

    @cached_property
    def _by_site(self) -> Mapping[str, list[Package]]:
        sites: dict[str, list[Package]] = {}
        for package in self.packages:
            if package.office_site_id:
                sites.setdefault(package.office_site_id, []).append(package)
        return sites

    def at(self, office_site_id: str | None) -> list[Package]:
        """Return the plans of an office network, live or not."""
        return self._by_site.get(office_site_id or "", [])

    def meant_by(self, wish: Wish) -> list[Package]:
        """Return the plans that ``wish`` identifies, live or not."""
        if wish.network_package_id:
            found = self._by_id.get(wish.network_package_id)
            return [found] if found else []
        if wish.office_site_id:
            return self.at(wish.office_site_id)
        return [package for package in self.packages if wish.means(package)]


@dataclass(frozen=True)
class Plan:
    """What is to be done for one wish.

    ``live`` is the plan found, ``after`` the one predicted; ``extras`` are differences that no field of a plan
    shows, as (name, before, after); ``pending_order`` is an order of an earlier run that still waits for payment;
    ``costs`` are the prices of the orders, None when nobody asked for them.
    """

    wish: Wish
    live: Package | None
    after: Package | None
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    extras: tuple[tuple[str, Any, Any], ...] = ()
    pending_order: str | None = None
    costs: tuple[Any, ...] | None = None

    @property
    def writes(self) -> tuple[Write, ...]:
        """The steps that change something."""
        return tuple(step for step in self.steps if not isinstance(step, Wait))

    @property
    def changed(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self.writes)

    @property
    def buys(self) -> bool:
        """Whether a plan is to be bought."""
        return any(isinstance(step, Create) for step in self.steps)

    @property
    def orders(self) -> tuple[Write, ...]:
        """The steps that cost money."""
        return tuple(step for step in self.writes if isinstance(step, ORDERS))

    @property
    def actions(self) -> list[str]:
        """The operations to be carried out, in order."""
        return [step.action for step in self.writes]

    @property
    def payment_pending(self) -> bool:
        """Whether an order waits, or will wait, for payment."""
        return self.pending_order is not None or any(not step.pays for step in self.writes)

    @property
    def diff(self) -> dict[str, Any]:
        """What ``--diff`` shows."""
        before = present(self.live) if self.live else {}
        heading = {"before_header": self.subject, "after_header": self.subject}
        if not self.changed:
            # What an order of an earlier run brings about is no change of this one.
            return {"before": before, "after": before, **heading}
        after = present(self.after) if self.after else {}
        for name, old, new in self.extras:
            before[name], after[name] = old, new
        if self.costs:
            after["cost"] = "; ".join(str(cost) for cost in self.costs)
        return {"before": before, "after": after, **heading}

    @property
    def subject(self) -> str:
        """Name what the plan is about, for a reader of the diff."""
        key, site = (self.live.network_package_id, self.live.office_site_id) if self.live else (None, None)
        site = self.wish.office_site_name or self.wish.office_site_id or site
        return ", ".join(filter(None, (key, site))) or self.wish.identity


def plan_for(wish: Wish, observed: Observed) -> Plan:
    """Return the Plan that turns ``observed`` into ``wish``, whose office network has an id by now.

    Raises PlanningError or InputError when that is impossible, ambiguous or not what the user can mean.
    """
    meant = observed.meant_by(wish)
    live = _the_live_one(wish, meant)
    if wish.state == "absent":
        return _absent(wish, live, meant)
    if live is None and wish.network_package_id:
        raise PlanningError(_no_such_plan(wish, meant))
    if live is None:
        return _buy(wish, meant, observed.ids)
    upkeep = keep_up(wish, live, _neighbours(wish, live, observed), observed.sites, observed.now)
    return _kept(wish, live, upkeep)


def _kept(wish: Wish, live: Package, upkeep: Upkeep) -> Plan:
    notes = (*notes_on(wish, live), *upkeep.notes)
    return Plan(wish, live, upkeep.after, upkeep.steps, notes, warnings_on(wish, live), upkeep.extras)


def _neighbours(wish: Wish, live: Package, observed: Observed) -> list[Package]:
    """Return the other plans of the office network that the plan is to be bound to."""
    others = observed.at(wish.office_site_id)
    return [package for package in others if package.network_package_id != live.network_package_id]


def _the_live_one(wish: Wish, meant: Iterable[Package]) -> Package | None:
    live = [package for package in meant if package.live]
    if len(live) > 1:
        ids = ", ".join(sorted(str(package.network_package_id) for package in live))
        raise PlanningError(
            f"{len(live)} live plans match {wish.identity}: {ids}. Name the one that is meant with network_package_id"
        )
    return live[0] if live else None


def _no_such_plan(wish: Wish, meant: list[Package]) -> str:
    if meant:
        return (
            f"network_package_id: {wish.network_package_id} is {meant[0].network_package_status} and cannot be kept; "
            "leave the option out to buy a new plan"
        )
    return (
        f"network_package_id: no network package {wish.network_package_id} in this region. The API chooses the id of "
        "a new plan: to buy one, name its office network with office_site_id instead"
    )


def releasing(packages: Iterable[Package]) -> frozenset[str]:
    """Return the ids of the plans that are being released."""
    return frozenset(
        str(package.network_package_id) for package in packages if package.network_package_status == RELEASING
    )


def _absent(wish: Wish, live: Package | None, meant: list[Package]) -> Plan:
    if live is None:
        going = releasing(meant)
        return Plan(wish, None, None, (Wait(await_release(going)),) if going else ())
    if live.pay_type != POST_PAID and not live.expired and not wish.force:
        raise PlanningError(
            f"{live.network_package_id} is a subscription (pay_type {live.pay_type}) that runs until "
            f"{live.expired_time}; the API does not release it before. Unsubscribe from it in the console (Expenses "
            "and Costs > Orders > Unsubscribe), let it expire, or set force: true to send the release all the same"
        )
    release = Delete(str(live.network_package_id), wish.reseller_owner_uid)
    return Plan(wish, live, None, (*until_it_takes_writes(live), release))


def _buy(wish: Wish, meant: list[Package], known: frozenset[str]) -> Plan:
    if wish.bandwidth is None:
        raise PlanningError(f"bandwidth is needed to buy a plan; there is none yet for {wish.identity}")
    pay_type = wish.pay_type or POST_PAID
    charge_type = wish.internet_charge_type or (BY_BANDWIDTH if pay_type == PRE_PAID else BY_TRAFFIC)
    check_bandwidth(wish.bandwidth, pay_type, charge_type)
    after = Package(
        network_package_id=None,
        bandwidth=wish.bandwidth,
        pay_type=pay_type,
        internet_charge_type=charge_type,
        network_package_status=IN_USE,
        business_status=NORMAL,
        office_site_id=wish.office_site_id,
        office_site_name=wish.office_site_name,
        tags=wish.tags,
    )
    going = releasing(meant)
    steps: list[Step] = [Wait(await_release(going), essential=True)] if going else []
    steps.append(Create(replace(wish, pay_type=pay_type, internet_charge_type=charge_type), known))
    if wish.enabled is None:
        return Plan(wish, None, after, tuple(steps))
    if not wish.office_site_id:
        raise PlanningError("enabled: a plan without an office network has no Internet access to switch")
    if wish.auto_pay:
        steps.append(SetEnabled(None, wish.office_site_id, wish.enabled))
    return Plan(wish, None, after, tuple(steps), extras=(("enabled", None, wish.enabled),))


def with_order(plan: Plan, order_id: str, payment_status: str) -> Plan:
    """Return ``plan`` in the light of an order of an earlier run: nothing that was ordered is ordered again."""
    if payment_status == UNPAID:
        note = f"order {order_id} waits for payment: pay it, or cancel it to have the next run order anew"
        return Plan(plan.wish, plan.live, plan.live, (), (*plan.notes, note), plan.warnings, pending_order=order_id)
    if payment_status == CANCELLED:
        return replace(plan, notes=(*plan.notes, f"order {order_id} was cancelled; ordered anew"))
    receipt = Receipt(order_id=order_id)
    steps = tuple(Wait(step.finish(receipt), of=step) if isinstance(step, ORDERS) else step for step in plan.steps)
    return replace(plan, steps=steps, notes=(*plan.notes, f"order {order_id} is paid; its effect is waited for"))
