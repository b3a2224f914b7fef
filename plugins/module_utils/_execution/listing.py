# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the packages that a filter matches."""

from __future__ import annotations

from collections.abc import Mapping

from .._client.ecd import Ecd
from .._client.region import Session
from .._model.package import Package
from .._model.package_filter import PackageFilter
from .regions import read_all


def read_matching(session: Session, wanted: PackageFilter) -> list[Package]:
    """Return the packages of all regions that ``wanted`` matches, each one once, by region.

    Raises CallError, or PlanningError for the name of an office network that does not exist or is ambiguous.
    """
    now = session.timing.now()
    filters = _filters(session, wanted)

    def read(ecd: Ecd) -> list[Package]:
        own = filters[ecd.region_id]
        if own.matches_nothing:
            return []
        ids = None if own.network_package_ids is None else sorted(own.network_package_ids)
        pages = ecd.packages(ids, own.internet_charge_type)
        # Page by page, so that only what matches is held.
        return [package for page in pages for package in page if own.matches(package, now)]

    return [package for packages in read_all(session, read).values() for package in packages]


def _filters(session: Session, wanted: PackageFilter) -> Mapping[str, PackageFilter]:
    """Return the filter of each region, which has ids of office networks in place of their names."""
    if wanted.office_site_names is None:
        return dict.fromkeys(session.regions, wanted)
    from .._model.office_site import ids_of_names

    sites = read_all(session, lambda ecd: [site for page in ecd.office_sites() for site in page])
    named = ids_of_names(wanted.office_site_names, sites, "office_site_names")
    return {region_id: _with_site_ids(wanted, ids) for region_id, ids in named.items()}


def _with_site_ids(wanted: PackageFilter, ids: frozenset[str]) -> PackageFilter:
    return wanted._replace(office_site_ids=ids if wanted.office_site_ids is None else ids & wanted.office_site_ids)
