# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What exists, compared with a file of variables for the playbook ``apply``, for the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..module_utils._errors import InputError
from ..module_utils._model.package import Package
from ..module_utils._options.items import items_from
from ..module_utils._planning.together import refuse_same_identity
from ..module_utils._text import MAX_NAME, MAX_SENTENCE, shown

# Names of packages and office networks: (kind, region, value).
Meant = frozenset[tuple[Any, ...]]


def names_of(package: Package) -> Meant:
    """Return the names by which a site can mean a package."""
    region = package.region_id
    named = (
        ("package", package.network_package_id),
        ("id", package.office_site_id),
        ("name", package.office_site_name),
    )
    return frozenset((kind, region, value) for kind, value in named if value)


def meant_by(sites: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]], region_id: str) -> Meant:
    """Return what the sites of a file for ``apply`` mean, by their names and by their results in check mode."""
    names: set[tuple[Any, ...]] = set()
    for site, result in zip(sites, results):
        region = site.get("region_id") or region_id
        if site.get("office_site_id"):
            names.add(("id", region, site["office_site_id"]))
        elif site.get("office_site_name"):
            names.add(("name", region, site["office_site_name"]))
        package = result.get("network_package") or {}
        if package.get("network_package_id"):
            names.add(("package", package["region_id"], package["network_package_id"]))
    return frozenset(names)


def problem_of(sites: Sequence[Mapping[str, Any]], defaults: Mapping[str, Any]) -> str:
    """Return what is wrong in the sites, whatever exists; empty if nothing is, or if they are no list of dicts."""
    if not isinstance(sites, Sequence) or not all(isinstance(site, Mapping) for site in sites):
        return ""
    try:
        refuse_same_identity(items_from({"network_packages": sites, "defaults": defaults}))
    except InputError as error:
        return str(error)
    return ""


@dataclass(frozen=True)
class Difference:
    """A site that is not as declared, and what ``apply`` would do about it or why it cannot."""

    office: str
    region: str
    text: str


def differences_of(
    sites: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
    region_id: str,
    unread: Iterable[str],
) -> list[Difference]:
    """Return the sites that are not as declared. Those of regions that could not be read are not known to differ."""
    found = []
    for site, result in zip(sites, results):
        region = str(site.get("region_id") or region_id)
        failed = bool(result.get("failed"))
        if not (failed or result.get("changed")) or (failed and region in unread):
            continue
        text = str(result.get("msg")) if failed else _change(result)
        found.append(Difference(shown(_office(site, result), MAX_NAME), region, shown(text, MAX_SENTENCE)))
    return found


def _office(site: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Return what people call the site: the name of its office network, else what the file identifies it by."""
    package = result.get("network_package") or {}
    names = (
        *(site.get("office_site_name"), package.get("office_site_name")),
        *(site.get("office_site_id"), package.get("office_site_id"), site.get("network_package_id")),
    )
    tags = ", ".join(f"{key}={value}" for key, value in (site.get("tags") or {}).items())
    return str(next(filter(None, names), tags))


def _change(result: Mapping[str, Any]) -> str:
    prepared = (result.get("diff") or {}).get("prepared")
    return str(prepared).strip() if prepared else ", ".join(map(str, result.get("actions") or ()))
