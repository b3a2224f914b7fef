# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read a region, and remember what was read when: a write rests on nothing old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .._client.ecd import MAX_IDS, Ecd
from .._client.timing import Timing
from .._model.limits import MAX_AGE
from .._model.office_site import OfficeSite
from .._model.order import OrderRecord
from .._model.package import CONCERNS, Package
from .._planning.conditions import Condition, Snapshot
from .._planning.observed import RegionView
from .account import Account, Mapper


class Need(NamedTuple):
    """What has to have been read, after which read of the region.

    ``ids`` are packages (None: all of the region), ``sites`` office networks; ``confirmed``: two listings in a row;
    ``renewals`` are packages that billing has to be asked for. Reads are numbered, over all regions.
    """

    ids: frozenset[str] | None = None
    sites: frozenset[str] = frozenset()
    since: int = 0
    confirmed: bool = False
    renewals: frozenset[str] = frozenset()


def merged(needs: Sequence[Need]) -> Need:
    """Return what several plans need together."""
    ids = (
        None if any(need.ids is None for need in needs) else frozenset(key for need in needs for key in need.ids or ())
    )
    return Need(
        ids,
        frozenset(key for need in needs for key in need.sites),
        max(need.since for need in needs),
        any(need.confirmed for need in needs),
    )


class _Read(NamedTuple):
    number: int
    ended: float


class RegionReader:
    """A region as read last; ``account`` is what all regions of the task share.

    Packages and office networks may be read on two threads; nothing else is for threads.
    """

    def __init__(self, ecd: Ecd, timing: Timing, began: float, account: Account) -> None:
        self.ecd = ecd
        self.account = account
        self._timing = timing
        self._began = began
        self._packages: dict[str, Package] = {}
        # What the read before showed and the last one did not: it is missing only when a second one misses it.
        self._missed_once: dict[str, Package] = {}
        # By id, how the read before showed a package that the last one shows with another identity.
        self._shown_elsewhere: dict[str, Package] = {}
        self._listings: list[_Read] = []
        # The number of the read that showed a package last; and by package and concern, the one before it, where both
        # show alike what orders rest on.
        self._shown: dict[str, int] = {}
        self._agreed: dict[tuple[str, str], int] = {}
        self._reads: dict[str, _Read] = {}
        self._site_reads: dict[str, _Read] = {}
        self._sites: dict[str, OfficeSite | None] = {}
        self._orders: dict[str, OrderRecord] = {}
        self._view: RegionView | None = None
        # The packages that this task bought.
        self.own: set[str | None] = set()

    @property
    def all_sites(self) -> list[OfficeSite]:
        """The office networks that were read."""
        return [site for site in self._sites.values() if site]

    def list_packages(self) -> None:
        """Read all packages of the region. Raises CallError."""
        number = self.account.begin_read()
        packages = {str(p.network_package_id): p for page in self.ecd.packages() for p in page}
        self._compare(packages, number, [key for key in self._packages if key not in packages])
        self._missed_once = {key: self._packages[key] for key in self._packages if key not in packages}
        self._packages = packages
        self._listings = [*self._listings[-1:], _Read(number, self._timing.monotonic())]
        self._reads.clear()
        self._view = None

    def read_packages(self, ids: Iterable[str], mapper: Mapper = map) -> None:
        """Read packages by their ids, in hundreds. Raises CallError."""
        wanted = sorted(ids)
        number = self.account.begin_read()
        chunks = _hundreds(wanted)
        pages = mapper(lambda chunk: [p for page in self.ecd.packages(chunk) for p in page], chunks)
        found = {str(p.network_package_id): p for packages in pages for p in packages}
        read = _Read(number, self._timing.monotonic())
        self._compare(found, number, [key for key in wanted if key not in found])
        for key in wanted:
            self._missed_once.pop(key, None)
            before = self._packages.pop(key, None)
            if before and key not in found:
                self._missed_once[key] = before
            self._reads[key] = read
        self._packages.update(found)
        self._view = None

    def _compare(self, found: Mapping[str, Package], number: int, missed: Sequence[str]) -> None:
        """Note what is shown as it was by the read before, or not; call it before the packages are remembered."""
        for key, package in found.items():
            before = self._packages.get(key)
            self._shown_elsewhere.pop(key, None)
            if before and before.live and package.live and before.shows_whose != package.shows_whose:
                self._shown_elsewhere[key] = before
        for key in missed:
            self._shown_elsewhere.pop(key, None)
        for concern in CONCERNS:
            for key in missed:
                self._agreed.pop((key, concern), None)
            for key, package in found.items():
                before = self._packages.get(key)
                if before and key in self._shown and package.order_basis(concern) == before.order_basis(concern):
                    self._agreed[key, concern] = self._shown[key]
                else:
                    self._agreed.pop((key, concern), None)
        self._shown.update(dict.fromkeys(found, number))

    def read_sites(self, ids: Iterable[str] | None = None, mapper: Mapper = map) -> None:
        """Read office networks: those of ``ids``, or all of the region. Raises CallError."""
        wanted = None if ids is None else sorted(ids)
        number = self.account.begin_read()
        chunks = [None] if wanted is None else _hundreds(wanted)
        pages = mapper(lambda chunk: [site for page in self.ecd.office_sites(chunk) for site in page], chunks)
        found = {site.office_site_id: site for sites in pages for site in sites}
        read = _Read(number, self._timing.monotonic())
        self._sites.update(dict.fromkeys(wanted or (), None))
        self._sites.update(found)
        self._site_reads.update(dict.fromkeys(wanted if wanted is not None else found, read))
        self._view = None

    def learn_order(self, record: OrderRecord) -> None:
        """Remember an order."""
        self._orders[record.order_id] = record
        self._view = None

    def read(self, need: Need, mapper: Mapper = map) -> None:
        """Read what is not fresh of what is needed, each thing once. Raises CallError."""
        now = self._timing.monotonic()
        if not self._packages_fresh(need, now):
            if need.ids is None:
                self.list_packages()
            else:
                self.read_packages(need.ids, mapper)
        stale = [key for key in need.sites if not _fresh(self._site_reads.get(key), need.since, now)]
        if stale:
            self.read_sites(stale)

    def read_conditions(self, conditions: Sequence[Condition], mapper: Mapper = map) -> None:
        """Read what any of ``conditions`` needs, each page once. Raises CallError."""
        ids = {key for condition in conditions for key in condition.ids or ()}
        sites = {key for condition in conditions for key in condition.sites}
        if any(condition.ids is None for condition in conditions):
            self.list_packages()
        elif ids:
            self.read_packages(ids, mapper)
        if sites:
            self.read_sites(sites)

    def snapshot(self, condition: Condition) -> Snapshot:
        """Return what was read last of what a condition asks for."""
        packages: Mapping[str, Package] = self._packages
        if condition.ids is not None:
            packages = {key: packages[key] for key in condition.ids if key in packages}
        sites = {key: site for key in condition.sites if (site := self._sites.get(key))}
        known = self.account.known
        return Snapshot(packages, sites, {key: known[key] for key in condition.renewals if key in known})

    def is_fresh(self, need: Need) -> bool:
        """Tell whether everything that is needed was read since then, and at most a minute ago."""
        now = self._timing.monotonic()
        sites = all(_fresh(self._site_reads.get(key), need.since, now) for key in need.sites)
        return sites and self._packages_fresh(need, now) and not self.account.stale(need.renewals, need.since)

    def _packages_fresh(self, need: Need, now: float) -> bool:
        listing = self._listings[-1] if self._listings else None
        if need.confirmed:
            two = self._listings[-2:]
            return len(two) == 2 and two[0].number > need.since and _fresh(two[1], need.since, now)
        if need.ids is None:
            return _fresh(listing, need.since, now)
        return all(
            _fresh(self._reads.get(key), need.since, now) or _fresh(listing, need.since, now) for key in need.ids
        )

    def not_after(self, need: Need) -> float:
        """Return until when (monotonic seconds) a write may be sent that rests on what is needed."""
        ends = [read.ended for read in self._reads_for(need) if read]
        ends += self.account.ends(need.renewals)
        return min(ends, default=self._timing.monotonic()) + MAX_AGE

    def _reads_for(self, need: Need) -> Iterable[_Read | None]:
        listing = self._listings[-1] if self._listings else None
        yield from (self._site_reads.get(key) for key in need.sites)
        if need.ids is None:
            yield listing
        else:
            yield from (self._reads.get(key) or listing for key in need.ids)

    def view(self, confirmed: bool) -> RegionView:
        """Return the region as read last; ``confirmed`` when two listings in a row agree on what is missing."""
        view, renewals = self._view, self.account.known
        if view is None or view.confirmed is not confirmed or view.renewals is not renewals:
            packages = {**self._missed_once, **self._packages}
            self._view = view = RegionView(
                packages,
                self._began,
                dict(self._sites),
                dict(self._orders),
                confirmed,
                dict(self._agreed),
                frozenset(self.own),
                renewals,
                self.account.agreed,
                dict(self._shown_elsewhere),
            )
        return view


def _hundreds(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + MAX_IDS] for start in range(0, len(ids), MAX_IDS)]


def _fresh(read: _Read | None, since: int, now: float) -> bool:
    return read is not None and read.number > since and now - read.ended < MAX_AGE
