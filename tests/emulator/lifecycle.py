# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a network package changes over time: pure functions of the package and the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from .model import END_OF_POSTPAID, Package
from .terms import add_term

LIVE = ("Creating", "InUse")


def start_creating(package: Package, now: datetime, seconds: float) -> Package:
    """Return the package after its order is paid."""
    prepaid = package.pay_type == "PrePaid"
    expired_time = add_term(now, package.period, package.period_unit) if prepaid else END_OF_POSTPAID
    return replace(
        package,
        network_package_status="Creating",
        create_time=now,
        expired_time=expired_time,
        status_until=now + timedelta(seconds=seconds),
    )


def start_releasing(package: Package, now: datetime, seconds: float) -> Package:
    """Return the package after it is deleted."""
    until = now + timedelta(seconds=seconds)
    return replace(package, network_package_status="Releasing", status_until=until, eip_addresses=())


def renewed(package: Package, now: datetime, period: int, unit: str) -> Package:
    """Return the package with a term added to its expiry date, or to now if it has expired."""
    begin = max(package.expired_time, now)
    return replace(package, expired_time=add_term(begin, period, unit), business_status="Normal")


def with_bandwidth(package: Package, bandwidth: int, reserve_downgrade: bool) -> Package:
    """Return the package with a new bandwidth, or with one reserved for the end of its term."""
    if bandwidth == package.bandwidth:
        return package
    if package.pay_type == "PrePaid" and bandwidth < package.bandwidth and reserve_downgrade:
        return replace(
            package,
            reservation_bandwidth=bandwidth,
            reservation_active_time=package.expired_time,
            reservation_internet_charge_type=package.internet_charge_type,
        )
    return replace(_without_reservation(package), bandwidth=bandwidth)


def advance(package: Package, now: datetime, keep_released: bool) -> Package | None:
    """Return the package in its state at this time, or None if it no longer exists."""
    if package.network_package_status == "Released":
        return package
    if package.status_until is not None and package.status_until <= now:
        if package.network_package_status == "Releasing" and not keep_released:
            return None
        package = _next_status(package)
    return _expire(_activate_reservation(package, now), now)


def eip_address(sequence: int) -> str:
    """Return an egress address from the block reserved for network tests (RFC 2544)."""
    return f"198.18.{sequence // 254 % 256}.{sequence % 254 + 1}"


def _next_status(package: Package) -> Package:
    if package.network_package_status == "Creating":
        addresses = package.eip_addresses or (eip_address(package.sequence),)
        return replace(package, network_package_status="InUse", status_until=None, eip_addresses=addresses)
    return replace(package, network_package_status="Released", status_until=None, eip_addresses=())


def _activate_reservation(package: Package, now: datetime) -> Package:
    due = package.reservation_active_time
    if due is None or due > now:
        return package
    return replace(
        _without_reservation(package),
        bandwidth=package.reservation_bandwidth or package.bandwidth,
        internet_charge_type=package.reservation_internet_charge_type or package.internet_charge_type,
    )


def _expire(package: Package, now: datetime) -> Package:
    if package.pay_type != "PrePaid" or package.network_package_status == "Releasing":
        return package
    # What has expired is renewed by hand only.
    running = package.business_status != "Expired"
    while running and package.expired_time <= now and package.auto_renew and package.period_unit != "Week":
        later = add_term(package.expired_time, package.period, package.period_unit)
        package = replace(package, expired_time=later)
    if package.expired_time <= now and package.business_status != "Expired":
        return replace(package, business_status="Expired")
    return package


def _without_reservation(package: Package) -> Package:
    return replace(
        package, reservation_bandwidth=None, reservation_active_time=None, reservation_internet_charge_type=None
    )
