# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that cost money: a purchase, a change of bandwidth, a renewal. See ``steps`` for what a step is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from .._model import dates
from .._model.desired import Desired
from .._model.package import IN_USE, NORMAL, PRE_PAID, Package
from . import conditions
from .observed import Observed


@dataclass(frozen=True)
class Receipt:
    """What the response to a write named.

    ``known`` are the ids that existed before it, ``problem`` is why it proves nothing.
    """

    network_package_id: str | None = None
    order_id: str | None = None
    known: frozenset[str] = frozenset()
    request_id: str | None = None
    problem: str = ""


@dataclass(frozen=True)
class Order:
    """A step that costs money. ``desired`` says how it is paid."""

    desired: Desired
    action: ClassVar[str] = ""
    # The words that billing has for orders of this kind.
    order_types: ClassVar[tuple[str, ...]] = ()

    @property
    def pays(self) -> bool:
        """Whether the order is paid at once; an unpaid one has no effect yet."""
        return self.desired.auto_pay

    def finished(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition to wait for before the next step."""
        raise NotImplementedError

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed when the order took effect."""
        raise NotImplementedError


@dataclass(frozen=True)
class Create(Order):
    """The purchase of a package; ``desired`` has its pay type and charge type."""

    action = "CreateNetworkPackage"
    order_types = ("New",)
    network_package_id: ClassVar[None] = None

    def bought(self, packages: Mapping[str, Package], known: frozenset[str]) -> list[Package]:
        """Return the packages that this purchase may have created: new ones that are what was ordered."""
        return [package for key, package in packages.items() if key not in known and self._fits(package)]

    def _fits(self, package: Package) -> bool:
        desired = self.desired
        # A package that is being created may not show all of its values yet.
        return (
            package.live
            and desired.matches(package)
            and package.office_site_id == desired.office_site_id
            and package.bandwidth in (None, 0, desired.bandwidth)
            and package.pay_type in (None, desired.pay_type)
            and package.internet_charge_type in (None, desired.internet_charge_type)
        )

    def took_effect(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition that shows the purchase."""
        key = receipt.network_package_id
        if key:
            return conditions.package_meets(key, lambda package: True, "be listed")
        # Two new packages that fit are as unclear as none: nothing tells which one this purchase created.
        return conditions.Condition(
            None,
            lambda snapshot: len(self.bought(snapshot.packages, receipt.known)) == 1,
            f"a new package for {self.desired.identity}",
        )

    def finished(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition that the package can be used."""
        if receipt.network_package_id:
            return conditions.usable(receipt.network_package_id)
        return conditions.Condition(
            None,
            lambda snapshot: any(package.usable for package in self.bought(snapshot.packages, receipt.known)),
            f"the package of order {receipt.order_id} to become InUse",
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: the package, and Internet access of its office network."""
        desired = self.desired
        package = Package(
            network_package_id=None,
            bandwidth=desired.bandwidth,
            pay_type=desired.pay_type,
            internet_charge_type=desired.internet_charge_type,
            network_package_status=IN_USE,
            business_status=NORMAL,
            expired_time=self._end(observed.began),
            region_id=desired.region_id,
            office_site_id=desired.office_site_id,
            office_site_name=desired.office_site_name,
            tags=desired.tags,
        )
        bought = replace(observed, packages=(*observed.packages, package))
        return bought.with_access(desired.office_site_id, True)

    def _end(self, now: float) -> str | None:
        if self.desired.pay_type != PRE_PAID:
            return None
        return dates.text_of(dates.add_term(now, self.desired.period, self.desired.period_unit))


@dataclass(frozen=True)
class SetBandwidth(Order):
    """A change of bandwidth, to Mbit/s; the server applies it at once or books it.

    ``current`` and ``expired_time`` are what its price rests on: the bandwidth now, and the end of a subscription.
    """

    network_package_id: str
    bandwidth: int
    current: int | None = None
    expired_time: str | None = None
    action = "ModifyNetworkPackageBandwidth"
    order_types = ("Upgrade", "TempUpgrade", "Downgrade")

    def took_effect(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition that the change is in force or booked."""
        return conditions.package_meets(
            self.network_package_id,
            lambda package: package.has_bandwidth(self.bandwidth),
            f"show {self.bandwidth} Mbit/s",
        )

    def finished(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition that the package can be used again."""
        return conditions.package_meets(
            self.network_package_id,
            lambda package: package.has_bandwidth(self.bandwidth) and package.usable,
            f"show {self.bandwidth} Mbit/s",
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: the bandwidth, in force."""
        return observed.changed(self.network_package_id, bandwidth=self.bandwidth)


@dataclass(frozen=True)
class Renew(Order):
    """Another term for a subscription; ``expired_time`` is when it ends without it."""

    network_package_id: str
    expired_time: str
    action = "RenewNetworkPackages"
    order_types = ("Renew",)

    @property
    def term(self) -> str:
        """The term as it is shown, ``2 Month``."""
        return f"{self.desired.period} {self.desired.period_unit}"

    def _extended(self, package: Package) -> bool:
        try:
            return dates.epoch(package.expired_time) > dates.epoch(self.expired_time)
        except ValueError:
            return False

    def took_effect(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition that the term is longer than it was."""
        return conditions.package_meets(
            self.network_package_id, self._extended, f"expire later than {self.expired_time}"
        )

    def finished(self, receipt: Receipt) -> conditions.Condition:
        """Return the condition that the package can be used."""
        return conditions.package_meets(
            self.network_package_id,
            lambda package: self._extended(package) and package.usable and not package.expired,
            f"expire later than {self.expired_time} and show business_status Normal",
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: another end, by the calendar, and automatic renewal as desired."""
        end = dates.text_of(self.new_end(observed))
        renewed = observed.changed(self.network_package_id, expired_time=end, business_status=NORMAL)
        if self.desired.auto_renew is None:
            return renewed
        return renewed.with_auto_renew(self.network_package_id, self.desired.auto_renew)

    def new_end(self, observed: Observed) -> float:
        """Return when the renewed term ends, in epoch seconds. Raises PlanningError for a date that cannot be read."""
        (package,) = [p for p in observed.packages if p.network_package_id == self.network_package_id]
        return dates.add_term(max(dates.expiry(package), observed.began), self.desired.period, self.desired.period_unit)
