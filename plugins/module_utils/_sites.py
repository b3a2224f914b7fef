# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Office networks: the few fields of them that are picked, and finding one by its name.

DescribeOfficeSites can answer with passwords and trust keys, so nothing else of its answer is kept or shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ._errors import PlanningError

# Enough to see a typing error by, few enough to read.
NAMES_SHOWN = 20


@dataclass(frozen=True)
class OfficeSite:
    """An office network; ``internet_access`` is None when the API does not show it."""

    office_site_id: str
    name: str
    internet_access: bool | None


def site_from_api(document: Any) -> OfficeSite:
    """Return the office network of one element of ``OfficeSites``. Raises ValueError, which quotes nothing."""
    if not isinstance(document, dict) or not document.get("OfficeSiteId"):
        raise ValueError("an office network without OfficeSiteId")
    access = document.get("EnableInternetAccess")
    return OfficeSite(
        office_site_id=str(document["OfficeSiteId"]),
        name=str(document.get("Name") or ""),
        internet_access=access if isinstance(access, bool) else None,
    )


def site_ids(names: Iterable[str], sites: Iterable[OfficeSite], option: str) -> Mapping[str, str]:
    """Return the id of the office network of each name.

    Raises PlanningError for a name that no office network has, or more than one.
    """
    by_name: dict[str, list[str]] = {}
    for site in sites:
        if site.name:
            by_name.setdefault(site.name, []).append(site.office_site_id)
    found = {}
    for name in names:
        ids = by_name.get(name, [])
        if not ids:
            raise PlanningError(f"{option}: no office network is named {name!r} in this region; {_existing(by_name)}")
        if len(ids) > 1:
            raise PlanningError(
                f"{option}: {len(ids)} office networks are named {name!r}: {', '.join(sorted(ids))}. "
                "Name the one that is meant by its office_site_id"
            )
        found[name] = ids[0]
    return found


def _existing(names: Iterable[str]) -> str:
    known = sorted(names)
    if not known:
        return "none has a name"
    more = f" and {len(known) - NAMES_SHOWN} more" if len(known) > NAMES_SHOWN else ""
    return f"there are: {', '.join(known[:NAMES_SHOWN])}{more}"
