# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader should know about a package that is kept: notes in the result, warnings on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from .._model import dates
from .._model.desired import Desired
from .._model.package import CREATING, PRE_PAID, Package
from .._text import MAX_NAME, shown
from .observed import Observed

# The fewest days that a term can have.
SHORTEST_TERMS = {
    (1, "Week"): 7,
    (1, "Month"): 28,
    (2, "Month"): 59,
    (3, "Month"): 89,
    (6, "Month"): 181,
    (1, "Year"): 365,
    (2, "Year"): 730,
    (3, "Year"): 1095,
}


def notes_on(desired: Desired, before: Package) -> tuple[str, ...]:
    """Return what is booked, and what could not be compared."""
    key, when = before.network_package_id, before.reservation_active_time
    notes = []
    if desired.bandwidth is not None:
        notes += _notes_on_bandwidth(desired.bandwidth, before)
    if before.reservation_internet_charge_type not in (None, before.internet_charge_type):
        charge = before.reservation_internet_charge_type
        notes.append(f"{key}: a change of internet_charge_type to {charge} is booked for {when}")
    return tuple(notes)


def _notes_on_bandwidth(wanted: int, before: Package) -> list[str]:
    key, booked, when = before.network_package_id, before.reservation_bandwidth, before.reservation_active_time
    if before.bandwidth == wanted:
        if booked in (None, 0, wanted):
            return []
        return [f"{key} has the desired {wanted} Mbit/s now, but a change to {booked} Mbit/s is booked for {when}"]
    if booked == wanted:
        return [f"{key}: the change from {before.bandwidth} to {wanted} Mbit/s is booked for {when}; not ordered again"]
    if not before.bandwidth and before.network_package_status == CREATING:
        return [f"{key} is Creating and shows no bandwidth yet; run again to compare it"]
    return []


def warnings_on(desired: Desired, before: Package, now: float) -> tuple[str, ...]:
    """Return what differs from the desired state and will not be changed."""
    warnings = []
    if desired.tags and not before.has_tags(desired.tags):
        warnings.append(
            f"tags: {before.network_package_id} has {_spelled(before.tags)}, desired are {_spelled(desired.tags)}; "
            "tags are set at purchase, and no documented call changes them later"
        )
    if dates.has_expired(before, now) and desired.remaining_days is None:
        warnings.append(
            f"{before.network_package_id} expired at {before.expired_time}; its office network may have no Internet "
            "access. Set remaining_days to have it renewed"
        )
    elif before.expired and desired.remaining_days is not None and _ends_later(before, desired.remaining_days, now):
        warnings.append(
            f"{before.network_package_id} shows business_status {before.business_status}, but expires only at "
            f"{before.expired_time}, and is not renewed again. If the status stays, look for overdue payments in the "
            "console"
        )
    return tuple(warnings)


def _ends_later(package: Package, days: int, now: float) -> bool:
    try:
        return dates.epoch(package.expired_time) - now >= days * dates.DAY
    except ValueError:
        return False


def uncompared(desired: Desired, package: Package | None, observed: Observed) -> str:
    """Return why automatic renewal of a package cannot be compared or changed; empty where it can, or need not."""
    if desired.state == "absent" or desired.auto_renew is None or package is None or package.pay_type != PRE_PAID:
        return ""
    renewal = observed.renewals.get(str(package.network_package_id))
    if renewal is None:
        return ""
    if renewal.auto_renew not in (None, desired.auto_renew) and not renewal.product_code:
        return "billing shows no ProductCode of the package, without which nothing can be changed"
    return renewal.problem


def term_warnings(desired: Desired) -> tuple[str, ...]:
    """Return a warning for a term that is not clearly longer than ``remaining_days``.

    A month may have 28 days, so that what settles in one month is refused or renewed again in another.
    """
    if desired.remaining_days is None:
        return ()
    shortest = SHORTEST_TERMS[(desired.period, desired.period_unit)]
    if desired.remaining_days < shortest:
        return ()
    term = f"{desired.period} {desired.period_unit}"
    warning = (
        f"remaining_days: {desired.remaining_days} is not clearly less than a term of {term}, which can have "
        f"{shortest} days: the package may be renewed at every run. Use a longer term or fewer days"
    )
    return (warning,)


def _spelled(tags: Mapping[str, str]) -> str:
    return ", ".join(f"{shown(key, MAX_NAME)}={shown(tags[key], MAX_NAME)}" for key in sorted(tags)) or "none"
