# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan: the unfolding of ``next_step`` and ``predict``, and what it means for a reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .._model.desired import Desired
from .._model.package import Package
from . import wait_steps
from .costs import Cost
from .observed import Observed
from .orders import Order
from .steps import Step, Write


@dataclass(frozen=True)
class Plan:
    """What is to be done for one desired state.

    ``before`` is the package found, ``after`` the one predicted; ``end`` is the whole predicted state, as it will be
    once every order is paid. ``extras`` are differences that no field of a package shows, as (name, before, after);
    ``pending_order`` is an order of an earlier run that still waits for payment; ``uncompared`` is why billing does not
    tell whether automatic renewal is as desired. ``priced`` has for each order the
    package that its price rests on; ``costs`` are the prices, None when nobody asked for them.
    """

    desired: Desired
    before: Package | None = None
    after: Package | None = None
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    extras: tuple[tuple[str, Any, Any], ...] = ()
    pending_order: str | None = None
    uncompared: str = ""
    end: Observed | None = None
    costs: tuple[Cost, ...] | None = None

    @property
    def writes(self) -> tuple[Write, ...]:
        """The steps that change something."""
        return tuple(step for step in self.steps if is_write(step))  # type: ignore[misc]

    @property
    def changed(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self.writes)

    @property
    def buys(self) -> bool:
        """Whether a package is to be bought."""
        return any(step.action == "CreateNetworkPackage" for step in self.writes)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The steps that cost money."""
        return tuple(step for step in self.steps if isinstance(step, Order))

    @property
    def actions(self) -> list[str]:
        """The operations to be carried out, in order."""
        return [step.action for step in self.writes]

    @property
    def payment_pending(self) -> bool:
        """Whether an order waits, or will wait, for payment."""
        return self.pending_order is not None or any(not step.pays for step in self.writes)

    def warned(self, *warnings: str) -> Plan:
        """Return this plan with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))


def is_write(step: Step) -> bool:
    """Tell whether a step changes something."""
    return not isinstance(step, (*wait_steps.WAITS, wait_steps.AwaitPayment))
