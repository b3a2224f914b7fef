# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Observe and plan: read each region, plan, learn the facts that planning asks for, and plan again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count

from .._client.ecd import MAX_IDS
from .._client.region import Session
from .._errors import CallError, EcdError, InputError, Interrupted, PlanningError, raise_together
from .._model import releases
from .._model.desired import Desired
from .._model.office_site import SiteNames
from .._planning.observed import (
    FactNeeded,
    OrderFact,
    RegionView,
    RenewalFact,
    SecondListing,
    SecondRead,
    SiteFact,
    refuse_endless_reads,
)
from .._planning.plan import Plan
from .._planning.together import refuse_conflicts
from .._planning.unfold import unfold
from .account import Account
from .reader import RegionReader
from .regions import side_by_side

# How many reads of a region run side by side before it is planned.
READERS = 4
Fact = object


class Observer:
    """The regions of one task while it observes and plans. ``errors`` has the regions that cannot be read."""

    def __init__(
        self, session: Session, items: Sequence[Desired], policy: releases.ReleasePolicy = releases.NO_POLICY
    ) -> None:
        self._session = session
        self.items = list(items)
        self.policy = policy
        self.errors: dict[str, CallError] = {}
        began = session.timing.now()
        self._account = Account(session.renewals, session.timing)
        self.readers = {
            key: RegionReader(session.regions[key], session.timing, began, self._account)
            for key in dict.fromkeys([*(item.region_id for item in items), *policy.region_ids])
        }
        for reader in self.readers.values():
            reader.ecd.before_next_page = self._stop
        self._listed: set[str] = set()
        self._confirmed: set[str] = set()

    def plan(self) -> list[Plan]:
        """Return the plan of every item; those of a region that cannot be read have no steps. Reads only.

        After them come the plans of the packages that no item means, where the task looks for them.

        Raises CallError (billing), Interrupted, PlanningError or InputError.
        """
        self._read_all(self.readers, self._read_first)
        self.items = self._with_site_ids()
        for number in count(1):
            plans, facts = self._plans()
            undeclared = [] if any(facts.values()) else self._undeclared(plans, facts)
            if not any(facts.values()):
                break
            refuse_endless_reads(number)
            self._learn(facts)
        for reader in self.readers.values():
            # What settles a write is read to its end.
            reader.ecd.before_next_page = lambda: None
        for key in self._readable():
            refuse_conflicts([plan for plan in plans if plan.desired.region_id == key], self._view(key))
        return plans + undeclared

    def _readable(self) -> list[str]:
        return [key for key in self.readers if key not in self.errors]

    def _view(self, region_id: str) -> RegionView:
        return self.readers[region_id].view(region_id in self._confirmed)

    def _read_all(self, regions: Iterable[str], read: Callable[[RegionReader], None]) -> None:
        side_by_side({key: self.readers[key] for key in regions}, read, self.errors)
        self._stop()

    def _stop(self) -> None:
        """Raise Interrupted once the task was asked to stop."""
        if self._session.timing.stopping():
            raise Interrupted("the task was asked to stop before anything was changed")

    def _read_first(self, reader: RegionReader) -> None:
        """Read the packages by id when every item names one and no office network, else all of the region."""
        items = [item for item in self.items if item.region_id == reader.ecd.region_id]
        ids = [item.network_package_id for item in items if item.network_package_id]
        names_site = any(item.office_site_id or item.office_site_name for item in items)
        if len(ids) == len(items) and not names_site and not self.policy.sweeps:
            reader.read_packages(ids)
        else:
            reader.list_packages()
            self._listed.add(reader.ecd.region_id)
        if any(item.office_site_name for item in items):
            reader.read_sites()

    def _with_site_ids(self) -> list[Desired]:
        """Return the items with the ids of the office networks that they name; those of unread regions as they are.

        Raises PlanningError or InputError that reports every name that does not exist or is ambiguous.
        """
        names = {key: SiteNames(self.readers[key].all_sites, key) for key in self._readable()}
        resolved: list[Desired] = []
        errors: list[EcdError] = []
        for item in self.items:
            try:
                resolved.append(_with_site_id(item, names[item.region_id]) if item.region_id in names else item)
            except PlanningError as error:
                errors.append(error.about(item.item))
        raise_together(errors, most=len(errors))
        return resolved

    def _plans(self) -> tuple[list[Plan], dict[str, set[Fact]]]:
        """Return the plans, and the facts that are needed to make those that are not there yet."""
        plans: list[Plan] = []
        errors: list[EcdError] = []
        facts: dict[str, set[Fact]] = {key: set() for key in self._readable()}
        for item in self.items:
            if item.region_id in self.errors:
                plans.append(Plan(item))
                continue
            try:
                plans.append(unfold(item, self._view(item.region_id).observed_for(item)))
            except FactNeeded as needed:
                facts[item.region_id].update(needed.facts)
                plans.append(Plan(item))
            except (PlanningError, InputError) as error:
                errors.append(error.about(item.item))
        raise_together(errors)
        return plans, facts

    def _undeclared(self, plans: Sequence[Plan], facts: dict[str, set[Fact]]) -> list[Plan]:
        """Return the plans of the packages that no item means; what is to be learned for them goes into ``facts``."""
        if not self.policy.sweeps:
            return []
        from .._planning.undeclared import plan_undeclared

        unread = [item for item in self.items if item.region_id in self.errors]
        found: list[Plan] = []
        for key in self._readable():
            declared = [plan for plan in plans if plan.desired.region_id == key]
            try:
                found += plan_undeclared(self._view(key), key, declared, self.policy, unread)
            except FactNeeded as needed:
                facts[key].update(needed.facts)
        return found

    def _learn(self, facts: Mapping[str, set[Fact]]) -> None:
        """Learn the facts, those of a region in as few calls as possible. Raises CallError (billing, of an order)."""
        self._ask_renewals(
            {fact.network_package_id for fact in chain(*facts.values()) if isinstance(fact, RenewalFact)}
        )
        for key, asked in facts.items():
            for fact in asked:
                if isinstance(fact, OrderFact):
                    self.readers[key].learn_order(self._session.order_record(fact.order_id))
        self._read_all([key for key, asked in facts.items() if asked], lambda reader: self._learn_in(reader, facts))

    def _ask_renewals(self, ids: set[str]) -> None:
        """Ask billing for packages of all regions at once; where it refuses or fails, nothing else does."""
        if len(ids) <= MAX_IDS:
            self._account.ask(ids)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(READERS) as pool:
            self._account.ask(ids, pool.map)

    def _learn_in(self, reader: RegionReader, facts: Mapping[str, set[Fact]]) -> None:
        region_id = reader.ecd.region_id
        asked = facts[region_id]
        sites = [fact.office_site_id for fact in asked if isinstance(fact, SiteFact)]
        packages = [fact.network_package_id for fact in asked if isinstance(fact, SecondRead)]
        again = any(isinstance(fact, SecondListing) for fact in asked)
        if again and sites:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(READERS) as pool:
                listing = pool.submit(self._read_again, reader)
                reader.read_sites(sites, pool.map)
                listing.result()
        elif sites:
            reader.read_sites(sites)
        elif again:
            self._read_again(reader)
        if again:
            self._confirmed.add(region_id)
        elif packages:
            reader.read_packages(packages)

    def _read_again(self, reader: RegionReader) -> None:
        region_id = reader.ecd.region_id
        if region_id in self._listed:
            reader.list_packages()
        else:
            reader.read_packages(str(item.network_package_id) for item in self.items if item.region_id == region_id)


def _with_site_id(item: Desired, names: SiteNames) -> Desired:
    if not item.office_site_name:
        return item
    return replace(item, office_site_id=names.find(item.office_site_name, "office_site_name"))
