# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The waiting steps of a plan: what to wait for, and what will be observed then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Union

from .._model.desired import Desired
from .._model.order import OrderRecord
from .._model.package import IN_USE, POST_PAID, Package
from . import conditions, orders
from .named import contradicted
from .observed import Observed


@dataclass(frozen=True)
class WaitReleased:
    """The wait for packages that are being released."""

    ids: frozenset[str]

    @property
    def condition(self) -> conditions.Condition:
        """The condition that none of them occupies its office network any more."""
        return conditions.released(self.ids)

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: they are gone."""
        return observed.without(self.ids)


# What a term is predicted as that does not show yet: nothing is to be done about it.
NEVER = "2099-12-31T15:59:59Z"


@dataclass(frozen=True)
class WaitUsable:
    """The wait for a package that is being created.

    What it does not show yet is predicted as desired; it is compared when it shows.
    """

    network_package_id: str
    desired: Desired

    @property
    def condition(self) -> conditions.Condition:
        """The condition that the package can be used."""
        return conditions.usable(self.network_package_id)

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: a package that shows all its values."""
        desired = self.desired

        def shown(package: Package) -> Package:
            return package._replace(
                network_package_status=IN_USE,
                bandwidth=package.bandwidth or desired.bandwidth,
                pay_type=package.pay_type or desired.pay_type or (POST_PAID if desired.state == "absent" else None),
                expired_time=package.expired_time or NEVER,
                internet_charge_type=package.internet_charge_type or desired.internet_charge_type,
            )

        packages = tuple(
            shown(package) if package.network_package_id == self.network_package_id else package
            for package in observed.packages
        )
        return replace(observed, packages=packages)


@dataclass(frozen=True)
class WaitPlaced:
    """The wait for packages that are being created to show whose they are: one of them may be the one desired."""

    network_package_ids: frozenset[str]

    @property
    def condition(self) -> conditions.Condition:
        """The condition that each shows its office network or its tags, or is not being created any more."""
        ids = self.network_package_ids
        return conditions.Condition(
            ids,
            lambda snapshot: not any(package.unplaced for package in snapshot.packages.values()),
            f"{', '.join(sorted(ids))}, which may be the one desired, to show an office network or tags",
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: that they are other packages."""
        return replace(observed, unplaced=frozenset())


@dataclass(frozen=True)
class WaitAgreed:
    """The wait for the listing to show a package that an office network names, or for that not to name it any more.

    ``elsewhere`` is the office network where the package is listed, which does not name it; ``moved`` is what is to be
    moved to ``office_site_id``, None for a purchase.
    """

    office_site_id: str
    network_package_id: str
    elsewhere: str | None = None
    moved: str | None = None

    @property
    def condition(self) -> conditions.Condition:
        """The condition that they agree."""
        site = self.office_site_id
        return conditions.Condition(
            None,
            lambda snapshot: self._contradicted(snapshot) is None,
            f"DescribeNetworkPackages and DescribeOfficeSites to agree on the network package of {site}",
            sites=frozenset(filter(None, [site, self.elsewhere])),
            seen=self._seen,
            advice=self._advice,
        )

    @property
    def _advice(self) -> str:
        if self.moved:
            return f". It may be the package of this office network, so {self.moved} stays where it is. Run again later"
        return (
            ". It may be the package of this office network, so nothing was bought. Run again later. If this goes "
            "on, look for it in the console; if it is the one, identify it by network_package_id"
        )

    def _contradicted(self, snapshot: conditions.Snapshot) -> str | None:
        return contradicted(snapshot.sites.get(self.office_site_id), snapshot.packages, snapshot.sites)

    def _seen(self, snapshot: conditions.Snapshot) -> str:
        key = self._contradicted(snapshot) or self.network_package_id
        package = snapshot.packages.get(key)
        state = f"is {package.network_package_status} without an office network" if package else "is not listed"
        if package and package.office_site_id:
            state = f"is listed at {package.office_site_id}, but {package.office_site_id} does not name it"
        return f"DescribeOfficeSites names {key}, which {state}"

    @property
    def note(self) -> str:
        """What a reader should know, above all of a plan that is not carried out."""
        if self.moved:
            return f"{self._contradiction}: {self.moved} is not moved there unless they agree that it is gone"
        return f"{self._contradiction}: nothing is bought unless they agree that it is gone"

    @property
    def note_on_absence(self) -> str:
        """What a reader should know who wants no package there."""
        return f"{self._contradiction}: nothing is released. If it was not released or moved just now, run again later"

    @property
    def _contradiction(self) -> str:
        return (
            f"DescribeOfficeSites names the network package {self.network_package_id} for {self.office_site_id}, but "
            "DescribeNetworkPackages does not show it there"
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: that the package is gone."""
        return replace(observed, named=None)


def until_agreed(desired: Desired, observed: Observed, moved: str | None = None) -> WaitAgreed | None:
    """Return the wait for the package that the office network names to show where it is. Raises FactNeeded."""
    if not observed.named or observed.named == moved:
        return None
    if observed.elsewhere:
        observed.site(observed.elsewhere)
    return WaitAgreed(str(desired.office_site_id), observed.named, observed.elsewhere, moved)


@dataclass(frozen=True)
class WaitEffect:
    """The wait for the effect of an order of an earlier run, which is paid."""

    order: orders.Order
    record: OrderRecord
    known: frozenset[str] = frozenset()

    @property
    def condition(self) -> conditions.Condition:
        """The condition that the order took effect and is finished; billing may name the package."""
        named = next(iter(self.record.instance_ids), None) if isinstance(self.order, orders.Create) else None
        return self.order.finished(orders.Receipt(named, self.record.order_id, self.known))

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: the effect of the order."""
        return self.order.predict(observed)


@dataclass(frozen=True)
class AwaitPayment:
    """The end of a plan whose next step is an order of an earlier run that somebody has yet to pay."""

    order_id: str


Wait = Union[WaitReleased, WaitUsable, WaitPlaced, WaitAgreed, WaitEffect]
WAITS = (WaitReleased, WaitUsable, WaitPlaced, WaitAgreed, WaitEffect)
# Those for a package to show whose it is: with it, no purchase is needed.
DOUBTS = (WaitPlaced, WaitAgreed)
