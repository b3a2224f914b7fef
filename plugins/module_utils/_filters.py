# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which plans the info module returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ._api import Ecd
from ._arguments import Choices, given
from ._dates import days_left
from ._model import BUSINESS_STATUSES, INTERNET_CHARGE_TYPES, PAY_TYPES, POST_PAID, STATUSES, Package
from ._rules import check_not_negative, tags_from
from ._sites import site_ids

FILTER_SPEC: dict[str, dict[str, Any]] = {
    "network_package_ids": {"type": "list", "elements": "str"},
    "office_site_ids": {"type": "list", "elements": "str"},
    "office_site_names": {"type": "list", "elements": "str"},
    "internet_charge_type": {"type": "str", "choices": Choices(INTERNET_CHARGE_TYPES)},
    "pay_type": {"type": "str", "choices": Choices(PAY_TYPES)},
    "network_package_status": {"type": "str", "choices": Choices(STATUSES)},
    "business_status": {"type": "str", "choices": Choices(BUSINESS_STATUSES)},
    "tags": {"type": "dict"},
    "expires_within_days": {"type": "int"},
}

LISTS = ("network_package_ids", "office_site_ids", "office_site_names")


@dataclass(frozen=True)
class Filter:
    """What plans must have; None is no condition, all conditions must hold.

    Names of office networks are resolved to ids before anything is matched.
    """

    network_package_ids: frozenset[str] | None = None
    office_site_ids: frozenset[str] | None = None
    office_site_names: frozenset[str] | None = None
    internet_charge_type: str | None = None
    pay_type: str | None = None
    network_package_status: str | None = None
    business_status: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    expires_within_days: int | None = None

    @property
    def matches_nothing(self) -> bool:
        """Whether a list of allowed values is empty."""
        return any(values is not None and not values for values in (getattr(self, name) for name in LISTS))

    def matches(self, package: Package, now: float) -> bool:
        """Tell whether ``package`` meets all conditions at ``now`` (epoch seconds).

        Raises ValueError for an ExpiredTime that cannot be read.
        """
        return (
            _within(package.network_package_id, self.network_package_ids)
            and _within(package.office_site_id, self.office_site_ids)
            and self.internet_charge_type in (None, package.internet_charge_type)
            and self.pay_type in (None, package.pay_type)
            and self.network_package_status in (None, package.network_package_status)
            and self.business_status in (None, package.business_status)
            and (not self.tags or package.bears(self.tags))
            and self._expires_soon(package, now)
        )

    def _expires_soon(self, package: Package, now: float) -> bool:
        if self.expires_within_days is None:
            return True
        if package.pay_type == POST_PAID:
            return False
        return package.expired or days_left(package, now) <= self.expires_within_days


def _within(value: Any, allowed: frozenset[str] | None) -> bool:
    return allowed is None or value in allowed


def filter_from(params: Mapping[str, Any]) -> Filter:
    """Return the filter that a task asks for. Raises InputError."""
    values = given(params, FILTER_SPEC)
    check_not_negative(values, ("expires_within_days",))
    for name in LISTS:
        if values[name] is not None:
            values[name] = frozenset(entry for entry in values[name] if entry)
    return Filter(**{**values, "tags": tags_from(values["tags"])})


def read_matching(api: Ecd, wanted: Filter, now: float) -> Iterator[Package]:
    """Yield the plans of the region that ``wanted`` matches, each once, holding one page at a time.

    Raises CallError, or PlanningError for a name that no office network has, or more than one.
    """
    wanted = _resolved(api, wanted)
    ids = None if wanted.network_package_ids is None else sorted(wanted.network_package_ids)

    def keep(package: Package) -> bool:
        return wanted.matches(package, now)

    for page in api.pages(ids, wanted.internet_charge_type, keep):
        yield from page


def _resolved(api: Ecd, wanted: Filter) -> Filter:
    if wanted.office_site_names is None:
        return wanted
    sites = [site for page in api.office_sites() for site in page]
    ids = frozenset(site_ids(sorted(wanted.office_site_names), sites, "office_site_names").values())
    return replace(wanted, office_site_ids=ids if wanted.office_site_ids is None else ids & wanted.office_site_ids)
