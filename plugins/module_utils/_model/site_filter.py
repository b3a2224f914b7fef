# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which office networks are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from .office_site import OfficeSite

LISTS = ("office_site_ids", "office_site_names")


@dataclass(frozen=True)
class SiteFilter:
    """What office networks must have; None is no condition, and all conditions must hold.

    ``has_network_package``: whether they have a live package, by the listing of packages.
    """

    office_site_ids: frozenset[str] | None = None
    office_site_names: frozenset[str] | None = None
    status: str | None = None
    has_network_package: bool | None = None

    @property
    def matches_nothing(self) -> bool:
        """Whether a list of allowed values is empty."""
        return any(values is not None and not values for values in (getattr(self, name) for name in LISTS))

    def matches(self, site: OfficeSite) -> bool:
        """Tell whether ``site`` meets all conditions that need no package."""
        return (
            (self.office_site_ids is None or site.office_site_id in self.office_site_ids)
            and (self.office_site_names is None or site.name in self.office_site_names)
            and self.status in (None, site.details.get("status"))
        )

    def accepts(self, has_package: bool) -> bool:
        """Tell whether an office network that has, or has not, a live package is asked for."""
        return self.has_network_package in (None, has_package)
