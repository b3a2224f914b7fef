# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired state of one network package, as a task or an item of a task declares it, and what it must fulfil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import _errors as errors
from . import rules
from .package import BY_BANDWIDTH, BY_TRAFFIC, POST_PAID, PRE_PAID, Package


@dataclass(frozen=True)
class Desired:
    """What is declared; None leaves it open. The options are those of the module ``network_package``.

    ``item`` is the place in the task's list, for messages; it is empty for a task that has no list. ``undeclared``:
    nobody declared the package; it was found, and is released only while it stays as it was found.
    """

    region_id: str = ""
    state: str = "present"
    network_package_id: str | None = None
    office_site_id: str | None = None
    office_site_name: str | None = None
    unbind: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    bandwidth: int | None = None
    pay_type: str | None = None
    internet_charge_type: str | None = None
    period: int = 1
    period_unit: str = "Month"
    auto_pay: bool = True
    auto_renew: bool | None = None
    promotion_id: str | None = None
    channel_cookie: str | None = None
    reseller_owner_uid: int | None = None
    remaining_days: int | None = None
    enabled: bool | None = None
    pending_order_id: str | None = None
    purchase: bool = True
    force: bool = False
    item: str = ""
    undeclared: bool = False

    @property
    def identity(self) -> str:
        """The options that identify the package, for messages."""
        if self.network_package_id:
            return f"network_package_id {self.network_package_id}"
        if self.office_site_id:
            name = f" ({self.office_site_name})" if self.office_site_name else ""
            return f"office_site_id {self.office_site_id}{name}"
        return f"tags {dict(self.tags)}"

    @property
    def identified_by_tags(self) -> bool:
        """Whether nothing but the tags identifies the package."""
        return bool(self.tags) and not (self.network_package_id or self.office_site_id or self.office_site_name)

    def matches(self, package: Package) -> bool:
        """Tell whether ``package`` is one that the identity names."""
        if self.network_package_id:
            return package.network_package_id == self.network_package_id
        if self.office_site_id:
            return package.office_site_id == self.office_site_id
        return bool(self.tags) and package.has_tags(self.tags)


def check_desired(desired: Desired) -> None:
    """Check what can be checked without looking at the region. Raises InputError."""
    _check_identity(desired)
    rules.check_tags(desired.tags)
    for option in ("network_package_id", "office_site_id", "pending_order_id"):
        rules.check_id(option, getattr(desired, option))
    if desired.state == "absent":
        return
    if desired.unbind:
        _check_unbind(desired)
    if desired.remaining_days is not None and desired.remaining_days < 0:
        raise rules.not_allowed("remaining_days", desired.remaining_days, "0 or more")
    if desired.reseller_owner_uid is not None and not 0 <= desired.reseller_owner_uid <= rules.MAX_INT64:
        # The number is not quoted: it may have too many digits to print.
        raise errors.InputError(f"reseller_owner_uid: only 0 to {rules.MAX_INT64} is allowed")
    if desired.pay_type == PRE_PAID and desired.internet_charge_type == BY_TRAFFIC:
        raise rules.not_allowed(
            "internet_charge_type", desired.internet_charge_type, f"with pay_type PrePaid only {BY_BANDWIDTH}"
        )
    if desired.pay_type == PRE_PAID or desired.remaining_days is not None:
        rules.check_term(desired.period, desired.period_unit)
    if desired.auto_renew:
        _check_auto_renew(desired)
    if desired.bandwidth is not None:
        rules.check_bandwidth(desired.bandwidth, desired.pay_type, desired.internet_charge_type)


def _check_auto_renew(desired: Desired) -> None:
    if desired.period_unit == "Week":
        raise rules.not_allowed(
            "period_unit",
            desired.period_unit,
            "with auto_renew: true only Month and Year; a subscription for a week does not renew itself",
        )
    if desired.pay_type != POST_PAID:
        rules.check_term(desired.period, desired.period_unit)


def _check_identity(desired: Desired) -> None:
    if not (desired.network_package_id or desired.office_site_id or desired.office_site_name or desired.tags):
        raise errors.InputError(
            "no package is identified: give one of network_package_id, office_site_id, office_site_name, tags"
        )
    if desired.office_site_id and desired.office_site_name:
        raise errors.InputError(
            "office_site_id and office_site_name are mutually exclusive: both identify an office network"
        )


def _check_unbind(desired: Desired) -> None:
    if not desired.network_package_id:
        raise errors.InputError(
            "unbind: true requires network_package_id, the package that is to have no office network"
        )
    if desired.office_site_id or desired.office_site_name:
        option = "office_site_id" if desired.office_site_id else "office_site_name"
        raise errors.InputError(
            f"unbind: true and {option} are mutually exclusive: a package is bound to an office network or it is not"
        )
    if desired.enabled is not None:
        raise errors.InputError(
            "unbind: true and enabled are mutually exclusive: enabled switches the Internet access of an office network"
        )
