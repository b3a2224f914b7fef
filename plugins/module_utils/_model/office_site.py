# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Office networks: the few fields that are kept of them, and finding one by its name.

DescribeOfficeSites can respond with passwords and trust keys, so nothing else of its response is kept or shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .._errors import PlanningError
from .._text import MAX_NAME, shown

# Enough to recognize a typing error, few enough to read.
MAX_NAMES = 5
# Finding the closest names compares a name with all others, which takes a while for a thousand wrong ones.
MAX_SUGGESTIONS = 100


@dataclass(frozen=True)
class OfficeSite:
    """An office network; ``internet_access`` is None when the API does not show it."""

    office_site_id: str
    name: str
    internet_access: bool | None


def site_from_api(document: Any) -> OfficeSite:
    """Return the office network of one element of ``OfficeSites``. Raises ValueError, which quotes nothing."""
    site_id = document.get("OfficeSiteId") if isinstance(document, dict) else None
    if not site_id or not isinstance(site_id, str):
        raise ValueError("an office network without OfficeSiteId")
    access = document.get("EnableInternetAccess")
    return OfficeSite(
        office_site_id=site_id,
        name=str(document.get("Name") or ""),
        internet_access=access if isinstance(access, bool) else None,
    )


class SiteNames:
    """The office networks of one region by name."""

    def __init__(self, sites: Iterable[OfficeSite], region_id: str) -> None:
        self._region_id = region_id
        self._ids: dict[str, list[str]] = {}
        self._suggestions = 0
        for site in sites:
            if site.name:
                self._ids.setdefault(site.name, []).append(site.office_site_id)

    def find(self, name: str, option: str) -> str:
        """Return the id of the office network of this name.

        Raises PlanningError, which names ``option``, for a name that no office network has, or more than one.
        """
        ids = self._ids.get(name, [])
        if not ids:
            raise PlanningError(
                f"{option}: no office network is named {name!r} in {self._region_id}; {self._suggestion(name)}"
            )
        if len(ids) > 1:
            raise PlanningError(
                f"{option}: {len(ids)} office networks in {self._region_id} are named {name!r}: "
                f"{', '.join(sorted(ids))}. Identify the one that is meant by its office_site_id"
            )
        return ids[0]

    def _suggestion(self, name: str) -> str:
        known = sorted(self._ids)
        if not known:
            return "none there has a name"
        self._suggestions += 1
        close = closest(name, known) if self._suggestions <= MAX_SUGGESTIONS else []
        if close:
            return f"the closest names are {_listed(close)}"
        more = f" and {len(known) - MAX_NAMES} more" if len(known) > MAX_NAMES else ""
        return f"there are {_listed(known[:MAX_NAMES])}{more}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(shown(repr(name), MAX_NAME) for name in names)


def closest(word: str, known: Sequence[str]) -> list[str]:
    """Return the at most three of ``known`` that ``word`` may be a misspelling of, the best first."""
    from difflib import get_close_matches

    by_lower: dict[str, list[str]] = {}
    for entry in known:
        by_lower.setdefault(entry.lower(), []).append(entry)
    return [entry for close in get_close_matches(word.lower(), by_lower) for entry in by_lower[close]][:3]
