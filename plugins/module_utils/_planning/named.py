# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The package that an office network names, where the listing of the packages contradicts it."""

from __future__ import annotations

from collections.abc import Mapping

from .._model.office_site import OfficeSite
from .._model.package import Package


def contradicted(site: OfficeSite | None, packages: Mapping[str, Package]) -> str | None:
    """Return the package that ``site`` names, if ``packages`` show neither where it is nor that it is released.

    Either read may be the old one: the listing may hide the package, and the office network name one that is gone.
    """
    key: str | None = site.details.get("network_package_id") if site else None
    package = packages.get(key or "")
    if package and (package.office_site_id or not package.live):
        return None
    return key
