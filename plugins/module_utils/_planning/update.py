# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an existing package needs first: another office network, term, bandwidth, automatic renewal, access.

Each concern is a function from what is desired and what was observed to the step that it needs, or None.
"""

from __future__ import annotations

from .. import _errors as errors
from .._model import dates, rules
from .._model.desired import Desired
from .._model.package import BANDWIDTH, CREATING, PRE_PAID, RELEASING, TERM, Package
from . import orders, payment, steps, wait_steps
from .observed import Observed


def next_update(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    """Return the first step that ``package`` needs to become as desired. Raises what ``next_step`` raises."""
    for option in ("pay_type", "internet_charge_type"):
        _refuse_drift(option, getattr(desired, option), package)
    if package.network_package_status == CREATING:
        return _created(desired, package, observed)
    # A move costs nothing and is not held up by an unpaid order. A renewal comes before a change of bandwidth, which
    # is priced for what is left of the term; it carries automatic renewal with it.
    for concern in (_moved, _renewed, _resized, _renews_itself, _switched):
        step = concern(desired, package, observed)
        if step is not None:
            return step
    return None


def _key(package: Package) -> str:
    return str(package.network_package_id)


def _refuse_drift(option: str, wanted: str | None, package: Package) -> None:
    actual = getattr(package, option)
    if wanted is None or actual is None or wanted == actual:
        return
    booked = ""
    if option == "internet_charge_type" and package.reservation_internet_charge_type:
        charge, when = package.reservation_internet_charge_type, package.reservation_active_time
        booked = f" (a change to {charge} is booked for {when})"
    raise errors.PlanningError(
        f"{option}: {wanted} is desired, but {package.network_package_id} has {actual}{booked}, and the API cannot "
        "change it. Release the package and buy a new one, or declare what it has"
    )


def _created(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    """Return the wait until the API lets the package change; an unpaid one may be created for ever."""
    wait = wait_steps.WaitUsable(_key(package), desired)
    if not desired.auto_pay and next_update(desired, _usable(wait, package, observed), wait.predict(observed)) is None:
        return None
    return wait


def _usable(wait: wait_steps.WaitUsable, package: Package, observed: Observed) -> Package:
    return next(p for p in wait.predict(observed).packages if p.network_package_id == package.network_package_id)


def _moved(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    key, target = _key(package), desired.office_site_id
    if desired.unbind:
        return steps.Dissociate(key) if package.office_site_id else None
    if not target or target == package.office_site_id:
        return None
    site = observed.site(target)
    if site is None:
        raise errors.PlanningError(
            f"office_site_id: there is no office network {target} in {desired.region_id}; {key} stays where it is"
        )
    if desired.enabled is not None and site.internet_access is None:
        raise access_not_shown(target)
    others = [other for other in observed.at(target) if other.network_package_id != key]
    for other in others:
        if other.live:
            raise errors.PlanningError(
                f"office_site_id: {target} has the live package {other.network_package_id} already, and an office "
                f"network has one package; {key} cannot be bound to it"
            )
    going = frozenset(_key(other) for other in others if other.network_package_status == RELEASING)
    if going:
        return wait_steps.WaitReleased(going)
    if not package.office_site_id:
        return steps.Associate(key, target, desired.office_site_name)
    # The old office network goes offline before the API can refuse the new one.
    return wait_steps.until_agreed(desired, observed, key) or steps.Dissociate(key)


def _renewed(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    if not needs_renewal(desired, package, observed.began):
        return None
    return _ordered(orders.Renew(desired, _key(package), str(package.expired_time)), desired, observed)


def needs_renewal(desired: Desired, package: Package, now: float) -> bool:
    """Tell whether a subscription ends too soon, by its date. Raises PlanningError for one that cannot be read.

    BusinessStatus decides nothing: one that stays Expired after a renewal would have every run renew again.
    """
    if desired.remaining_days is None or package.pay_type != PRE_PAID:
        return False
    return dates.days_left(package, now) < desired.remaining_days


def _resized(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    wanted = desired.bandwidth
    if wanted is None or package.has_bandwidth(wanted):
        return None
    if package.bandwidth is None:
        # Sending the value that is in force could place an order for nothing.
        raise errors.PlanningError(
            f"the API does not show the bandwidth of {package.network_package_id}; nothing was changed"
        )
    rules.check_bandwidth(wanted, package.pay_type, package.internet_charge_type)
    end = package.expired_time if package.pay_type == PRE_PAID else None
    return _ordered(orders.SetBandwidth(desired, _key(package), wanted, package.bandwidth, end), desired, observed)


def _ordered(order: orders.Renew | orders.SetBandwidth, desired: Desired, observed: Observed) -> steps.Step:
    step = payment.gated(order, desired, observed)
    if isinstance(step, (orders.Renew, orders.SetBandwidth)):
        observed.confirm_shown(step.network_package_id, TERM if isinstance(step, orders.Renew) else BANDWIDTH)
    return step


def _renews_itself(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    if desired.auto_renew is None or package.pay_type != PRE_PAID or not package.network_package_id:
        # A package that is yet to be bought gets it with the purchase.
        return None
    renewal = observed.renewal(package.network_package_id)
    if renewal.auto_renew in (None, desired.auto_renew) or not renewal.product_code:
        return None
    return steps.SetRenewal(
        package.network_package_id,
        desired.auto_renew,
        renewal.product_code,
        renewal.product_type,
        *((desired.period, desired.period_unit) if desired.auto_renew else ()),
    )


def _switched(desired: Desired, package: Package, observed: Observed) -> steps.Step | None:
    if desired.enabled is None:
        return None
    if not package.office_site_id:
        raise errors.PlanningError(
            f"enabled: {package.network_package_id} has no office network whose Internet access could be switched"
        )
    site = observed.site(package.office_site_id)
    actual = site.internet_access if site else None
    if actual is None:
        raise access_not_shown(package.office_site_id)
    if actual == desired.enabled:
        return None
    return steps.SetEnabled(package.network_package_id, package.office_site_id, desired.enabled)


def access_not_shown(office_site_id: str) -> errors.PlanningError:
    """Return the error of an office network whose Internet access the API does not show."""
    return errors.PlanningError(
        f"enabled: DescribeOfficeSites does not show EnableInternetAccess of {office_site_id}, so it cannot be "
        "compared; leave the option out"
    )
