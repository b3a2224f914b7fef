# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody declared: the packages of a region that no item means, and which of them are released.

A release is planned like that of an item with ``state: absent`` that names the package by its id. In doubt, a package
counts as meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .. import _errors as errors
from .._model import dates, releases
from .._model.desired import Desired
from .._model.package import CREATING, IN_USE, WHOLE, Package
from .._text import MAX_NAME, shown
from . import steps, wait_steps
from .next_step import is_releasable, no_such_site, still_runs
from .observed import FactNeeded, RegionView, SecondListing, SiteFact
from .plan import Plan
from .unfold import unfold

# The packages that a message names: more of them are a list that nobody reads to its end.
MAX_NAMED = 100

Pair = tuple[str, str]


@dataclass(frozen=True)
class _Meant:
    """What the items mean: packages by id, office networks by id or name, and the items by one pair of their tags.

    ``some_site`` and ``some_tags``: whether an item by office network, or by tags, has no package yet. One that is
    being created may be its package, as long as it does not show where it is or which tags it has.
    """

    ids: frozenset[str]
    sites: frozenset[str]
    names: frozenset[str]
    tagged: Mapping[Pair, Sequence[Desired]]
    some_site: bool
    some_tags: bool

    def means(self, package: Package) -> bool:
        """Tell whether an item means ``package``, or may mean it."""
        return (
            package.network_package_id in self.ids
            or package.office_site_id in self.sites
            or package.office_site_name in self.names
            or any(desired.matches(package) for pair in package.tags.items() for desired in self.tagged.get(pair, ()))
            or self._may_mean(package)
        )

    def _may_mean(self, package: Package) -> bool:
        if package.network_package_status != CREATING:
            return False
        return (self.some_site and not package.office_site_id) or (self.some_tags and not package.tags)


def plan_undeclared(
    view: RegionView,
    region_id: str,
    declared: Sequence[Plan],
    policy: releases.ReleasePolicy,
    unread: Iterable[Desired] = (),
) -> list[Plan]:
    """Return a plan for each live package of a region that no item means: its release, or nothing to do.

    ``declared`` are the plans of the region's items, ``unread`` the items of the regions that could not be read: they
    mean what they name in any region, as the region may be what is wrong with them. Raises FactNeeded, and
    PlanningError for an item that can mean no package, so that its own would pass for undeclared.
    """
    meant = _meant(declared, unread, view)
    found = [
        package
        for package in view.packages.values()
        if package.live and package.has_tags(policy.tags) and not meant.means(package)
    ]
    releasable = policy.releases and [package for package in found if _is_releasable(package, view)]
    if releasable:
        _refuse_lost_items(view, declared)
        if not view.confirmed:
            raise FactNeeded(SecondListing())
    return [_plan(package, view, region_id, policy) for package in sorted(found, key=_key)]


def _key(package: Package) -> str:
    return str(package.network_package_id)


def _meant(declared: Sequence[Plan], unread: Iterable[Desired], view: RegionView) -> _Meant:
    elsewhere = list(unread)
    items = [*(plan.desired for plan in declared), *elsewhere]
    ids = {item.network_package_id for item in items if item.network_package_id}
    for plan in declared:
        ids.update(str(package.network_package_id) for package in (plan.before, plan.after) if package)
        # What was bought by an order that is waited for may not show yet whose it is.
        ids.update(
            key for step in plan.steps if isinstance(step, wait_steps.WaitEffect) for key in step.record.instance_ids
        )
        # A row may hide for a moment where its package is.
        site = view.sites.get(plan.desired.office_site_id or "")
        if site and site.details.get("network_package_id"):
            ids.add(site.details["network_package_id"])
    tagged: dict[Pair, list[Desired]] = {}
    for item in items:
        if item.identified_by_tags:
            tagged.setdefault(min(item.tags.items()), []).append(item)
    missing = [plan.desired for plan in declared if plan.before is None and not plan.desired.network_package_id]
    return _Meant(
        frozenset(ids),
        frozenset(item.office_site_id for item in items if item.office_site_id and not item.network_package_id),
        frozenset(item.office_site_name for item in elsewhere if item.office_site_name and not item.network_package_id),
        tagged,
        any(item.office_site_id for item in missing),
        any(item.identified_by_tags for item in missing),
    )


def _is_releasable(package: Package, view: RegionView) -> bool:
    return package.network_package_status == IN_USE and is_releasable(package, view.began, undeclared=True)


def _refuse_lost_items(view: RegionView, declared: Iterable[Plan]) -> None:
    """Check the items that have no package. Raises FactNeeded and PlanningError.

    An office network may name a package whose row hides it. If the office network or the tags of an item that buys
    nothing are misspelled, what it means would be released; a purchase checks that its office network exists.
    """
    missing = [plan for plan in declared if plan.before is None]
    lost = [plan for plan in missing if _is_by_site(plan.desired)]
    for desired in (plan.desired for plan in missing if plan.desired.identified_by_tags and not plan.desired.purchase):
        if desired.state == "present":
            raise errors.PlanningError(
                f"no live package has the {desired.identity}, and purchase is false. With undeclared: release, the "
                "package that is meant would count as undeclared if a tag is misspelled; nothing was changed. Correct "
                "the tags, or remove the item"
            ).about(desired.item)
    unknown = {str(plan.desired.office_site_id) for plan in lost} - set(view.sites)
    if unknown:
        raise FactNeeded(*map(SiteFact, sorted(unknown)))
    for desired in (plan.desired for plan in lost if plan.desired.state == "present" and not plan.steps):
        if view.sites[str(desired.office_site_id)] is None:
            raise errors.PlanningError(
                f"{no_such_site(desired)} With undeclared: release, its package would count as undeclared; nothing was "
                "changed"
            ).about(desired.item)


def _is_by_site(desired: Desired) -> bool:
    return bool(desired.office_site_id and not desired.network_package_id)


def _plan(package: Package, view: RegionView, region_id: str, policy: releases.ReleasePolicy) -> Plan:
    key = _key(package)
    desired = Desired(
        region_id=region_id,
        state="absent",
        network_package_id=key,
        undeclared=True,
        item=f"undeclared {_named(package)}",
    )
    if policy.releases and _is_releasable(package, view) and _agreed(key, view):
        return unfold(desired, view.observed_for(desired))
    warnings = _why_kept(package, view) if policy.releases else ()
    return Plan(desired, before=package, after=package, warnings=warnings)


def _agreed(key: str, view: RegionView) -> bool:
    return view.agreed is None or (key, WHOLE) in view.agreed


def _why_kept(package: Package, view: RegionView) -> tuple[str, ...]:
    if _is_releasable(package, view):
        return (f"{_named(package)} is undeclared, but two listings in a row do not agree on it; it is not released",)
    if package.network_package_status != IN_USE:
        return ()
    warning = (
        f"{still_runs(package)}. It is undeclared, and not released: unsubscribe in the console (Expenses and Costs > "
        "Orders > Unsubscribe), or let it expire"
    )
    if dates.date_has_passed(package, view.began):
        warning = (
            f"{_named(package)} is a subscription that expired at {package.expired_time}, but shows business_status "
            f"{package.business_status}: somebody may be renewing it. It is undeclared, and not released; run again"
        )
    return (warning,)


def _named(package: Package) -> str:
    site = package.office_site_name or package.office_site_id
    return f"{_key(package)} ({shown(site, MAX_NAME)})" if site else _key(package)


def refuse_many_releases(plans: Iterable[Plan], max_releases: int) -> None:
    """Check how many packages the plans release, declared absent or undeclared. Raises PlanningError."""
    released = [
        f"{_named(plan.before)} in {plan.desired.region_id}"
        for plan in plans
        if plan.before and any(isinstance(step, steps.Delete) for step in plan.steps)
    ]
    if len(released) > max_releases:
        more = f" and {len(released) - MAX_NAMED} more" if len(released) > MAX_NAMED else ""
        error = errors.PlanningError(
            f"max_releases: this task would release {len(released)} network packages, more than the {max_releases} "
            f"allowed: {', '.join(released[:MAX_NAMED])}{more}. Nothing was changed"
        )
        error.limit = None
        raise error
