# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packages by what identifies them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from .._model.desired import Desired
from .._model.package import Package


class Index:
    """The packages of a region by id, office network and tag."""

    def __init__(self, packages: Mapping[str, Package]) -> None:
        self._packages = packages

    @cached_property
    def _by_site(self) -> Mapping[str, list[Package]]:
        found: dict[str, list[Package]] = {}
        for package in self._packages.values():
            if package.office_site_id:
                found.setdefault(package.office_site_id, []).append(package)
        return found

    @cached_property
    def _by_tag(self) -> Mapping[tuple[str, str], list[Package]]:
        found: dict[tuple[str, str], list[Package]] = {}
        for package in self._packages.values():
            for pair in package.tags.items():
                found.setdefault(pair, []).append(package)
        return found

    def candidates(self, desired: Desired) -> list[Package]:
        """Return the packages that ``desired`` may mean, and those at its office network."""
        found: list[Package] = []
        if desired.network_package_id:
            found += filter(None, [self._packages.get(desired.network_package_id)])
        if desired.office_site_id:
            found += self._by_site.get(desired.office_site_id, [])
        elif desired.tags and not desired.network_package_id:
            # The rarest tag first: ten thousand packages may share a team, but not a purpose.
            rarest = min((self._by_tag.get(pair, []) for pair in desired.tags.items()), key=len)
            found += (package for package in rarest if package.has_tags(desired.tags))
        return found
