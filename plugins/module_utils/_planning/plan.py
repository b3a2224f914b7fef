# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is desired and what was observed to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .._errors import PlanningError
from .._model.desired import Desired
from .._model.office_site import OfficeSite
from .._model.package import (
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
)
from .._model.rules import check_bandwidth
from .conditions import released
from .costs import Cost
from .notes import notes_on, warnings_on
from .orders import Create, Order, Receipt
from .steps import Delete, SetEnabled, Step, WaitFor, Write
from .update import left_for_later, until_writable, update_for


@dataclass(frozen=True)
class Observed:
    """What was read of one region before planning, at ``now`` (epoch seconds), in ``pages`` responses.

    ``sites`` are the office networks by id, where an item needs them.
    """

    packages: tuple[Package, ...]
    now: float
    sites: Mapping[str, OfficeSite] = field(default_factory=dict)
    pages: int = 1

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all packages."""
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
        """Return the packages of an office network, live or not."""
        return self._by_site.get(office_site_id or "", [])

    def matching(self, desired: Desired) -> list[Package]:
        """Return the packages that ``desired`` identifies, live or not."""
        if desired.network_package_id:
            found = self._by_id.get(desired.network_package_id)
            return [found] if found else []
        if desired.office_site_id:
            return self.at(desired.office_site_id)
        return [package for package in self.packages if desired.matches(package)]


@dataclass(frozen=True)
class Plan:
    """What is to be done for one desired state.

    ``before`` is the package found, ``after`` the one predicted; ``extras`` are differences that no field of a
    package shows, as (name, before, after); ``pending_order`` is an order of an earlier run that still waits for
    payment; ``costs`` are the prices of the orders, None when nobody asked for them.
    """

    desired: Desired
    before: Package | None = None
    after: Package | None = None
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    extras: tuple[tuple[str, Any, Any], ...] = ()
    pending_order: str | None = None
    costs: tuple[Cost, ...] | None = None

    @property
    def writes(self) -> tuple[Write, ...]:
        """The steps that change something."""
        return tuple(step for step in self.steps if not isinstance(step, WaitFor))

    @property
    def changed(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self.writes)

    @property
    def buys(self) -> bool:
        """Whether a package is to be bought."""
        return any(isinstance(step, Create) for step in self.steps)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The steps that cost money."""
        return tuple(step for step in self.writes if isinstance(step, Order))

    @property
    def actions(self) -> list[str]:
        """The operations to be carried out, in order."""
        return [step.action for step in self.writes]

    @property
    def payment_pending(self) -> bool:
        """Whether an order waits, or will wait, for payment."""
        return self.pending_order is not None or any(not step.pays for step in self.writes)


def plan_for(desired: Desired, observed: Observed) -> Plan:
    """Return the plan that turns ``observed`` into ``desired``, whose office network has an id by now.

    Raises PlanningError or InputError when that is impossible, ambiguous or not what the user can mean.
    """
    matching = observed.matching(desired)
    before = _the_live_one(desired, matching)
    if desired.state == "absent":
        return _release(desired, before, matching)
    if before is None and desired.network_package_id:
        raise PlanningError(_no_such_package(desired, matching))
    if before is None:
        return _buy(desired, matching, observed.ids)
    return _update(desired, before, observed)


def _update(desired: Desired, before: Package, observed: Observed) -> Plan:
    others = [package for package in observed.at(desired.office_site_id) if package != before]
    update = update_for(desired, before, others, observed.sites, observed.now)
    notes = (*notes_on(desired, before), *update.notes)
    return Plan(desired, before, update.after, update.steps, notes, warnings_on(desired, before), update.extras)


def _the_live_one(desired: Desired, matching: Iterable[Package]) -> Package | None:
    live = [package for package in matching if package.live]
    if len(live) > 1:
        ids = ", ".join(sorted(str(package.network_package_id) for package in live))
        raise PlanningError(
            f"{len(live)} live packages match {desired.identity}: {ids}. Identify the one that is meant with "
            "network_package_id"
        )
    return live[0] if live else None


def _no_such_package(desired: Desired, matching: list[Package]) -> str:
    if matching:
        return (
            f"network_package_id: {desired.network_package_id} is {matching[0].network_package_status} and cannot be "
            "kept; leave the option out to buy a new package"
        )
    return (
        f"network_package_id: there is no network package {desired.network_package_id} in {desired.region_id}. The API "
        "chooses the id of a new package: to buy one, identify its office network with office_site_id instead"
    )


def _releasing(packages: Iterable[Package]) -> frozenset[str]:
    return frozenset(
        str(package.network_package_id) for package in packages if package.network_package_status == RELEASING
    )


def _release(desired: Desired, before: Package | None, matching: list[Package]) -> Plan:
    if before is None:
        going = _releasing(matching)
        return Plan(desired, steps=(WaitFor(released(going)),) if going else ())
    if before.pay_type != POST_PAID and not before.expired and not desired.force:
        raise PlanningError(
            f"{before.network_package_id} is a subscription (pay_type {before.pay_type}) that runs until "
            f"{before.expired_time}; the API does not release it before then. Unsubscribe in the console (Expenses "
            "and Costs > Orders > Unsubscribe), let it expire, or set force: true to send the release all the same"
        )
    release = Delete(str(before.network_package_id), desired.reseller_owner_uid)
    return Plan(desired, before, None, (*until_writable(before), release))


def _buy(desired: Desired, matching: list[Package], known: frozenset[str]) -> Plan:
    if desired.bandwidth is None:
        raise PlanningError(f"bandwidth is required to buy a package; there is none yet for {desired.identity}")
    after = _bought(desired, desired.bandwidth)
    going = _releasing(matching)
    steps: list[Step] = [WaitFor(released(going), required=True)] if going else []
    order = replace(desired, pay_type=after.pay_type, internet_charge_type=after.internet_charge_type)
    steps.append(Create(order, known))
    if desired.enabled is None:
        return Plan(desired, None, after, tuple(steps))
    if not desired.office_site_id:
        raise PlanningError("enabled: a package without an office network has no Internet access to switch")
    switch = SetEnabled(None, desired.office_site_id, desired.enabled)
    if not desired.auto_pay:
        return Plan(desired, None, after, tuple(steps), notes=(left_for_later(switch),))
    return Plan(desired, None, after, (*steps, switch), extras=(("enabled", None, desired.enabled),))


def _bought(desired: Desired, bandwidth: int) -> Package:
    """Return the package that a purchase is predicted to create. Raises InputError."""
    pay_type = desired.pay_type or POST_PAID
    charge_type = desired.internet_charge_type or (BY_BANDWIDTH if pay_type == PRE_PAID else BY_TRAFFIC)
    check_bandwidth(bandwidth, pay_type, charge_type)
    return Package(
        network_package_id=None,
        bandwidth=bandwidth,
        pay_type=pay_type,
        internet_charge_type=charge_type,
        network_package_status=IN_USE,
        business_status=NORMAL,
        region_id=desired.region_id,
        office_site_id=desired.office_site_id,
        office_site_name=desired.office_site_name,
        tags=desired.tags,
    )


def with_order(plan: Plan, order_id: str, payment_status: str) -> Plan:
    """Return ``plan`` given the order of an earlier run: nothing that was ordered is ordered again."""
    if payment_status == UNPAID:
        note = f"order {order_id} waits for payment: pay it, or cancel it to have the next run order anew"
        return Plan(plan.desired, plan.before, plan.before, (), (*plan.notes, note), plan.warnings, (), order_id)
    if payment_status == CANCELLED:
        return replace(plan, notes=(*plan.notes, f"order {order_id} was cancelled; ordered anew"))
    receipt = Receipt(order_id=order_id)
    steps = tuple(
        WaitFor(step.finished(receipt), effect_of=step) if isinstance(step, Order) else step for step in plan.steps
    )
    return replace(plan, steps=steps, notes=(*plan.notes, f"order {order_id} is paid; waiting for its effect"))
