# Copyright: (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what is wished and what was observed to what is to be done. No I/O and no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ._errors import PlanningError
from ._model import (
    BY_BANDWIDTH,
    BY_TRAFFIC,
    CREATING,
    IN_USE,
    NORMAL,
    POST_PAID,
    PRE_PAID,
    RELEASING,
    Package,
    Wish,
    present,
)
from ._remarks import notes_on, warnings_on
from ._rules import check_bandwidth
from ._steps import Create, Delete, SetBandwidth, Step, Wait, Write, await_release, await_usable


@dataclass(frozen=True)
class Observed:
    """What was read before planning; ``pages`` tells how many answers it took."""

    packages: tuple[Package, ...]
    pages: int = 1

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(package.network_package_id for package in self.packages if package.network_package_id)


@dataclass(frozen=True)
class Plan:
    """What is to be done for one wish. ``live`` is the plan found, ``after`` the one predicted."""

    wish: Wish
    live: Package | None
    after: Package | None
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def writes(self) -> tuple[Write, ...]:
        return tuple(step for step in self.steps if not isinstance(step, Wait))

    @property
    def changed(self) -> bool:
        return bool(self.writes)

    @property
    def buys(self) -> bool:
        return any(isinstance(step, Create) for step in self.steps)

    @property
    def actions(self) -> list[str]:
        return [step.action for step in self.writes]

    @property
    def payment_pending(self) -> bool:
        return any(not step.pays for step in self.writes)

    @property
    def diff(self) -> dict[str, Any]:
        return {
            "before": present(self.live) if self.live else {},
            "after": present(self.after) if self.after else {},
        }


def plan_for(wish: Wish, observed: Observed) -> Plan:
    """Return the Plan that turns ``observed`` into ``wish``.

    Raises PlanningError or InputError when that is impossible, ambiguous or not what the user can mean.
    """
    meant = [package for package in observed.packages if wish.means(package)]
    live = _the_live_one(wish, meant)
    if wish.state == "absent":
        return _absent(wish, live, meant)
    if live is not None:
        return _keep(wish, live)
    if wish.network_package_id:
        raise PlanningError(_no_such_plan(wish, meant))
    return _buy(wish, meant, observed.ids)


def _the_live_one(wish: Wish, meant: Iterable[Package]) -> Package | None:
    live = [package for package in meant if package.live]
    if len(live) > 1:
        raise PlanningError(
            "{} live plans match {}: {}. Name the one that is meant with network_package_id".format(
                len(live), wish.identity, ", ".join(sorted(str(package.network_package_id) for package in live))
            )
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


def _releasing(meant: Iterable[Package]) -> frozenset[str]:
    return frozenset(
        str(package.network_package_id) for package in meant if package.network_package_status == RELEASING
    )


def _absent(wish: Wish, live: Package | None, meant: list[Package]) -> Plan:
    if live is None:
        releasing = _releasing(meant)
        return Plan(wish, None, None, (Wait(await_release(releasing)),) if releasing else ())
    if live.pay_type != POST_PAID and not live.expired and not wish.force:
        raise PlanningError(
            f"{live.network_package_id} is a subscription (pay_type {live.pay_type}) that runs until "
            f"{live.expired_time}; the API does not release it before. Unsubscribe from it in the console (Expenses "
            "and Costs > Orders > Unsubscribe), let it expire, or set force: true to send the release all the same"
        )
    release = Delete(str(live.network_package_id), wish.reseller_owner_uid)
    return Plan(wish, live, None, (*_until_it_takes_writes(live), release))


def _buy(wish: Wish, meant: list[Package], known: frozenset[str]) -> Plan:
    if wish.bandwidth is None:
        raise PlanningError(f"bandwidth is needed to buy a plan; there is none yet for {wish.identity}")
    pay_type = wish.pay_type or POST_PAID
    order = replace(
        wish,
        pay_type=pay_type,
        internet_charge_type=wish.internet_charge_type or (BY_BANDWIDTH if pay_type == PRE_PAID else BY_TRAFFIC),
    )
    check_bandwidth(wish.bandwidth, order.pay_type, order.internet_charge_type)
    after = Package(
        network_package_id=None,
        bandwidth=wish.bandwidth,
        pay_type=order.pay_type,
        internet_charge_type=order.internet_charge_type,
        network_package_status=IN_USE,
        business_status=NORMAL,
        office_site_id=wish.office_site_id,
        tags=wish.tags,
    )
    releasing = _releasing(meant)
    steps: tuple[Step, ...] = (Create(order, known),)
    if releasing:
        steps = (Wait(await_release(releasing), essential=True), *steps)
    return Plan(wish, None, after, steps)


def _keep(wish: Wish, live: Package) -> Plan:
    for option in ("pay_type", "internet_charge_type"):
        _refuse_drift(option, getattr(wish, option), live)
    steps: list[Step] = []
    after = live
    if wish.bandwidth is not None and _bandwidth_differs(wish.bandwidth, live):
        check_bandwidth(wish.bandwidth, live.pay_type, live.internet_charge_type)
        steps.append(
            SetBandwidth(
                str(live.network_package_id),
                wish.bandwidth,
                wish.auto_pay,
                wish.promotion_id,
                wish.reseller_owner_uid,
            )
        )
        after = replace(after, bandwidth=wish.bandwidth)
    if steps:
        steps = [*_until_it_takes_writes(live), *steps]
    elif not live.usable:
        steps.append(Wait(await_usable(str(live.network_package_id))))
    return Plan(wish, live, after, tuple(steps), notes_on(wish, live), warnings_on(wish, live))


def _until_it_takes_writes(live: Package) -> tuple[Step, ...]:
    """Return the wait for a plan that is being created, whose changes the API refuses for the moment."""
    if live.network_package_status != CREATING:
        return ()
    return (Wait(await_usable(str(live.network_package_id)), essential=True),)


def _refuse_drift(option: str, wanted: str | None, live: Package) -> None:
    present_value = getattr(live, option)
    if wanted is None or present_value is None or wanted == present_value:
        return
    booked = ""
    if option == "internet_charge_type" and live.reservation_internet_charge_type:
        booked = f" (a change to {live.reservation_internet_charge_type} is booked for {live.reservation_active_time})"
    raise PlanningError(
        f"{option}: {wanted} is wanted, but {live.network_package_id} has {present_value}{booked}, and the API cannot "
        "change it. Release the plan and buy a new one, or wish for what it has"
    )


def _bandwidth_differs(wanted: int, live: Package) -> bool:
    if live.has_bandwidth(wanted):
        return False
    if not live.bandwidth and live.network_package_status == CREATING:
        return False
    if live.bandwidth is None:
        # Sending the value that is in force could place an order for nothing.
        raise PlanningError(f"the API does not show the bandwidth of {live.network_package_id}; nothing was changed")
    return True
