# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan that exists needs to be as wished: a longer term, another office network, another bandwidth, on or off.

Each concern is a function from the wish and what was observed to the steps it needs. No I/O and no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ._dates import DAY, add_term, days_left, expiry
from ._errors import PlanningError
from ._model import CREATING, NORMAL, PRE_PAID, RELEASING, Package, Wish
from ._rules import check_bandwidth
from ._sites import OfficeSite
from ._steps import Associate, Dissociate, Renew, SetBandwidth, SetEnabled, Step
from ._watch import Wait, await_release, await_usable


@dataclass(frozen=True)
class Upkeep:
    """The steps, and the plan as it will be; ``extras`` and ``notes`` as in Plan."""

    after: Package
    steps: tuple[Step, ...] = ()
    extras: tuple[tuple[str, Any, Any], ...] = ()
    notes: tuple[str, ...] = ()

    def then(self, steps: Sequence[Step], extra: tuple[str, Any, Any] | None = None, **changes: Any) -> Upkeep:
        """Return this upkeep with more steps, and the fields of the plan that they change."""
        extras = (*self.extras, extra) if extra else self.extras
        return Upkeep(replace(self.after, **changes), (*self.steps, *steps), extras, self.notes)


def keep_up(
    wish: Wish, live: Package, neighbours: Sequence[Package], sites: Mapping[str, OfficeSite], now: float
) -> Upkeep:
    """Return what ``live`` needs to become ``wish``.

    ``neighbours`` are the other plans of the wished office network. Raises PlanningError or InputError.
    """
    for option in ("pay_type", "internet_charge_type"):
        _refuse_drift(option, getattr(wish, option), live)
    upkeep = Upkeep(live)
    # A renewal comes first: a change of bandwidth is priced for what is left of the term.
    upkeep = _renewed(upkeep, wish, now)
    upkeep = _moved(upkeep, wish, neighbours)
    upkeep = _resized(upkeep, wish)
    upkeep = _switched(upkeep, wish, sites)
    if upkeep.steps:
        return replace(upkeep, steps=(*until_it_takes_writes(live), *upkeep.steps))
    if live.usable or not wish.auto_pay:
        return upkeep
    return upkeep.then([Wait(await_usable(_key(live)))])


def until_it_takes_writes(live: Package) -> tuple[Step, ...]:
    """Return the wait for a plan that is being created, whose changes the API refuses for the moment."""
    return (Wait(await_usable(_key(live)), essential=True),) if live.network_package_status == CREATING else ()


def _key(package: Package) -> str:
    return str(package.network_package_id)


def _refuse_drift(option: str, wanted: str | None, live: Package) -> None:
    actual = getattr(live, option)
    if wanted is None or actual is None or wanted == actual:
        return
    booked = ""
    if option == "internet_charge_type" and live.reservation_internet_charge_type:
        booked = f" (a change to {live.reservation_internet_charge_type} is booked for {live.reservation_active_time})"
    raise PlanningError(
        f"{option}: {wanted} is wanted, but {live.network_package_id} has {actual}{booked}, and the API cannot "
        "change it. Release the plan and buy a new one, or wish for what it has"
    )


def _renewed(upkeep: Upkeep, wish: Wish, now: float) -> Upkeep:
    live = upkeep.after
    if not needs_renewal(wish, live, now):
        return upkeep
    step = Renew(_key(live), wish, str(live.expired_time))
    ends = add_term(max(expiry(live), now), wish.period, wish.period_unit)
    left = int((ends - now) / DAY)
    if left < (wish.remaining_days or 0):
        raise PlanningError(
            f"remaining_days: {wish.remaining_days} is not allowed with a term of {step.term}: {_key(live)} would "
            f"expire in {left} days even when it is renewed, and the next run would renew it again. Use a longer "
            "term (period, period_unit) or fewer days"
        )
    return upkeep.then([step], ("renewal", None, step.term), business_status=NORMAL)


def needs_renewal(wish: Wish, live: Package, now: float) -> bool:
    """Tell whether a subscription ends too soon. Raises ValueError for an ExpiredTime that cannot be read."""
    if wish.remaining_days is None or live.pay_type != PRE_PAID:
        return False
    return days_left(live, now) < wish.remaining_days or live.expired


def _moved(upkeep: Upkeep, wish: Wish, neighbours: Sequence[Package]) -> Upkeep:
    live, target = upkeep.after, wish.office_site_id
    nowhere: dict[str, Any] = {"office_site_id": None, "office_site_name": None, "office_site_vpc_type": None}
    away = [Dissociate(_key(live))] if live.office_site_id else []
    if wish.unbind:
        return upkeep.then(away, **nowhere) if away else upkeep
    if not target or target == live.office_site_id:
        return upkeep
    for other in neighbours:
        if other.live:
            raise PlanningError(
                f"office_site_id: {target} has the live plan {other.network_package_id} already, and an office "
                f"network has one plan; {live.network_package_id} cannot be bound to it"
            )
    going = frozenset(_key(other) for other in neighbours if other.network_package_status == RELEASING)
    free = [Wait(await_release(going), essential=True)] if going else []
    place = {**nowhere, "office_site_id": target, "office_site_name": wish.office_site_name}
    return upkeep.then([*free, *away, Associate(_key(live), target)], **place)


def _resized(upkeep: Upkeep, wish: Wish) -> Upkeep:
    live, wanted = upkeep.after, wish.bandwidth
    if wanted is None or live.has_bandwidth(wanted):
        return upkeep
    if not live.bandwidth and live.network_package_status == CREATING:
        return upkeep
    if live.bandwidth is None:
        # Sending the value that is in force could place an order for nothing.
        raise PlanningError(f"the API does not show the bandwidth of {live.network_package_id}; nothing was changed")
    check_bandwidth(wanted, live.pay_type, live.internet_charge_type)
    if not wish.auto_pay and any(isinstance(step, Renew) for step in upkeep.steps):
        # The API takes no second order for a plan while the first is unpaid.
        note = f"{_key(live)}: the change to {wanted} Mbit/s is left to a run after the renewal is paid"
        return replace(upkeep, notes=(*upkeep.notes, note))
    return upkeep.then([SetBandwidth(_key(live), wish, wanted)], bandwidth=wanted)


def _switched(upkeep: Upkeep, wish: Wish, sites: Mapping[str, OfficeSite]) -> Upkeep:
    if wish.enabled is None:
        return upkeep
    live = upkeep.after
    if not live.office_site_id:
        raise PlanningError(
            f"enabled: {live.network_package_id} has no office network whose Internet access could be switched"
        )
    site = sites.get(live.office_site_id)
    actual = site.internet_access if site else None
    if actual is None:
        raise PlanningError(
            f"enabled: DescribeOfficeSites does not show EnableInternetAccess of {live.office_site_id}, so it cannot "
            "be compared; leave the option out"
        )
    if actual == wish.enabled:
        return upkeep
    return upkeep.then([SetEnabled(_key(live), live.office_site_id, wish.enabled)], ("enabled", actual, wish.enabled))
