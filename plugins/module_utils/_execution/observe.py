# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what planning needs: the packages of a region, and its office networks where an item needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from .._client.ecd import Ecd
from .._errors import CallError, PlanningError, raise_together
from .._model.desired import Desired
from .._model.office_site import SiteNames
from .._model.package import Package
from .._planning.plan import Observed

T = TypeVar("T")


def observe(ecd: Ecd, items: Sequence[Desired], now: float) -> Observed:
    """Read the packages by id when every item names one and no office network, else all of the region.

    Raises CallError.
    """
    names_site = any(item.office_site_id or item.office_site_name for item in items)
    ids = [item.network_package_id for item in items if item.network_package_id]
    packages: list[Package] = []
    pages = 0
    for page in ecd.packages(ids if len(ids) == len(items) and not names_site else None):
        packages += page
        pages += 1
    asked = any(item.office_site_name or (item.enabled is not None and item.state == "present") for item in items)
    sites = [site for page in ecd.office_sites() for site in page] if asked else []
    return Observed(tuple(packages), now, {site.office_site_id: site for site in sites}, pages)


def observe_again(ecd: Ecd, items: Sequence[Desired], first: Observed) -> Observed:
    """Read the packages once more, and return what either listing showed.

    A package that vanishes between two pages can push another one out of sight, and a package out of sight would be
    bought a second time. Only one that two listings have missed is missing. Raises CallError.
    """
    second = observe(ecd, [replace(item, office_site_name=None, enabled=None) for item in items], first.now)
    packages = {package.network_package_id: package for package in (*first.packages, *second.packages)}
    return replace(first, packages=tuple(packages.values()))


def side_by_side(regions: Mapping[str, Ecd], read: Callable[[Ecd], T], errors: dict[str, CallError]) -> dict[str, T]:
    """Return what ``read`` returns for each region, on a thread for each; a CallError goes into ``errors``."""
    if len(regions) < 2:
        pending: Iterable[tuple[str, Callable[[], T]]] = [(key, partial(read, ecd)) for key, ecd in regions.items()]
        return dict(_results(pending, errors))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(regions)) as pool:
        futures = {key: pool.submit(read, ecd) for key, ecd in regions.items()}
        return dict(_results([(key, future.result) for key, future in futures.items()], errors))


def _results(pending: Iterable[tuple[str, Callable[[], T]]], errors: dict[str, CallError]) -> Iterator[tuple[str, T]]:
    for key, result in pending:
        try:
            yield key, result()
        except CallError as error:
            errors[key] = error


def with_site_ids(items: Sequence[Desired], observed: Mapping[str, Observed]) -> list[Desired]:
    """Return the items with the ids of the office networks that they name; items of other regions as they are.

    Raises PlanningError or InputError that reports every name that does not exist or is ambiguous.
    """
    names = {key: SiteNames(region.sites.values(), key) for key, region in observed.items()}
    resolved, errors = [], []
    for item in items:
        try:
            resolved.append(_with_site_id(item, names[item.region_id]) if item.region_id in names else item)
        except PlanningError as error:
            errors.append(error.about(item.item))
    raise_together(errors, most=len(errors))
    return resolved


def _with_site_id(item: Desired, names: SiteNames) -> Desired:
    if not item.office_site_name:
        return item
    return replace(item, office_site_id=names.find(item.office_site_name, "office_site_name"))
