# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired state of one network package, as a task or an item of a task declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .package import Package


@dataclass(frozen=True)
class Desired:
    """What is declared; None leaves it open. The options are those of the module ``network_package``.

    ``item`` is the place in the task's list, for messages; it is empty for a task that has no list.
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
    force: bool = False
    item: str = ""

    @property
    def identity(self) -> str:
        """The options that identify the package, for messages."""
        if self.network_package_id:
            return f"network_package_id {self.network_package_id}"
        if self.office_site_id:
            name = f" ({self.office_site_name})" if self.office_site_name else ""
            return f"office_site_id {self.office_site_id}{name}"
        return f"tags {dict(self.tags)}"

    def matches(self, package: Package) -> bool:
        """Tell whether ``package`` is one that the identity names."""
        if self.network_package_id:
            return package.network_package_id == self.network_package_id
        if self.office_site_id:
            return package.office_site_id == self.office_site_id
        return bool(self.tags) and package.has_tags(self.tags)
