# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that cost money: a purchase, a change of bandwidth, a renewal. See ``steps`` for what a step is."""

from __future__ import annotations

from dataclasses import dataclass

from .._model.dates import epoch
from .._model.desired import Desired
from .._model.package import Package
from .conditions import Condition, Snapshot, package_meets, usable


@dataclass(frozen=True)
class Receipt:
    """What the response to a write named."""

    network_package_id: str | None = None
    order_id: str | None = None


@dataclass(frozen=True)
class Order:
    """A step that costs money. ``desired`` says how it is paid."""

    desired: Desired
    action = ""

    @property
    def pays(self) -> bool:
        """Whether the order is paid at once; an unpaid one has no effect yet."""
        return self.desired.auto_pay


@dataclass(frozen=True)
class Create(Order):
    """The purchase of a package. ``known`` are the ids that existed before it."""

    known: frozenset[str]
    action = "CreateNetworkPackage"

    def bought(self, snapshot: Snapshot) -> list[Package]:
        """Return the packages that this purchase may have created: new ones that are what was ordered."""
        return [package for key, package in snapshot.packages.items() if key not in self.known and self._fits(package)]

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

    def took_effect(self) -> Condition:
        """Return the condition that shows the purchase."""
        # Two new packages that fit are as unclear as none: nothing tells which one this purchase created.
        return Condition(
            None, lambda snapshot: len(self.bought(snapshot)) == 1, f"a new package for {self.desired.identity}"
        )

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that the package can be used."""
        if receipt.network_package_id:
            return usable(receipt.network_package_id)
        return Condition(
            None,
            lambda snapshot: any(package.usable for package in self.bought(snapshot)),
            f"the package of order {receipt.order_id} to become InUse",
        )


@dataclass(frozen=True)
class SetBandwidth(Order):
    """A change of bandwidth, to Mbit/s; the server applies it at once or books it."""

    network_package_id: str
    bandwidth: int
    action = "ModifyNetworkPackageBandwidth"

    def took_effect(self) -> Condition:
        """Return the condition that the change is in force or booked."""
        return package_meets(
            self.network_package_id,
            lambda package: package.has_bandwidth(self.bandwidth),
            f"show {self.bandwidth} Mbit/s",
        )

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that the package can be used again."""
        return package_meets(
            self.network_package_id,
            lambda package: package.has_bandwidth(self.bandwidth) and package.usable,
            f"show {self.bandwidth} Mbit/s",
        )


@dataclass(frozen=True)
class Renew(Order):
    """Another term for a subscription; ``expired_time`` is when it ends without it."""

    network_package_id: str
    expired_time: str
    action = "RenewNetworkPackages"

    @property
    def term(self) -> str:
        """The term as it is shown, ``2 Month``."""
        return f"{self.desired.period} {self.desired.period_unit}"

    def _extended(self, package: Package) -> bool:
        try:
            return epoch(package.expired_time) > epoch(self.expired_time)
        except ValueError:
            return False

    def took_effect(self) -> Condition:
        """Return the condition that the term is longer than it was."""
        return package_meets(self.network_package_id, self._extended, f"expire later than {self.expired_time}")

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that the package can be used."""
        return package_meets(
            self.network_package_id,
            lambda package: self._extended(package) and package.usable and not package.expired,
            f"expire later than {self.expired_time}",
        )
