# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After purchases: one more listing of each region, to see whether another run bought for the same identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .. import _errors as errors
from .._model.desired import Desired
from .._model.package import Package
from .._planning import orders
from .._planning.next_step import next_step
from .._planning.observed import FactNeeded, Observed
from . import results
from .reader import RegionReader


def verify_purchases(readers: Mapping[str, RegionReader], outcomes: Sequence[results.Outcome]) -> None:
    """Look once more at every region where something was bought, and put what is wrong into the outcomes."""
    bought: dict[str, list[results.Outcome]] = {}
    for outcome in outcomes:
        if outcome.bought:
            bought.setdefault(outcome.plan.desired.region_id, []).append(outcome)
    for region_id, buyers in bought.items():
        try:
            readers[region_id].list_packages()
        except Exception as error:  # noqa: BLE001 - what was bought must be reported whatever happens
            for outcome in buyers:
                outcome.warnings.append(f"whether another run bought for {_who(outcome)} could not be seen: {error}")
            continue
        for outcome in buyers:
            _verify(outcome, readers[region_id])


def _who(outcome: results.Outcome) -> str:
    return outcome.plan.desired.identity


def _verify(outcome: results.Outcome, reader: RegionReader) -> None:
    desired = replace(outcome.plan.desired, pending_order_id=None)
    view = reader.view(True)
    observed, bought = view.observed_for(desired), view.packages.get(str(outcome.bought))
    live = sorted(str(package.network_package_id) for package in observed.matching(desired) if package.live)
    if len(live) > 1:
        outcome.error = errors.DuplicatePurchase(
            f"{len(live)} live packages match {_who(outcome)}: {', '.join(live)}. This run bought {outcome.bought}, "
            "and another one was bought at the same time. One of them is to be released; nothing is released by itself"
        )
    elif outcome.error is None and bought and not _is_settled(desired, observed, bought):
        outcome.error = errors.NotSettled(
            f"not settled: {outcome.bought} was bought, but {_who(outcome)} does not find it, so that the next run "
            "would buy again. Identify it by network_package_id, or correct its tags in the console"
        )


def _is_settled(desired: Desired, observed: Observed, bought: Package) -> bool:
    """Tell whether the next run, which knows nothing of this one, would buy nothing."""
    if bought.unplaced:
        # The next run waits for it to show whose it is.
        return True
    try:
        return not isinstance(next_step(desired, observed), orders.Create)
    except (errors.EcdError, FactNeeded):
        # It is found, and something else is wrong with it, which the next run tells.
        return True
