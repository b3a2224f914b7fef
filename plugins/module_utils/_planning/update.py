# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an existing package needs: a longer term, another office network, another bandwidth, access on or off.

Each concern is a function from what is desired and what was observed to the steps that it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .._errors import PlanningError
from .._model.dates import DAY, add_term, days_left, expiry
from .._model.desired import Desired
from .._model.office_site import OfficeSite
from .._model.package import CREATING, NORMAL, PRE_PAID, RELEASING, Package
from .._model.rules import check_bandwidth
from .conditions import released, usable
from .orders import Order, Renew, SetBandwidth
from .steps import Associate, Dissociate, SetEnabled, Step, WaitFor


@dataclass(frozen=True)
class Update:
    """The steps, and the package as predicted; ``extras`` and ``notes`` as in Plan."""

    after: Package
    steps: tuple[Step, ...] = ()
    extras: tuple[tuple[str, Any, Any], ...] = ()
    notes: tuple[str, ...] = ()

    def then(self, steps: Sequence[Step], extra: tuple[str, Any, Any] | None = None, **changes: Any) -> Update:
        """Return this update with more steps, and the fields of the package that they change.

        Nothing follows an unpaid order: the API accepts no second one, and what it brings about is not there yet.
        """
        if any(isinstance(step, Order) and not step.pays for step in self.steps):
            return replace(self, notes=(*self.notes, *(left_for_later(step) for step in steps)))
        extras = (*self.extras, extra) if extra else self.extras
        return Update(replace(self.after, **changes), (*self.steps, *steps), extras, self.notes)


def update_for(
    desired: Desired, before: Package, others: Sequence[Package], sites: Mapping[str, OfficeSite], now: float
) -> Update:
    """Return what ``before`` needs to become as desired.

    ``others`` are the other packages of the desired office network. Raises PlanningError or InputError.
    """
    for option in ("pay_type", "internet_charge_type"):
        _refuse_drift(option, getattr(desired, option), before)
    update = Update(before)
    # A renewal comes first: a change of bandwidth is priced for what is left of the term.
    update = _renewed(update, desired, now)
    update = _moved(update, desired, others)
    update = _resized(update, desired)
    update = _switched(update, desired, sites)
    if update.steps:
        return replace(update, steps=(*until_writable(before), *update.steps))
    if before.usable or not desired.auto_pay:
        return update
    return update.then([WaitFor(usable(_key(before)))])


def left_for_later(step: Step) -> str:
    """Return the note on a step that follows an unpaid order."""
    what = step.condition.description if isinstance(step, WaitFor) else step.action
    return f"{what} is left to a run after the order is paid"


def until_writable(before: Package) -> tuple[Step, ...]:
    """Return the wait for a package that is being created, which the API does not let change yet."""
    return (WaitFor(usable(_key(before)), required=True),) if before.network_package_status == CREATING else ()


def _key(package: Package) -> str:
    return str(package.network_package_id)


def _refuse_drift(option: str, wanted: str | None, before: Package) -> None:
    actual = getattr(before, option)
    if wanted is None or actual is None or wanted == actual:
        return
    booked = ""
    if option == "internet_charge_type" and before.reservation_internet_charge_type:
        charge, when = before.reservation_internet_charge_type, before.reservation_active_time
        booked = f" (a change to {charge} is booked for {when})"
    raise PlanningError(
        f"{option}: {wanted} is desired, but {before.network_package_id} has {actual}{booked}, and the API cannot "
        "change it. Release the package and buy a new one, or declare what it has"
    )


def _renewed(update: Update, desired: Desired, now: float) -> Update:
    package = update.after
    if not needs_renewal(desired, package, now):
        return update
    step = Renew(desired, _key(package), str(package.expired_time))
    ends = add_term(max(expiry(package), now), desired.period, desired.period_unit)
    left = int((ends - now) / DAY)
    if left < (desired.remaining_days or 0):
        raise PlanningError(
            f"remaining_days: {desired.remaining_days} is not allowed with a term of {step.term}: {_key(package)} "
            f"would expire in {left} days even when it is renewed, and the next run would renew it again. Use a longer "
            "term (period, period_unit) or fewer days"
        )
    return update.then([step], ("renewal", None, step.term), business_status=NORMAL)


def needs_renewal(desired: Desired, package: Package, now: float) -> bool:
    """Tell whether a subscription ends too soon. Raises PlanningError for an ExpiredTime that cannot be read."""
    if desired.remaining_days is None or package.pay_type != PRE_PAID:
        return False
    return days_left(package, now) < desired.remaining_days or package.expired


def _moved(update: Update, desired: Desired, others: Sequence[Package]) -> Update:
    package, target = update.after, desired.office_site_id
    nowhere: dict[str, Any] = {"office_site_id": None, "office_site_name": None, "office_site_vpc_type": None}
    away = [Dissociate(_key(package))] if package.office_site_id else []
    if desired.unbind:
        return update.then(away, **nowhere) if away else update
    if not target or target == package.office_site_id:
        return update
    for other in others:
        if other.live:
            raise PlanningError(
                f"office_site_id: {target} has the live package {other.network_package_id} already, and an office "
                f"network has one package; {package.network_package_id} cannot be bound to it"
            )
    going = frozenset(_key(other) for other in others if other.network_package_status == RELEASING)
    free = [WaitFor(released(going), required=True)] if going else []
    place = {**nowhere, "office_site_id": target, "office_site_name": desired.office_site_name}
    return update.then([*free, *away, Associate(_key(package), target)], **place)


def _resized(update: Update, desired: Desired) -> Update:
    package, wanted = update.after, desired.bandwidth
    if wanted is None or package.has_bandwidth(wanted):
        return update
    if not package.bandwidth and package.network_package_status == CREATING:
        return update
    if package.bandwidth is None:
        # Sending the value that is in force could place an order for nothing.
        raise PlanningError(f"the API does not show the bandwidth of {package.network_package_id}; nothing was changed")
    check_bandwidth(wanted, package.pay_type, package.internet_charge_type)
    return update.then([SetBandwidth(desired, _key(package), wanted)], bandwidth=wanted)


def _switched(update: Update, desired: Desired, sites: Mapping[str, OfficeSite]) -> Update:
    if desired.enabled is None:
        return update
    package = update.after
    if not package.office_site_id:
        raise PlanningError(
            f"enabled: {package.network_package_id} has no office network whose Internet access could be switched"
        )
    site = sites.get(package.office_site_id)
    actual = site.internet_access if site else None
    if actual is None:
        raise PlanningError(
            f"enabled: DescribeOfficeSites does not show EnableInternetAccess of {package.office_site_id}, so it "
            "cannot be compared; leave the option out"
        )
    if actual == desired.enabled:
        return update
    step = SetEnabled(_key(package), package.office_site_id, desired.enabled)
    return update.then([step], ("enabled", actual, desired.enabled))
