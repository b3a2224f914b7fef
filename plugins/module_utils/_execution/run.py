# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a plan under way stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .._model.desired import Desired
from .._model.limits import WaitLimits
from .._model.package import Package
from .._planning import orders
from .._planning.plan import Plan, is_write
from .._planning.steps import Associate, Dissociate, SetRenewal, Step, Write
from . import results
from .reader import Need


@dataclass
class Run:
    """Where a plan stands: what is left of what was foretold, and after which read of the region a read counts."""

    outcome: results.Outcome
    limits: WaitLimits
    desired: Desired
    left: list[Step]
    since: int = 0
    # After which read both reads count that an order rests on; and whether the next one is compared with the last one.
    both_since: int = 0
    compares: bool = False
    anew: bool = False
    confirmed: bool = False
    sites: frozenset[str] = frozenset()
    # The package of which billing has to show automatic renewal.
    renewals: frozenset[str] = frozenset()
    renewed: bool = False
    # When a renewal is predicted to end, in epoch seconds.
    expected_end: float | None = None
    less_confirmed: bool = False
    undone: int = 0
    stale: int = 0
    doubts: int = 0
    # How often the listing and an office network were waited for that did not agree.
    disagreed: int = 0
    waited: float = 0.0
    skipped: list[str] = field(default_factory=list)

    @property
    def writes_left(self) -> bool:
        """Whether a write was foretold that is not done."""
        return any(is_write(step) for step in self.left)

    def need(self) -> Need:
        """Return what the next decision rests on."""
        key = self.desired.network_package_id or (self.outcome.package and self.outcome.package.network_package_id)
        sites = self.sites | self._sites_named
        if not key or self.confirmed or any(isinstance(step, (Associate, Dissociate)) for step in self.left):
            return Need(None, sites, self.since, self.confirmed, self.renewals)
        return Need(frozenset([key]), sites, self.since, renewals=self.renewals)

    @property
    def _sites_named(self) -> frozenset[str]:
        """The office network to buy for, or to move to: which package it names must be as new as the listing."""
        place = self.desired.office_site_id
        return frozenset(
            [place] if place and any(isinstance(step, (orders.Create, Dissociate)) for step in self.left) else []
        )

    def note_done(self, step: Write, receipt: orders.Receipt) -> None:
        """Note that a write was accepted, and what its response named."""
        outcome = self.outcome
        outcome.actions.append(step.action)
        if receipt.order_id and receipt.order_id not in outcome.order_ids:
            outcome.order_ids.append(receipt.order_id)
        if isinstance(step, orders.Order) and not step.pays:
            outcome.payment_pending = True
            order = f"order {receipt.order_id} of {step.action}"
            text = f"{order} waits for payment; give it to later runs as pending_order_id"
            outcome.notes.append(text)
            outcome.warnings.append(text)
        if isinstance(step, orders.Create) and step.pays and receipt.network_package_id:
            # The id is a fact; everything else is known when it is seen.
            outcome.bought = receipt.network_package_id
            outcome.package = Package(receipt.network_package_id, region_id=self.desired.region_id)
            self.desired = replace(self.desired, network_package_id=receipt.network_package_id)
        if isinstance(step, orders.Create):
            self.bought()

    def bought(self) -> None:
        """Note that the package was ordered with automatic renewal as desired: billing need not be asked."""
        self.desired = replace(self.desired, auto_renew=None)


def packages_to_ask_for(plan: Plan) -> frozenset[str]:
    """Return the package of a plan that switches automatic renewal, where billing could tell it."""
    steps = [step for step in plan.steps if isinstance(step, (orders.Renew, SetRenewal))]
    known = plan.end.renewals if plan.end and plan.desired.auto_renew is not None else {}
    ids = (step.network_package_id for step in steps)
    return frozenset(key for key in ids if key in known and known[key].auto_renew is not None)
