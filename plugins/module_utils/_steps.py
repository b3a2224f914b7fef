# Copyright: (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan is made of: which operation, and how to see that it took effect and is finished.

A step is a value; it neither calls nor waits. What is seen is a mapping from network package id to plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Union

from ._model import RELEASED, RELEASING, Package, Wish

Seen = Mapping[str, Package]


@dataclass(frozen=True)
class Watch:
    """What to look at (``ids``; None: the whole region) and when enough has been seen."""

    ids: frozenset[str] | None
    done: Callable[[Seen], bool]
    purpose: str


@dataclass(frozen=True)
class Receipt:
    """What a write answered."""

    network_package_id: str | None = None
    order_id: str | None = None


def await_release(ids: frozenset[str]) -> Watch:
    """Return the wait until none of ``ids`` holds its office network any more."""
    return Watch(
        ids,
        lambda seen: all(key not in seen or seen[key].network_package_status == RELEASED for key in ids),
        "{} to be released".format(", ".join(sorted(ids))),
    )


def await_usable(network_package_id: str) -> Watch:
    """Return the wait until the plan can be used."""
    return Watch(
        frozenset([network_package_id]),
        lambda seen: network_package_id in seen and seen[network_package_id].usable,
        f"{network_package_id} to become InUse",
    )


@dataclass(frozen=True)
class Wait:
    """A wait without a write; an ``essential`` one cannot be switched off, for the next step needs it."""

    watch: Watch
    essential: bool = False


@dataclass(frozen=True)
class Create:
    """The purchase of a plan. ``known`` are the ids that existed before it."""

    wish: Wish
    known: frozenset[str]
    action = "CreateNetworkPackage"

    @property
    def pays(self) -> bool:
        return self.wish.auto_pay

    def bought(self, seen: Seen) -> list[Package]:
        """Return the plans that this purchase may have made: new ones that are what was ordered."""
        return [package for key, package in seen.items() if key not in self.known and self._fits(package)]

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
        # Two new plans that fit are as unclear as none: which of them is this purchase cannot be told.
        return Watch(None, lambda seen: len(self.bought(seen)) == 1, f"a new plan for {self.wish.identity}")

    def finish(self, receipt: Receipt) -> Watch:
        if receipt.network_package_id:
            return await_usable(receipt.network_package_id)
        return Watch(
            None,
            lambda seen: any(package.usable for package in self.bought(seen)),
            f"the plan of order {receipt.order_id} to become InUse",
        )

    def subject(self, receipt: Receipt, seen: Seen) -> Package | None:
        if receipt.network_package_id:
            return seen.get(receipt.network_package_id)
        return next(iter(self.bought(seen)), None)


@dataclass(frozen=True)
class SetBandwidth:
    """A change of bandwidth, to Mbit/s; the server puts it into force at once or books it."""

    network_package_id: str
    bandwidth: int
    pays: bool = True
    promotion_id: str | None = None
    reseller_owner_uid: int | None = None
    action = "ModifyNetworkPackageBandwidth"

    def _shows(self, seen: Seen) -> bool:
        package = seen.get(self.network_package_id)
        return package is not None and package.has_bandwidth(self.bandwidth)

    def settle(self) -> Watch:
        return Watch(
            frozenset([self.network_package_id]),
            self._shows,
            f"{self.network_package_id} to show {self.bandwidth} Mbit/s",
        )

    def finish(self, receipt: Receipt) -> Watch:
        watch = self.settle()
        return Watch(watch.ids, lambda seen: self._shows(seen) and seen[self.network_package_id].usable, watch.purpose)

    def subject(self, receipt: Receipt, seen: Seen) -> Package | None:
        return seen.get(self.network_package_id)


@dataclass(frozen=True)
class Delete:
    """The release of a plan."""

    network_package_id: str
    reseller_owner_uid: int | None = None
    action = "DeleteNetworkPackages"
    pays = True

    def settle(self) -> Watch:
        key = self.network_package_id
        return Watch(
            frozenset([key]),
            lambda seen: key not in seen or seen[key].network_package_status in (RELEASING, RELEASED),
            f"{key} to be releasing",
        )

    def finish(self, receipt: Receipt) -> Watch:
        return await_release(frozenset([self.network_package_id]))

    def subject(self, receipt: Receipt, seen: Seen) -> Package | None:
        package = seen.get(self.network_package_id)
        return package if package and package.network_package_status != RELEASED else None


Write = Union[Create, SetBandwidth, Delete]
Step = Union[Wait, Write]
