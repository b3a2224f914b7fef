# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan is made of: which operation, and how to see that it took effect and is finished.

A step is a value; it neither calls nor waits. Each one has ``action``, the operation; ``pays``, whether its effect
comes without somebody paying an order first; ``settle()``, the watch that finds out whether it took effect; and
``finish(receipt)``, the watch for its being over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Union

from ._dates import epoch
from ._model import RELEASED, RELEASING, Package, Wish
from ._watch import NOTHING, Seen, Wait, Watch, await_release, await_usable, watch_plan


@dataclass(frozen=True)
class Receipt:
    """What a write answered."""

    network_package_id: str | None = None
    order_id: str | None = None


@dataclass(frozen=True)
class Create:
    """The purchase of a plan. ``known`` are the ids that existed before it."""

    wish: Wish
    known: frozenset[str]
    action = "CreateNetworkPackage"

    @property
    def pays(self) -> bool:
        """Whether the order is paid at once; an unpaid one has no effect yet."""
        return self.wish.auto_pay

    def bought(self, seen: Seen) -> list[Package]:
        """Return the plans that this purchase may have made: new ones that are what was ordered."""
        return [package for key, package in seen.packages.items() if key not in self.known and self._fits(package)]

    def _fits(self, package: Package) -> bool:
        wish = self.wish
        # A plan that is still being made may not show all of its values yet.
        return (
            package.live
            and wish.means(package)
            and package.office_site_id == wish.office_site_id
            and package.bandwidth in (None, 0, wish.bandwidth)
            and package.pay_type in (None, wish.pay_type)
            and package.internet_charge_type in (None, wish.internet_charge_type)
        )

    def settle(self) -> Watch:
        """Return how to find out whether the purchase took effect."""
        # Two new plans that fit are as unclear as none: which of them is this purchase cannot be told.
        return Watch(None, lambda seen: len(self.bought(seen)) == 1, f"a new plan for {self.wish.identity}")

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see that the plan can be used."""
        if receipt.network_package_id:
            return await_usable(receipt.network_package_id)
        return Watch(
            None,
            lambda seen: any(package.usable for package in self.bought(seen)),
            f"the plan of order {receipt.order_id} to become InUse",
        )


@dataclass(frozen=True)
class SetBandwidth:
    """A change of bandwidth, to Mbit/s; the server puts it into force at once or books it."""

    network_package_id: str
    wish: Wish
    bandwidth: int
    action = "ModifyNetworkPackageBandwidth"

    @property
    def pays(self) -> bool:
        """Whether the order is paid at once."""
        return self.wish.auto_pay

    def settle(self) -> Watch:
        """Return how to find out whether the change is in force or booked."""
        return watch_plan(
            self.network_package_id,
            lambda package: package.has_bandwidth(self.bandwidth),
            f"show {self.bandwidth} Mbit/s",
        )

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see that the plan can be used again."""
        return watch_plan(
            self.network_package_id,
            lambda package: package.has_bandwidth(self.bandwidth) and package.usable,
            f"show {self.bandwidth} Mbit/s",
        )


@dataclass(frozen=True)
class Renew:
    """Another term for a subscription; ``expired_time`` is when it ends without it."""

    network_package_id: str
    wish: Wish
    expired_time: str
    action = "RenewNetworkPackages"

    @property
    def pays(self) -> bool:
        """Whether the order is paid at once."""
        return self.wish.auto_pay

    @property
    def term(self) -> str:
        """The term as it is shown, ``2 Month``."""
        return f"{self.wish.period} {self.wish.period_unit}"

    def _extended(self, package: Package) -> bool:
        try:
            return epoch(package.expired_time) > epoch(self.expired_time)
        except ValueError:
            return False

    def settle(self) -> Watch:
        """Return how to find out whether the term is longer than it was."""
        return watch_plan(self.network_package_id, self._extended, f"expire later than {self.expired_time}")

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see that the plan can be used."""
        return watch_plan(
            self.network_package_id,
            lambda package: self._extended(package) and package.usable and not package.expired,
            f"expire later than {self.expired_time}",
        )


@dataclass(frozen=True)
class Dissociate:
    """Taking a plan from its office network."""

    network_package_id: str
    action = "DissociateNetworkPackage"
    pays = True

    def settle(self) -> Watch:
        """Return how to find out whether the plan is bound to nothing."""
        return watch_plan(
            self.network_package_id, lambda package: package.office_site_id is None, "have no office network"
        )

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see that the plan can be bound again."""
        return self.settle()


@dataclass(frozen=True)
class Associate:
    """Giving a plan to an office network."""

    network_package_id: str
    office_site_id: str
    action = "AssociateNetworkPackage"
    pays = True

    def settle(self) -> Watch:
        """Return how to find out whether the plan is bound to the office network."""
        return watch_plan(
            self.network_package_id,
            lambda package: package.office_site_id == self.office_site_id,
            f"be bound to {self.office_site_id}",
        )

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see that the plan can be used there."""
        return watch_plan(
            self.network_package_id,
            lambda package: package.office_site_id == self.office_site_id and package.usable,
            f"be bound to {self.office_site_id}",
        )


@dataclass(frozen=True)
class SetEnabled:
    """Internet access on or off. The id is None as long as the plan is not bought."""

    network_package_id: str | None
    office_site_id: str
    enabled: bool
    action = "ModifyNetworkPackageEnabled"
    pays = True

    def of(self, package: Package) -> SetEnabled:
        """Return the same step for the plan that was bought meanwhile."""
        return replace(self, network_package_id=package.network_package_id)

    def settle(self) -> Watch:
        """Return how to find out; only the office network shows it."""
        return self._watch((self.enabled,))

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see it in force, where the API shows it at all."""
        return self._watch((self.enabled, None))

    def _watch(self, values: tuple[bool | None, ...]) -> Watch:
        key = self.office_site_id
        return Watch(
            NOTHING,
            lambda seen: key in seen.sites and seen.sites[key].internet_access in values,
            f"{key} to show Internet access {'on' if self.enabled else 'off'}",
            frozenset([key]),
        )


@dataclass(frozen=True)
class Delete:
    """The release of a plan."""

    network_package_id: str
    reseller_owner_uid: int | None = None
    action = "DeleteNetworkPackages"
    pays = True

    def settle(self) -> Watch:
        """Return how to find out whether the release is under way or over."""
        key = self.network_package_id
        return Watch(
            frozenset([key]),
            lambda seen: key not in seen.packages or seen.packages[key].network_package_status in (RELEASING, RELEASED),
            f"{key} to be releasing",
        )

    def finish(self, receipt: Receipt) -> Watch:
        """Return how to see that the plan is gone."""
        return await_release(frozenset([self.network_package_id]))


Write = Union[Create, SetBandwidth, Renew, Dissociate, Associate, SetEnabled, Delete]
Step = Union[Wait, Write]
ORDERS = (Create, SetBandwidth, Renew)


def subject(step: Write, receipt: Receipt, seen: Seen) -> Package | None:
    """Return the plan that ``step`` wrote to as ``seen`` shows it; None when it is not there or released."""
    if isinstance(step, Create) and not receipt.network_package_id:
        return next(iter(step.bought(seen)), None)
    key = receipt.network_package_id if isinstance(step, Create) else step.network_package_id
    package = seen.packages.get(key or "")
    return package if package and package.network_package_status != RELEASED else None
