# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of a plan: which operation to call, and the conditions that show that it took effect and is finished.

A step is a value; it neither calls nor waits. Each write has ``action``, the operation; ``pays``, whether it takes
effect without somebody paying an order first; ``took_effect()``, the condition that settles an unclear response; and
``finished(receipt)``, the condition to wait for before the next step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Union

from .._model.dates import epoch
from .._model.desired import Desired
from .._model.package import RELEASED, RELEASING, Package
from .conditions import NO_IDS, Condition, Snapshot, package_meets, released, usable


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


@dataclass(frozen=True)
class Dissociate:
    """The removal of a package from its office network."""

    network_package_id: str
    action = "DissociateNetworkPackage"
    pays = True

    def took_effect(self) -> Condition:
        """Return the condition that the package has no office network."""
        return package_meets(
            self.network_package_id, lambda package: package.office_site_id is None, "have no office network"
        )

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that the package can be bound again."""
        return self.took_effect()


@dataclass(frozen=True)
class Associate:
    """The binding of a package to an office network."""

    network_package_id: str
    office_site_id: str
    action = "AssociateNetworkPackage"
    pays = True

    def took_effect(self) -> Condition:
        """Return the condition that the package is bound to the office network."""
        return package_meets(
            self.network_package_id,
            lambda package: package.office_site_id == self.office_site_id,
            f"be bound to {self.office_site_id}",
        )

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that the package can be used there."""
        return package_meets(
            self.network_package_id,
            lambda package: package.office_site_id == self.office_site_id and package.usable,
            f"be bound to {self.office_site_id}",
        )


@dataclass(frozen=True)
class SetEnabled:
    """Internet access on or off. The id is None until the package is bought."""

    network_package_id: str | None
    office_site_id: str
    enabled: bool
    action = "ModifyNetworkPackageEnabled"
    pays = True

    def of(self, package: Package) -> SetEnabled:
        """Return the same step for the package that was bought meanwhile."""
        return replace(self, network_package_id=package.network_package_id)

    def took_effect(self) -> Condition:
        """Return the condition; only the office network shows it."""
        return self._shown((self.enabled,))

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that it is in force, where the API shows it at all."""
        return self._shown((self.enabled, None))

    def _shown(self, values: tuple[bool | None, ...]) -> Condition:
        key = self.office_site_id
        return Condition(
            NO_IDS,
            lambda snapshot: key in snapshot.sites and snapshot.sites[key].internet_access in values,
            f"{key} to show Internet access {'on' if self.enabled else 'off'}",
            frozenset([key]),
        )


@dataclass(frozen=True)
class Delete:
    """The release of a package."""

    network_package_id: str
    reseller_owner_uid: int | None = None
    action = "DeleteNetworkPackages"
    pays = True

    def took_effect(self) -> Condition:
        """Return the condition that the release is under way or over."""
        key = self.network_package_id
        return Condition(
            frozenset([key]),
            lambda snapshot: (
                key not in snapshot.packages or snapshot.packages[key].network_package_status in (RELEASING, RELEASED)
            ),
            f"{key} to be releasing",
        )

    def finished(self, receipt: Receipt) -> Condition:
        """Return the condition that the package is gone."""
        return released(frozenset([self.network_package_id]))


Write = Union[Create, SetBandwidth, Renew, Dissociate, Associate, SetEnabled, Delete]


@dataclass(frozen=True)
class WaitFor:
    """A step that writes nothing. A ``required`` one is not switched off by ``wait: false``: the next step needs it.

    ``effect_of`` is the write of an earlier run whose effect is waited for, if it is that.
    """

    condition: Condition
    required: bool = False
    effect_of: Write | None = None


Step = Union[WaitFor, Write]


def subject(step: Write, receipt: Receipt, snapshot: Snapshot) -> Package | None:
    """Return the package that ``step`` wrote to as ``snapshot`` shows it; None when it is gone or released."""
    if isinstance(step, Create) and not receipt.network_package_id:
        return next(iter(step.bought(snapshot)), None)
    key = receipt.network_package_id if isinstance(step, Create) else step.network_package_id
    package = snapshot.packages.get(key or "")
    return package if package and package.network_package_status != RELEASED else None
