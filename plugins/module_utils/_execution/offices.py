# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the office networks that a filter matches, and their packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from .._client.ecd import Ecd
from .._client.region import Session
from .._errors import CallError, raise_together
from .._model.office_site import OfficeSite, unknown_names
from .._model.package import Package
from .._model.site_filter import SiteFilter
from .regions import side_by_side

# More would only hide the rest of a message.
MAX_IDS = 5


@dataclass(frozen=True)
class Office:
    """An office network of a region and its live packages, of which there should be one at most."""

    site: OfficeSite
    region_id: str
    packages: tuple[Package, ...] = ()

    @property
    def package(self) -> Package | None:
        """The live package that serves it, or soon will."""
        return next((package for package in self.packages if package.usable), next(iter(self.packages), None))

    def to_result(self, with_package: bool) -> dict[str, Any]:
        """Return the one shape in which office networks are shown; ``with_package`` adds ``network_package``."""
        result = self.site.to_result(self.region_id)
        if with_package:
            result["network_package"] = self.package.to_result() if self.package else None
        return result


def read_offices(session: Session, wanted: SiteFilter, with_packages: bool) -> list[Office]:
    """Return the office networks of all regions that ``wanted`` matches, each one once, by region.

    Raises CallError, or PlanningError for a name that no office network has.
    """
    sites, packages = _read(session, wanted, with_packages or wanted.has_network_package is not None)
    names = wanted.office_site_names or ()
    raise_together(list(unknown_names(names, sites, "office_site_names")), most=len(names))
    offices = (
        Office(site, region_id, tuple(packages.get((region_id, site.office_site_id), ())))
        for region_id, entries in sites.items()
        for site in entries
        if wanted.matches(site)
    )
    return [office for office in offices if wanted.accepts(bool(office.packages))]


def doubts(offices: Iterable[Office]) -> Iterator[str]:
    """Yield a warning for each office network that has more than one live package."""
    for office in offices:
        if len(office.packages) > 1:
            ids = ", ".join(str(package.network_package_id) for package in office.packages[:MAX_IDS])
            yield (
                f"{office.site.office_site_id} ({office.region_id}) has {len(office.packages)} live network packages: "
                f"{ids}; network_package is {office.package and office.package.network_package_id}"
            )


def _read(
    session: Session, wanted: SiteFilter, with_packages: bool
) -> tuple[dict[str, list[OfficeSite]], dict[tuple[str, str], list[Package]]]:
    """Return the office networks by region, and the live packages by region and office network."""
    # By its name an office network is found only among all.
    ids = None if wanted.office_site_ids is None or wanted.office_site_names else sorted(wanted.office_site_ids)
    jobs: dict[tuple[str, str], Callable[[], list[Any]]] = {}
    for region_id, ecd in session.regions.items():
        jobs[region_id, "sites"] = partial(_sites, ecd, ids)
        if with_packages:
            jobs[region_id, "packages"] = partial(_live_packages, ecd)
    errors: dict[tuple[str, str], CallError] = {}
    found = side_by_side(jobs, _run, errors)
    # The first of a region is enough: the other listing mostly failed for the same reason.
    first: dict[str, CallError] = {}
    for (region_id, _kind), error in errors.items():
        first.setdefault(region_id, error)
    raise_together([error.about(f"region {region_id}") for region_id, error in first.items()])
    packages: dict[tuple[str, str], list[Package]] = {}
    for region_id in session.regions:
        for package in found.get((region_id, "packages"), ()):
            packages.setdefault((region_id, package.office_site_id), []).append(package)
    return {region_id: found[region_id, "sites"] for region_id in session.regions}, packages


def _run(job: Callable[[], list[Any]]) -> list[Any]:
    return job()


def _sites(ecd: Ecd, ids: list[str] | None) -> list[OfficeSite]:
    # One that moves from one page to the next is listed twice.
    sites: Mapping[str, OfficeSite] = {site.office_site_id: site for page in ecd.office_sites(ids) for site in page}
    return list(sites.values())


def _live_packages(ecd: Ecd) -> list[Package]:
    return [package for page in ecd.packages() for package in page if package.live and package.office_site_id]
