# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the packages that a filter matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .._client.ecd import Ecd
from .._errors import EcdError, PlanningError, raise_together
from .._model.package import Package
from .._model.package_filter import PackageFilter


def read_matching(ecd: Ecd, wanted: PackageFilter, now: float) -> Iterator[Package]:
    """Yield the packages of the region that ``wanted`` matches, each one once, holding one page at a time.

    Raises CallError, or PlanningError for the name of an office network that does not exist or is ambiguous.
    """
    wanted = _filter_with_site_ids(ecd, wanted)
    ids = None if wanted.network_package_ids is None else sorted(wanted.network_package_ids)
    for page in ecd.packages(ids, wanted.internet_charge_type):
        yield from (package for package in page if wanted.matches(package, now))


def _filter_with_site_ids(ecd: Ecd, wanted: PackageFilter) -> PackageFilter:
    if wanted.office_site_names is None:
        return wanted
    from .._model.office_site import SiteNames

    names = SiteNames((site for page in ecd.office_sites() for site in page), ecd.region_id)
    found: set[str] = set()
    errors: list[EcdError] = []
    for name in sorted(wanted.office_site_names):
        try:
            found.add(names.find(name, "office_site_names"))
        except PlanningError as error:
            errors.append(error)
    raise_together(errors, most=len(errors))
    ids = frozenset(found)
    return replace(wanted, office_site_ids=ids if wanted.office_site_ids is None else ids & wanted.office_site_ids)
