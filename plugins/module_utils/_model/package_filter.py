# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which network packages are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .package import POST_PAID, Package

LISTS = ("network_package_ids", "office_site_ids", "office_site_names")


class PackageFilter(NamedTuple):
    """What packages must have; None is no condition, and all conditions must hold.

    Names of office networks are resolved to ids before anything is matched.
    """

    network_package_ids: frozenset[str] | None = None
    office_site_ids: frozenset[str] | None = None
    office_site_names: frozenset[str] | None = None
    internet_charge_type: str | None = None
    pay_type: str | None = None
    network_package_status: str | None = None
    business_status: str | None = None
    tags: Mapping[str, str] = MappingProxyType({})
    expires_within_days: int | None = None
    # Epoch seconds.
    created_after: float | None = None

    @property
    def matches_nothing(self) -> bool:
        """Whether a list of allowed values is empty."""
        return any(values is not None and not values for values in (getattr(self, name) for name in LISTS))

    def matches(self, package: Package, now: float) -> bool:
        """Tell whether ``package`` meets all conditions at ``now`` (epoch seconds).

        Raises PlanningError for an ExpiredTime that cannot be read.
        """
        return (
            _within(package.network_package_id, self.network_package_ids)
            and _within(package.office_site_id, self.office_site_ids)
            and self.internet_charge_type in (None, package.internet_charge_type)
            and self.pay_type in (None, package.pay_type)
            and self.network_package_status in (None, package.network_package_status)
            and self.business_status in (None, package.business_status)
            and (not self.tags or package.has_tags(self.tags))
            and self._expires_soon(package, now)
            and self._created_since(package)
        )

    def _expires_soon(self, package: Package, now: float) -> bool:
        if self.expires_within_days is None:
            return True
        if package.pay_type == POST_PAID:
            return False
        from .dates import days_left

        return package.expired or days_left(package, now) <= self.expires_within_days

    def _created_since(self, package: Package) -> bool:
        if self.created_after is None:
            return True
        from .dates import epoch

        try:
            return epoch(package.create_time) > self.created_after
        except ValueError:
            # One that is being created may not show its time yet: whoever asks for what is new must not miss it.
            return True


def _within(value: Any, allowed: frozenset[str] | None) -> bool:
    return allowed is None or value in allowed
