# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was observed: a region as the listings show it, and the small part of it that concerns one desired state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import _errors as errors
from .._model.desired import Desired
from .._model.office_site import OfficeSite
from .._model.order import OrderRecord
from .._model.package import CONCERNS, Package
from .index import Index
from .named import contradicted

if TYPE_CHECKING:
    from .._model.renewal import Renewal

# More reads than any plan needs whose facts agree.
MAX_READS = 10


@dataclass(frozen=True)
class SecondListing:
    """The fact whether a second listing misses a package, too."""


@dataclass(frozen=True)
class SecondRead:
    """The fact whether the next read shows a package as the last one did."""

    network_package_id: str


@dataclass(frozen=True)
class SiteFact:
    """What DescribeOfficeSites shows of an office network, or that it does not exist."""

    office_site_id: str


@dataclass(frozen=True)
class OrderFact:
    """What billing shows of an order."""

    order_id: str


@dataclass(frozen=True)
class RenewalFact:
    """What billing shows of the automatic renewal of a package."""

    network_package_id: str


class FactNeeded(Exception):
    """Planning needs facts that were not observed yet. They are learned, and planning starts again."""

    def __init__(self, *facts: SecondListing | SecondRead | SiteFact | OrderFact | RenewalFact) -> None:
        super().__init__(*map(str, facts))
        self.facts = facts


def refuse_endless_reads(number: int) -> None:
    """Check that reads agree after some of them. Raises PlanningError."""
    if number > MAX_READS:
        raise errors.PlanningError(
            "what the API shows changes with every read, so that nothing can rest on it; run again"
        )


@dataclass(frozen=True)
class Observed:
    """The packages that one desired state means or that stand at its office network, and the facts around them.

    ``began`` is the epoch time at which the run began: time that passes during a run decides nothing. ``sites`` has
    None for an office network that does not exist. ``ids`` are the ids of all packages of the region. ``confirmed``
    tells that two listings in a row showed what is here; ``unplaced`` are packages that are being created and do not
    show yet whose they are; ``read_twice`` has by package and concern what two reads in
    a row showed alike (None: everything). ``flaps``: the listing before the last one showed a package that is meant,
    and the last one does not show any more whose it is. ``named``: see ``contradicted``, of the office network desired;
    ``elsewhere`` is the office network where that package is listed.
    """

    packages: tuple[Package, ...]
    began: float
    sites: Mapping[str, OfficeSite | None] = field(default_factory=dict)
    orders: Mapping[str, OrderRecord] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    confirmed: bool = True
    read_twice: frozenset[tuple[str, str]] | None = None
    unplaced: frozenset[str] = frozenset()
    renewals: Mapping[str, Renewal] = field(default_factory=dict)
    flaps: bool = False
    named: str | None = None
    elsewhere: str | None = None

    def matching(self, desired: Desired) -> list[Package]:
        """Return the packages that ``desired`` identifies, live or not."""
        return [package for package in self.packages if desired.matches(package)]

    def at(self, office_site_id: str | None) -> list[Package]:
        """Return the packages of an office network, live or not."""
        return [package for package in self.packages if office_site_id and package.office_site_id == office_site_id]

    def site(self, office_site_id: str) -> OfficeSite | None:
        """Return an office network, None when it does not exist. Raises FactNeeded."""
        if office_site_id not in self.sites:
            raise FactNeeded(SiteFact(office_site_id))
        return self.sites[office_site_id]

    def order(self, order_id: str) -> OrderRecord:
        """Return an order. Raises FactNeeded."""
        if order_id not in self.orders:
            raise FactNeeded(OrderFact(order_id))
        return self.orders[order_id]

    def renewal(self, network_package_id: str) -> Renewal:
        """Return what billing shows of a package. Raises FactNeeded."""
        if network_package_id not in self.renewals:
            raise FactNeeded(RenewalFact(network_package_id))
        return self.renewals[network_package_id]

    def confirm_missing(self, office_site_id: str | None = None) -> None:
        """Make sure that what is missing was missed by two listings in a row. Raises FactNeeded.

        What is known of an office network is asked for in one go, where it is needed next.
        """
        if self.flaps or not self.confirmed:
            asked = office_site_id is not None and office_site_id not in self.sites
            raise FactNeeded(SecondListing(), *([SiteFact(office_site_id)] if asked and office_site_id else []))

    def confirm_shown(self, network_package_id: str, concern: str) -> None:
        """Make sure that two reads in a row show what an order rests on: its concern. Raises FactNeeded.

        For a while after a change, a read may still show what was before, and the order of an earlier run would be
        placed once more.
        """
        if self.read_twice is None or network_package_id not in self.ids:
            return
        if (network_package_id, concern) not in self.read_twice:
            raise FactNeeded(SecondRead(network_package_id))

    def changed(self, network_package_id: str | None, **fields: Any) -> Observed:
        """Return what will be observed when fields of one package have changed."""
        packages = tuple(
            package._replace(**fields) if package.network_package_id == network_package_id else package
            for package in self.packages
        )
        return replace(self, packages=packages)

    def without(self, ids: frozenset[str]) -> Observed:
        """Return what will be observed when packages are gone, which then needs no second listing to be believed."""
        packages = tuple(package for package in self.packages if package.network_package_id not in ids)
        return replace(self, packages=packages, confirmed=True, flaps=False)

    def with_auto_renew(self, network_package_id: str, auto_renew: bool) -> Observed:
        """Return what will be observed when automatic renewal of a package is on or off."""
        renewal = self.renewals.get(network_package_id)
        if renewal is None or renewal.auto_renew is None:
            return self
        return replace(self, renewals={**self.renewals, network_package_id: replace(renewal, auto_renew=auto_renew)})

    def with_access(self, office_site_id: str | None, access: bool) -> Observed:
        """Return what will be observed when Internet access of an office network is on or off."""
        site = self.sites.get(office_site_id or "")
        if site is None or site.internet_access is None:
            return self
        return replace(self, sites={**self.sites, site.office_site_id: replace(site, internet_access=access)})


@dataclass(frozen=True)
class RegionView:
    """A region as read: its packages by id, and the facts that planning asked for. See ``Observed``."""

    packages: Mapping[str, Package]
    began: float
    sites: Mapping[str, OfficeSite | None] = field(default_factory=dict)
    orders: Mapping[str, OrderRecord] = field(default_factory=dict)
    confirmed: bool = False
    # What the last two reads showed alike, with the number of the earlier one. None: everything.
    agreed: Mapping[tuple[str, str], int] | None = None
    # The packages that this task bought.
    own: frozenset[str | None] = frozenset()
    renewals: Mapping[str, Renewal] = field(default_factory=dict)
    # The number of the read of billing before the last one, where both show alike whether a package renews itself.
    renewals_agreed: Mapping[str, int] = field(default_factory=dict)
    # By id, how the read before showed the packages that the last one shows elsewhere, or with other tags.
    elsewhere: Mapping[str, Package] = field(default_factory=dict)

    @cached_property
    def unplaced(self) -> frozenset[str]:
        """The packages that are being created, and show neither office network nor tags yet: they may be any one."""
        return frozenset(key for key, package in self.packages.items() if package.unplaced and key not in self.own)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all packages."""
        return frozenset(self.packages)

    @cached_property
    def _index(self) -> Index:
        return Index(self.packages)

    @cached_property
    def _index_elsewhere(self) -> Index:
        return Index(self.elsewhere)

    def observed_for(self, desired: Desired, since: int = 0) -> Observed:
        """Return the part of the region that concerns ``desired``; only reads after number ``since`` count as two."""
        packages = {str(package.network_package_id): package for package in self._index.candidates(desired)}
        named = contradicted(self.sites.get(desired.office_site_id or ""), self.packages, self.sites)
        elsewhere = self.packages[named].office_site_id if named and named in self.packages else None
        places = {desired.office_site_id, elsewhere, *(package.office_site_id for package in packages.values())}
        return Observed(
            packages=tuple(packages.values()),
            began=self.began,
            sites={place: self.sites[place] for place in places if place and place in self.sites},
            orders=self.orders,
            ids=self.ids,
            confirmed=self.confirmed,
            unplaced=self.unplaced,
            read_twice=self._read_twice(packages, since),
            renewals={key: self.renewals[key] for key in packages if key in self.renewals},
            flaps=self._flaps(desired),
            named=named,
            elsewhere=elsewhere,
        )

    def _flaps(self, desired: Desired) -> bool:
        if not self.elsewhere or desired.network_package_id:
            return False
        return any(map(desired.matches, self._index_elsewhere.candidates(desired)))

    def _read_twice(self, ids: Iterable[str], since: int) -> frozenset[tuple[str, str]] | None:
        if self.agreed is None:
            return None
        pairs = ((key, concern) for key in ids for concern in CONCERNS)
        return frozenset(pair for pair in pairs if self.agreed.get(pair, -1) > since)
