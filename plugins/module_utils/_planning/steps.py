# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of a plan: what to send or to wait for, how to see its effect, and what will be observed then.

A step is a value; it neither calls nor waits. Each has ``predict(observed)``. A write also has ``action``, the
operation; ``pays``, whether it takes effect without somebody paying an order first; ``took_effect(receipt)``, the
condition that settles an unclear response; and ``finished(receipt)``, the condition to wait for before the next step.
A wait has ``condition``; it is no action and no change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Union

from .._model.package import RELEASED, RELEASING, Package
from . import conditions, orders, wait_steps
from .observed import Observed


@dataclass(frozen=True)
class Dissociate:
    """The removal of a package from its office network."""

    network_package_id: str
    action = "DissociateNetworkPackage"
    pays = True

    def took_effect(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that the package has no office network."""
        return conditions.package_meets(
            self.network_package_id, lambda package: package.office_site_id is None, "have no office network"
        )

    def finished(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that the package can be bound again."""
        return self.took_effect(receipt)

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: a package without an office network."""
        return observed.changed(
            self.network_package_id, office_site_id=None, office_site_name=None, office_site_vpc_type=None
        )


@dataclass(frozen=True)
class Associate:
    """The binding of a package to an office network."""

    network_package_id: str
    office_site_id: str
    office_site_name: str | None = None
    action = "AssociateNetworkPackage"
    pays = True

    def took_effect(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that the package is bound to the office network."""
        return conditions.package_meets(
            self.network_package_id,
            lambda package: package.office_site_id == self.office_site_id,
            f"be bound to {self.office_site_id}",
        )

    def finished(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that the package can be used there."""
        return conditions.package_meets(
            self.network_package_id,
            lambda package: package.office_site_id == self.office_site_id and package.usable,
            f"be bound to {self.office_site_id}",
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: the package at the office network, whose Internet access it opens."""
        return observed.changed(
            self.network_package_id, office_site_id=self.office_site_id, office_site_name=self.office_site_name
        ).with_access(self.office_site_id, True)


@dataclass(frozen=True)
class SetEnabled:
    """Internet access on or off. The id is None until the package is bought."""

    network_package_id: str | None
    office_site_id: str
    enabled: bool
    action = "ModifyNetworkPackageEnabled"
    pays = True

    def took_effect(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition; only the office network shows it."""
        return self._shown((self.enabled,))

    def finished(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that it is in force, where the API shows it at all."""
        return self._shown((self.enabled, None))

    def _shown(self, values: tuple[bool | None, ...]) -> conditions.Condition:
        key = self.office_site_id
        return conditions.Condition(
            conditions.NO_IDS,
            lambda snapshot: key in snapshot.sites and snapshot.sites[key].internet_access in values,
            f"{key} to show Internet access {'on' if self.enabled else 'off'}",
            frozenset([key]),
        )

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: the office network's Internet access."""
        return observed.with_access(self.office_site_id, self.enabled)


@dataclass(frozen=True)
class SetRenewal:
    """Automatic renewal on or off, at billing. ``period`` and ``period_unit`` are the term that is added when on.

    The codes are those that billing shows for the package.
    """

    network_package_id: str
    auto_renew: bool
    product_code: str
    product_type: str | None = None
    period: int | None = None
    period_unit: str | None = None
    action = "SetRenewal"
    pays = True

    def took_effect(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition; only billing shows it."""
        return conditions.renews(self.network_package_id, self.auto_renew)

    def finished(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that it is in force."""
        return self.took_effect(receipt)

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: what billing shows."""
        return observed.with_auto_renew(self.network_package_id, self.auto_renew)


@dataclass(frozen=True)
class Delete:
    """The release of a package. ``basis`` is how an undeclared one was when that was decided."""

    network_package_id: str
    reseller_owner_uid: int | None = None
    basis: tuple[Any, ...] = ()
    action = "DeleteNetworkPackages"
    pays = True

    def took_effect(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that the release is under way or over."""
        key = self.network_package_id
        return conditions.Condition(
            frozenset([key]),
            lambda snapshot: (
                key not in snapshot.packages or snapshot.packages[key].network_package_status in (RELEASING, RELEASED)
            ),
            f"{key} to be releasing",
        )

    def finished(self, receipt: orders.Receipt) -> conditions.Condition:
        """Return the condition that the package is gone."""
        return conditions.released(frozenset([self.network_package_id]))

    def predict(self, observed: Observed) -> Observed:
        """Return what will be observed: the package is gone."""
        return observed.without(frozenset([self.network_package_id]))


Write = Union[orders.Create, orders.SetBandwidth, orders.Renew, Dissociate, Associate, SetEnabled, SetRenewal, Delete]
# What no package shows, costs nothing, and may be sent unplanned to undo what somebody else switched meanwhile.
SWITCHES = (SetEnabled, SetRenewal)
Step = Union[wait_steps.Wait, Write, wait_steps.AwaitPayment]


def subject(step: Write, receipt: orders.Receipt, snapshot: conditions.Snapshot) -> Package | None:
    """Return the package that ``step`` wrote to as ``snapshot`` shows it; None when it is gone or released."""
    if isinstance(step, orders.Create) and not receipt.network_package_id:
        return next(iter(step.bought(snapshot.packages, receipt.known)), None)
    key = receipt.network_package_id if isinstance(step, orders.Create) else step.network_package_id
    package = snapshot.packages.get(key or "")
    return package if package and package.network_package_status != RELEASED else None


def agree(found: Write, foretold: Step, after_renewal: bool) -> bool:
    """Tell whether a step that is needed now was foretold: same kind, package, values and basis of its price.

    A renewal in the same plan moves the end that a change of bandwidth is priced for.
    """
    if type(found) is not type(foretold):
        return False
    if isinstance(foretold, SetEnabled) and foretold.network_package_id is None:
        return replace(foretold, network_package_id=found.network_package_id) == found
    if isinstance(foretold, orders.SetBandwidth) and isinstance(found, orders.SetBandwidth) and after_renewal:
        return replace(foretold, expired_time=found.expired_time) == found
    return bool(found == foretold)
