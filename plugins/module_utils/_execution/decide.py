# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decide on what is observed now: the first step that a plan under way needs, and what has to be read for it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from .. import _errors as errors
from .._model.package import Package
from .._planning import steps
from .._planning.next_step import next_step
from .._planning.observed import (
    FactNeeded,
    Observed,
    OrderFact,
    RenewalFact,
    SecondListing,
    SecondRead,
    SiteFact,
    refuse_endless_reads,
)
from . import requests
from .run import Run

# How many reads may show something that was not foretold, after a step that may not show yet.
MAX_DOUBTS = 2


def decide(run: Run) -> Generator[requests.Request, Any, tuple[steps.Step | None, requests.Seen, Observed]]:
    """Look, and return the first step that is needed now. Raises PlanningError."""
    again = 0
    while True:
        refuse_endless_reads(again)
        seen: requests.Seen = yield requests.Look(run.need(), run.anew)
        run.anew, run.since = False, seen.since
        if not run.compares:
            run.both_since = seen.since
        run.compares = False
        observed = seen.view.observed_for(run.desired, run.both_since)
        run.outcome.package = _last_seen(run, observed)
        try:
            step = next_step(run.desired, observed)
            if not isinstance(step, steps.SetRenewal) or _shown_twice(step, seen, run):
                return step, seen, observed
            again, run.anew, run.compares = again + 1, True, True
        except FactNeeded as needed:
            if any(isinstance(fact, OrderFact) for fact in needed.facts):
                raise
            again += _need_more(run, needed)
        except errors.PlanningError as error:
            if not run.outcome.actions:
                raise
            if run.doubts < MAX_DOUBTS:
                run.doubts, run.anew, run.compares = run.doubts + 1, True, True
                continue
            raise errors.PlanningError(f"{error} (found after {', '.join(run.outcome.actions)}; run again)") from None


def _need_more(run: Run, needed: FactNeeded) -> bool:
    """Have the next look show what planning needs; tell whether it reads again what was read already."""
    listing = any(isinstance(fact, SecondListing) for fact in needed.facts)
    # Two listings that are there already do not agree.
    again = listing and run.confirmed
    run.confirmed |= listing
    run.sites |= {fact.office_site_id for fact in needed.facts if isinstance(fact, SiteFact)}
    run.renewals |= {fact.network_package_id for fact in needed.facts if isinstance(fact, RenewalFact)}
    if any(isinstance(fact, SecondRead) for fact in needed.facts):
        again = run.compares = True
    run.anew |= again
    return again


def _shown_twice(step: steps.SetRenewal, seen: requests.Seen, run: Run) -> bool:
    """Tell whether two reads of billing in a row show what ``step`` rests on."""
    return seen.view.renewals_agreed.get(step.network_package_id, -1) > run.both_since


def _last_seen(run: Run, observed: Observed) -> Package | None:
    live = [package for package in observed.matching(run.desired) if package.live]
    return live[0] if len(live) == 1 else run.outcome.package if live else None
