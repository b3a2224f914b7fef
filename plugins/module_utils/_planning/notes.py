# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader should know about a package that is kept: notes in the result, warnings on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from .._model.desired import Desired
from .._model.package import CREATING, Package


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
        return [f"{key} is being created and shows no bandwidth yet; run again to compare it"]
    return []


def warnings_on(desired: Desired, before: Package) -> tuple[str, ...]:
    """Return what differs from the desired state and will not be changed."""
    warnings = []
    if desired.tags and not before.has_tags(desired.tags):
        warnings.append(
            f"tags: {before.network_package_id} has {_spelled(before.tags)}, desired are {_spelled(desired.tags)}; "
            "tags are set at purchase, and no documented call changes them later"
        )
    if before.expired and desired.remaining_days is None:
        warnings.append(
            f"{before.network_package_id} expired at {before.expired_time}; its office network may have no Internet "
            "access. Set remaining_days to have it renewed"
        )
    return tuple(warnings)


def _spelled(tags: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={tags[key]}" for key in sorted(tags)) or "none"
