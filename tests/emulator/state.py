# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the account, and the methods that change it."""

from __future__ import annotations

import random
import string
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter

from .clock import Clock
from .errors import ApiError, invalid
from .lifecycle import advance
from .model import Order, Package, Site
from .params import Params
from .switches import Switches

UNKNOWN_PACKAGE = "InvalidNetworkPackageId.NotFound"


class Ids:
    """IDs that look random and are the same in every run."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def package_id(self) -> str:
        """Return np- and 17 letters or digits."""
        return "np-" + "".join(self._random.choices(string.ascii_lowercase + string.digits, k=17))

    def order_id(self) -> str:
        """Return decimal digits."""
        return str(self._random.randrange(2 * 10**14, 10**15))

    def request_id(self) -> str:
        """Return a UUID in upper case."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4)).upper()

    def token(self) -> str:
        """Return an opaque NextToken."""
        return f"{self._random.getrandbits(128):032x}"


@dataclass
class State:
    """The account. Not thread-safe: the emulator holds its lock for every use."""

    clock: Clock
    switches: Switches
    ids: Ids
    regions: tuple[str, ...] | None = None
    creating_seconds: float = 5.0
    releasing_seconds: float = 5.0
    packages: dict[str, Package] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    # How many listings omit a package, and the packages that the following pages of a listing omit, by token.
    hidden: dict[str, int] = field(default_factory=dict)
    hidden_fields: dict[str, tuple[frozenset[str], int]] = field(default_factory=dict)
    # The package that an office network names, and in how many rows.
    named: dict[str, tuple[str, int]] = field(default_factory=dict)
    hidden_by_token: dict[str, frozenset[str]] = field(default_factory=dict)
    between_pages: Callable[[], None] | None = None
    _sequence: int = 0
    _reads: dict[str, int] = field(default_factory=dict)
    # What stale reads show: until when, and the old package (None: absent) or site.
    _old_packages: dict[str, tuple[datetime, Package | None]] = field(default_factory=dict)
    _old_sites: dict[str, tuple[datetime, Site]] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return the time of the emulator's clock."""
        return self.clock.now()

    def update(self) -> None:
        """Apply the changes that are due."""
        now = self.now()
        keep = self.switches.released == "listed"
        # Time changes no other packages.
        due = [
            package
            for package in self.packages.values()
            if package.status_until is not None
            or package.pay_type == "PrePaid"
            or package.reservation_active_time is not None
        ]
        for package in due:
            later = advance(package, now, keep)
            if later is None:
                del self.packages[package.network_package_id]
            elif later is not package:
                self.packages[package.network_package_id] = later

    def next_sequence(self) -> int:
        """Return the sequence number of the next package, the sort key of listings."""
        self._sequence += 1
        return self._sequence

    def save_package(self, package: Package) -> None:
        """Store a package that a call has created or changed."""
        key = package.network_package_id
        if not self._is_stale(self._old_packages.get(key)):
            self._old_packages[key] = (self._stale_until(), self.packages.get(key))
        self.packages[key] = package

    def save_site(self, site: Site) -> None:
        """Store an office network that a call has changed."""
        key = site.office_site_id
        if not self._is_stale(self._old_sites.get(key)):
            self._old_sites[key] = (self._stale_until(), self.sites[key])
        self.sites[key] = site

    def shown_packages(self, region_id: str, by_id: bool = False) -> list[Package]:
        """Return the packages of a region as reads show them, newest first."""
        if not self._old_packages or not self._shows_old("packages", by_id):
            # Without stale packages, the insertion order is the sequence.
            return [package for package in reversed(self.packages.values()) if package.region_id == region_id]
        shown = dict(self.packages)
        for key, (until, old) in self._old_packages.items():
            if until > self.now() and old is not None:
                shown[key] = old
            elif until > self.now():
                shown.pop(key, None)
        chosen = [package for package in shown.values() if package.region_id == region_id]
        return sorted(chosen, key=attrgetter("sequence"), reverse=True)

    def billed_packages(self) -> dict[str, Package]:
        """Return the packages of all regions as billing shows them."""
        shown = {key: package for key, package in self.packages.items() if package.network_package_status != "Released"}
        if self._shows_old("billing", by_id=True):
            for key, (until, old) in self._old_packages.items():
                if until > self.now() and old is not None:
                    shown[key] = old
                elif until > self.now():
                    shown.pop(key, None)
        return shown

    def shown_sites(self, region_id: str) -> list[Site]:
        """Return the office networks of a region as reads show them."""
        shown = dict(self.sites)
        if not self._shows_old("sites"):
            return [site for site in shown.values() if site.region_id == region_id]
        shown.update({key: old for key, (until, old) in self._old_sites.items() if until > self.now()})
        return [site for site in shown.values() if site.region_id == region_id]

    def region(self, params: Params) -> str:
        """Return the region of a call."""
        region_id = params.required("RegionId")
        if self.regions is not None and region_id not in self.regions:
            raise invalid("RegionId")
        return region_id

    def find_package(self, region_id: str, package_id: str) -> Package:
        """Return the package to write to."""
        package = self.packages.get(package_id)
        if package and package.region_id == region_id and package.network_package_status != "Released":
            return package
        raise ApiError(UNKNOWN_PACKAGE, f"The specified NetworkPackageId {package_id} does not exist.")

    def package_of(self, office_site_id: str) -> Package | None:
        """Return the package of an office network."""
        for package in self.packages.values():
            if package.office_site_id == office_site_id and package.network_package_status != "Released":
                return package
        return None

    def count_poll(self, package: Package) -> None:
        """Count a listing that omitted a new package."""
        key = package.network_package_id
        self.packages[key] = replace(self.packages[key], absent_polls=package.absent_polls - 1)

    def hide(self, chosen: Sequence[Package], token: str | None) -> tuple[list[Package], frozenset[str]]:
        """Return what a page shows of these packages, and the packages that its listing omits."""
        if token is not None:
            omitted = self.hidden_by_token.get(token, frozenset())
        else:
            omitted = frozenset(package.network_package_id for package in chosen) & self.hidden.keys()
            left = {key: times - (key in omitted) for key, times in self.hidden.items()}
            self.hidden = {key: times for key, times in left.items() if times}
        return [package for package in chosen if package.network_package_id not in omitted], omitted

    def begin_read(self, kind: str) -> None:
        """Count a read of packages or of sites, of which every second one may be stale."""
        self._reads[kind] = self._reads.get(kind, 0) + 1

    def _shows_old(self, kind: str, by_id: bool = False) -> bool:
        if self.switches.stale_reads == "every_second":
            return self._reads.get(kind, 0) % 2 == 1
        if self.switches.stale_reads == "billing":
            return kind == "billing"
        return not (by_id and self.switches.stale_reads == "listings")

    def _stale_until(self) -> datetime:
        return self.now() + timedelta(seconds=self.switches.stale_seconds)

    def _is_stale(self, entry: tuple[datetime, object] | None) -> bool:
        return entry is not None and entry[0] > self.now()
