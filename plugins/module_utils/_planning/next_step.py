# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first thing that is needed: a pure function of what is desired and what was observed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .. import _errors as errors
from .._model import dates, rules
from .._model.desired import Desired
from .._model.package import BY_BANDWIDTH, BY_TRAFFIC, CREATING, POST_PAID, PRE_PAID, RELEASING, WHOLE, Package
from . import orders, payment, steps, wait_steps
from .observed import Observed
from .update import access_not_shown, next_update


def next_step(desired: Desired, observed: Observed) -> steps.Step | None:
    """Return the first step from ``observed`` to ``desired``; None when everything is as desired.

    Raises FactNeeded when a fact has to be learned first, and PlanningError or InputError for what is impossible,
    ambiguous or not what the user can mean.
    """
    matching = observed.matching(desired)
    package = the_live_one(desired, matching)
    if desired.state == "absent":
        return _absent(desired, package, matching, observed)
    if package is not None:
        return next_update(desired, package, observed)
    if desired.network_package_id:
        observed.confirm_missing()
        raise errors.PlanningError(_no_such_package(desired, matching))
    if not desired.purchase:
        observed.confirm_missing()
        return None
    return _purchase(desired, matching, observed)


def the_live_one(desired: Desired, matching: Iterable[Package]) -> Package | None:
    """Return the live package that is meant; None when there is none. Raises PlanningError for more than one."""
    live = [package for package in matching if package.live]
    if len(live) > 1:
        ids = ", ".join(sorted(str(package.network_package_id) for package in live))
        raise errors.PlanningError(
            f"{len(live)} live packages match {desired.identity}: {ids}. Identify the one that is meant with "
            "network_package_id"
        )
    return live[0] if live else None


def releasing(packages: Iterable[Package]) -> frozenset[str]:
    """Return the ids of the packages that are being released."""
    return frozenset(
        str(package.network_package_id) for package in packages if package.network_package_status == RELEASING
    )


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


def _absent(
    desired: Desired, package: Package | None, matching: list[Package], observed: Observed
) -> steps.Step | None:
    if package is None:
        going = releasing(matching)
        if going:
            return wait_steps.WaitReleased(going)
        observed.confirm_missing()
        return None
    key = str(package.network_package_id)
    if package.network_package_status == CREATING and package.pay_type in (None, POST_PAID):
        return wait_steps.WaitUsable(key, desired)
    if not is_releasable(package, observed.began, desired.undeclared) and not desired.force:
        if desired.undeclared:
            raise errors.PlanningError(f"{still_runs(package)}, and is not released, as nobody declared it absent")
        raise errors.PlanningError(
            f"{still_runs(package)}; the API does not release it before then. Unsubscribe in the console (Expenses "
            "and Costs > Orders > Unsubscribe), let it expire, or set force: true to send the release all the same"
        )
    if desired.undeclared:
        observed.confirm_missing()
        observed.confirm_shown(key, WHOLE)
        return steps.Delete(key, basis=package.release_basis)
    return steps.Delete(key, desired.reseller_owner_uid)


def is_releasable(package: Package, now: float, undeclared: bool = False) -> bool:
    """Tell whether the API releases a package: one that is paid by use, or a subscription that has expired.

    Its date decides: one that somebody has just renewed may still show as Expired. For one that nobody declared, both
    have to say so: somebody may be renewing it.
    """
    if package.pay_type == POST_PAID:
        return True
    passed = dates.date_has_passed(package, now)
    if undeclared:
        return bool(passed) and package.expired
    return package.expired if passed is None else passed


def still_runs(package: Package) -> str:
    """Return the words for a subscription that has not expired, or does not show so throughout."""
    return (
        f"{package.network_package_id} is a subscription (pay_type {package.pay_type}) that runs until "
        f"{package.expired_time} (business_status {package.business_status})"
    )


def _purchase(desired: Desired, matching: list[Package], observed: Observed) -> steps.Step:
    # What is wrong with a purchase is wrong only if there is none to be found.
    observed.confirm_missing(desired.office_site_id)
    if desired.bandwidth is None:
        raise errors.PlanningError(f"bandwidth is required to buy a package; there is none yet for {desired.identity}")
    pay_type = desired.pay_type or POST_PAID
    charge_type = desired.internet_charge_type or (BY_BANDWIDTH if pay_type == PRE_PAID else BY_TRAFFIC)
    rules.check_bandwidth(desired.bandwidth, pay_type, charge_type)
    if desired.enabled is not None and not desired.office_site_id:
        raise errors.PlanningError("enabled: a package without an office network has no Internet access to switch")
    going = releasing(matching)
    if going:
        return wait_steps.WaitReleased(going)
    if observed.unplaced and not desired.pending_order_id:
        return wait_steps.WaitPlaced(observed.unplaced)
    if desired.office_site_id:
        site = observed.site(desired.office_site_id)
        if site is None:
            raise no_such_site(desired)
        if desired.enabled is not None and site.internet_access is None:
            raise access_not_shown(desired.office_site_id)
    step = payment.gated(
        orders.Create(replace(desired, pay_type=pay_type, internet_charge_type=charge_type)), desired, observed
    )
    if not isinstance(step, orders.Create):
        return step
    return wait_steps.until_agreed(desired, observed) or step


def no_such_site(desired: Desired) -> errors.PlanningError:
    """Return the error of an office network that does not exist."""
    return errors.PlanningError(
        f"office_site_id: there is no office network {desired.office_site_id} in {desired.region_id}. Is it a name "
        "(use office_site_name), or is it in another region (set region_id)?"
    )
