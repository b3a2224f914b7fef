# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader should know about a plan that is kept: notes in the result, warnings on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from ._model import CREATING, Package, Wish


def notes_on(wish: Wish, live: Package) -> tuple[str, ...]:
    """Return what is booked, and what could not be compared."""
    key, when = live.network_package_id, live.reservation_active_time
    notes = []
    if wish.bandwidth is not None:
        notes += _notes_on_bandwidth(wish.bandwidth, live)
    if live.reservation_internet_charge_type not in (None, live.internet_charge_type):
        charge = live.reservation_internet_charge_type
        notes.append(f"{key}: a change of internet_charge_type to {charge} is booked for {when}")
    return tuple(notes)


def _notes_on_bandwidth(wanted: int, live: Package) -> list[str]:
    key, booked, when = live.network_package_id, live.reservation_bandwidth, live.reservation_active_time
    if live.bandwidth == wanted:
        if booked in (None, 0, wanted):
            return []
        return [f"{key} has the wanted {wanted} Mbit/s now, but a change to {booked} Mbit/s is booked for {when}"]
    if booked == wanted:
        return [f"{key}: the change from {live.bandwidth} to {wanted} Mbit/s is booked for {when}; not ordered again"]
    if not live.bandwidth and live.network_package_status == CREATING:
        return [f"{key} is being created and shows no bandwidth yet; run again to compare it"]
    return []


def warnings_on(wish: Wish, live: Package) -> tuple[str, ...]:
    """Return what is not as wished and stays so."""
    warnings = []
    if wish.tags and not live.bears(wish.tags):
        warnings.append(
            f"tags: {live.network_package_id} has {_spelt(live.tags)}, wanted are {_spelt(wish.tags)}; tags are set "
            "when a plan is bought, and no documented call changes them later"
        )
    if live.expired and wish.remaining_days is None:
        warnings.append(
            f"{live.network_package_id} expired at {live.expired_time}; its office network may have no Internet "
            "access. Give remaining_days to have it renewed"
        )
    return tuple(warnings)


def _spelt(tags: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={tags[key]}" for key in sorted(tags)) or "none"
