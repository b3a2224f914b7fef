# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Office networks: the fields that may be kept of them, and finding one by its name.

DescribeOfficeSites can respond with passwords and trust keys, and gets new fields every few months. What is not in
``ALLOWED`` is neither kept nor shown nor logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._errors import EcdError, PlanningError, raise_together
from .._text import MAX_NAME, shown

# Enough to recognize a typing error, few enough to read.
MAX_NAMES = 5
# Finding the closest names compares a name with all others, which takes a while for a thousand wrong ones.
MAX_SUGGESTIONS = 100


STATUSES = (
    *("REGISTERING", "REGISTERED", "DEREGISTERING", "DEREGISTERED", "ERROR"),
    *("NEEDCONFIGTRUST", "CONFIGTRUSTFAILED", "CONFIGTRUSTING", "NEEDCONFIGUSER"),
)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


# By their names in results: the fields that may be kept, their names in the API, and how they are read. A value of
# another type may be anything, and counts as left out.
ALLOWED: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "office_site_id": ("OfficeSiteId", _text),
    "name": ("Name", _text),
    "status": ("Status", _text),
    "office_site_type": ("OfficeSiteType", _text),
    "account_type": ("AccountType", _text),
    "vpc_type": ("VpcType", _text),
    "vpc_id": ("VpcId", _text),
    "cidr_block": ("CidrBlock", _text),
    "creation_time": ("CreationTime", _text),
    "desktop_access_type": ("DesktopAccessType", _text),
    "desktop_count": ("DesktopCount", _number),
    "total_eds_count": ("TotalEdsCount", _number),
    "enable_internet_access": ("EnableInternetAccess", _flag),
    "basic_internet_type": ("BasicInternetType", _text),
    "bandwidth": ("Bandwidth", _number),
    "network_package_id": ("NetworkPackageId", _text),
    "cen_id": ("CenId", _text),
    "mfa_enabled": ("MfaEnabled", _flag),
    "sso_enabled": ("SsoEnabled", _flag),
}


@dataclass(frozen=True)
class OfficeSite:
    """An office network; ``internet_access`` is None when the API does not show it.

    ``details`` are all fields of the allow-list by their names in results; None is what the API left out.
    """

    office_site_id: str
    name: str
    internet_access: bool | None
    details: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def to_result(self, region_id: str) -> dict[str, Any]:
        """Return the one shape in which office networks are shown."""
        return {"region_id": region_id, **self.details}


def site_from_api(document: Any) -> OfficeSite:
    """Return the office network of one element of ``OfficeSites``. Raises ValueError, which quotes nothing."""
    site_id = document.get("OfficeSiteId") if isinstance(document, dict) else None
    if not site_id or not isinstance(site_id, str):
        raise ValueError("an office network without OfficeSiteId")
    details = {name: read(document.get(field_name)) for name, (field_name, read) in ALLOWED.items()}
    return OfficeSite(site_id, details["name"] or "", details["enable_internet_access"], details)


class SiteNames:
    """The office networks of one region by name."""

    def __init__(self, sites: Iterable[OfficeSite], region_id: str) -> None:
        self._region_id = region_id
        self._ids: dict[str, list[str]] = {}
        self._suggestions = 0
        for site in sites:
            if site.name:
                self._ids.setdefault(site.name, []).append(site.office_site_id)

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def find(self, name: str, option: str) -> str:
        """Return the id of the office network of this name.

        Raises PlanningError, which names ``option``, for a name that no office network has, or more than one.
        """
        ids = self._ids.get(name, [])
        if not ids:
            raise self.unknown(name, option)
        if len(ids) > 1:
            raise PlanningError(
                f"{option}: {len(ids)} office networks in {self._region_id} are named {name!r}: "
                f"{', '.join(sorted(ids))}. Identify the one that is meant by its office_site_id"
            )
        return ids[0]

    def unknown(self, name: str, option: str) -> PlanningError:
        """Return the error of a name that no office network has, with the closest names."""
        return PlanningError(
            f"{option}: no office network is named {name!r} in {self._region_id}; {self._suggestion(name)}"
        )

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


def ids_of_names(
    names: Iterable[str], sites: Mapping[str, Sequence[OfficeSite]], option: str
) -> dict[str, frozenset[str]]:
    """Return the ids of the office networks of these names, by region; a name can be missing in some of the regions.

    Raises PlanningError, or InputError for several of them: a name is in no region, or twice in one.
    """
    regions = {region_id: SiteNames(entries, region_id) for region_id, entries in sites.items()}
    found: dict[str, set[str]] = {region_id: set() for region_id in sites}
    errors: list[EcdError] = list(unknown_names(names, sites, option))
    for name in sorted(names):
        try:
            for region_id in [region_id for region_id, known in regions.items() if name in known]:
                found[region_id].add(regions[region_id].find(name, option))
        except PlanningError as error:
            errors.append(error)
    raise_together(errors, most=len(errors))
    return {region_id: frozenset(ids) for region_id, ids in found.items()}


def unknown_names(
    names: Iterable[str], sites: Mapping[str, Sequence[OfficeSite]], option: str
) -> Iterator[PlanningError]:
    """Yield an error for each name that is in none of the regions."""
    everywhere = SiteNames((site for entries in sites.values() for site in entries), ", ".join(sites))
    yield from (everywhere.unknown(name, option) for name in sorted(names) if name not in everywhere)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(shown(repr(name), MAX_NAME) for name in names)


def closest(word: str, known: Sequence[str]) -> list[str]:
    """Return the at most three of ``known`` that ``word`` may be a misspelling of, the best first."""
    from difflib import get_close_matches

    by_lower: dict[str, list[str]] = {}
    for entry in known:
        by_lower.setdefault(entry.lower(), []).append(entry)
    return [entry for close in get_close_matches(word.lower(), by_lower) for entry in by_lower[close]][:3]
