# Copyright: (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read what is needed to plan, and plan: the first half of observe, plan, apply."""

from __future__ import annotations

from collections.abc import Sequence

from ._api import Ecd
from ._model import Package, Wish
from ._plan import Observed, Plan, plan_for


def survey(api: Ecd, wishes: Sequence[Wish]) -> list[Plan]:
    """Return the Plan of each wish. Reads only.

    Raises CallError, PlanningError or InputError.
    """
    observed = observe(api, wishes)
    plans = [plan_for(wish, observed) for wish in wishes]
    if observed.pages > 1 and any(plan.buys for plan in plans):
        # A plan that vanishes between two pages can push another one out of sight, and a plan out of sight
        # would be bought a second time. Only one that two sweeps have missed is taken for missing.
        observed = _merged(observed, observe(api, wishes))
        plans = [plan_for(wish, observed) for wish in wishes]
    return plans


def observe(api: Ecd, wishes: Sequence[Wish]) -> Observed:
    """Read the plans by id when every wish names one, else the whole region. Raises CallError."""
    ids = [wish.network_package_id for wish in wishes if wish.network_package_id]
    packages: list[Package] = []
    pages = 0
    for page in api.pages(ids if len(ids) == len(wishes) else None):
        packages += page
        pages += 1
    return Observed(tuple(packages), pages)


def _merged(first: Observed, second: Observed) -> Observed:
    packages = {package.network_package_id: package for package in (*first.packages, *second.packages)}
    return Observed(tuple(packages.values()), second.pages)
