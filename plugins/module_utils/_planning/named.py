# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The package that an office network names, where the listing of the packages contradicts it."""

from __future__ import annotations

from collections.abc import Mapping

from .._model.office_site import OfficeSite
from .._model.package import Package


def contradicted(
    site: OfficeSite | None, packages: Mapping[str, Package], sites: Mapping[str, OfficeSite | None]
) -> str | None:
    """Return the package that ``site`` names, if ``packages`` show neither that it is there nor that it is released.

    Either read may be the old one: the listing may hide the package, and the office network name one that is gone. A
    package that is listed at another office network is there only if that one, of ``sites``, names it, too: else it may
    have been moved here.
    """
    key = named_by(site)
    package = packages.get(key or "")
    if site is None or package is None:
        return key
    if not package.live or package.office_site_id == site.office_site_id:
        return None
    return None if named_by(sites.get(package.office_site_id or "")) == key else key


def named_by(site: OfficeSite | None) -> str | None:
    """Return the package that an office network names."""
    key: str | None = site.details.get("network_package_id") if site else None
    return key
