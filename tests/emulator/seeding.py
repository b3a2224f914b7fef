# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding objects to the account without an API call, from code or from a JSON seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from .constants import REGION
from .lifecycle import eip_address, start_creating, start_releasing
from .model import END_OF_POSTPAID, Package, Site, parse_time
from .state import State
from .terms import add_term

STATUSES = ("Creating", "InUse", "Releasing", "Released")
SEED_KEYS = ("office_sites", "packages", "switches", "faults")


def add_office_site(state: State, office_site_id: str, name: str = "", region_id: str = REGION, **fields: Any) -> Site:
    """Add an office network; ``fields`` are those of Site."""
    fields.setdefault("creation_time", state.now())
    site = Site(office_site_id=office_site_id, region_id=region_id, name=name, **fields)
    state.sites[office_site_id] = site
    return site


def add_package(
    state: State,
    office_site_id: str | None = None,
    region_id: str = REGION,
    *,
    network_package_id: str | None = None,
    pay_type: str = "PostPaid",
    network_package_status: str = "InUse",
    **fields: Any,
) -> str:
    """Add a network package and, if unknown, its office network; ``fields`` are those of Package."""
    if network_package_status not in STATUSES:
        raise ValueError(f"unknown network_package_status {network_package_status!r}; available: {', '.join(STATUSES)}")
    if office_site_id is not None and office_site_id not in state.sites:
        add_office_site(state, office_site_id, region_id=region_id)
    package = Package(
        network_package_id=network_package_id or state.ids.package_id(),
        region_id=region_id,
        sequence=state.next_sequence(),
        office_site_id=office_site_id,
        pay_type=pay_type,
        **_with_defaults(state.now(), pay_type, fields),
    )
    state.packages[package.network_package_id] = _in_status(state, package, network_package_status)
    return package.network_package_id


def check_seed(seed: Mapping[str, Any]) -> None:
    """Reject a seed with unknown keys."""
    unknown = sorted(set(seed) - set(SEED_KEYS))
    if unknown:
        raise ValueError(f"unknown key {', '.join(unknown)} of the seed; available: {', '.join(SEED_KEYS)}")


def load(state: State, seed: Mapping[str, Any]) -> None:
    """Add the office networks and network packages of a seed."""
    for site in seed.get("office_sites") or ():
        add_office_site(state, **site)
    for package in seed.get("packages") or ():
        add_package(state, **package)


def _with_defaults(now: datetime, pay_type: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields in the types of Package, with defaults for missing ones."""
    times = ("create_time", "expired_time", "reservation_active_time")
    complete = {name: parse_time(value) if name in times and value else value for name, value in fields.items()}
    complete["tags"] = dict(fields.get("tags") or {})
    complete["create_time"] = complete.get("create_time") or now
    complete["expired_time"] = complete.get("expired_time") or _expired_time(now, pay_type, fields)
    return complete


def _expired_time(now: datetime, pay_type: str, fields: Mapping[str, Any]) -> datetime:
    if pay_type != "PrePaid":
        return END_OF_POSTPAID
    if fields.get("business_status") == "Expired":
        return now - timedelta(days=1)
    return add_term(now, fields.get("period", 1), fields.get("period_unit", "Month"))


def _in_status(state: State, package: Package, status: str) -> Package:
    if status == "Creating":
        created = start_creating(package, package.create_time, state.creating_seconds)
        return replace(created, expired_time=package.expired_time)
    if status == "Releasing":
        return start_releasing(package, state.now(), state.releasing_seconds)
    addresses = package.eip_addresses or ((eip_address(package.sequence),) if status == "InUse" else ())
    return replace(package, network_package_status=status, eip_addresses=tuple(addresses))
