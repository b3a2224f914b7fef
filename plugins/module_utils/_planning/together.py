# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Items of one task that depend on each other: two that mean one package, or whose ways meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .. import _errors as errors
from .._model.desired import Desired
from .._model.package import Package
from .observed import Observed, RegionView
from .plan import Plan


def refuse_same_identity(items: Sequence[Desired]) -> None:
    """Check that no two items have one identity in one region. Raises InputError."""
    first: dict[tuple[str, str, object], Desired] = {}
    for desired in items:
        for option in ("network_package_id", "office_site_id", "office_site_name"):
            value = getattr(desired, option)
            if value:
                other = first.setdefault((desired.region_id, option, value), desired)
                if other is not desired:
                    raise _one_package(other, desired, f"{option} {value}")
                break
    _refuse_overlapping_tags(items)


def _refuse_overlapping_tags(items: Sequence[Desired]) -> None:
    """Check that no item by tags means what another one means. Every item by tags is found by its smallest pair."""
    by_pair: dict[tuple[str, str, str], list[Desired]] = {}
    for desired in items:
        if desired.identified_by_tags:
            pair = min(desired.tags.items())
            by_pair.setdefault((desired.region_id, *pair), []).append(desired)
    for desired in items:
        if not desired.identified_by_tags:
            continue
        for pair in desired.tags.items():
            for other in by_pair.get((desired.region_id, *pair), []):
                if other is not desired and other.tags.items() <= desired.tags.items():
                    raise errors.InputError(
                        f"{other.item} and {desired.item} mean one package: a package with the tags of one has those "
                        "of the other. Keep one of them, or give each a tag value of its own; nothing was changed"
                    )


def refuse_conflicts(plans: Sequence[Plan], view: RegionView) -> None:
    """Check the plans of one region together. Raises InputError.

    No package and no office network may occur in two plans, before or after; and where all plans are carried out,
    every item must be as desired.
    """
    _refuse_meeting(plans)
    if any(plan.changed for plan in plans):
        _refuse_contradictions(plans, view)


def _refuse_meeting(plans: Iterable[Plan]) -> None:
    first: dict[tuple[str, str], Desired] = {}
    for plan in plans:
        for subject in _subjects(plan):
            other = first.setdefault(subject, plan.desired)
            if other is not plan.desired:
                raise _one_package(other, plan.desired, f"{subject[0]} {subject[1]}")


def _subjects(plan: Plan) -> list[tuple[str, str]]:
    """Return what a plan is about, the packages first."""
    packages = [package for package in (plan.before, plan.after) if package]
    ids = [package.network_package_id for package in packages]
    sites = [*(package.office_site_id for package in packages), plan.desired.office_site_id]
    return [("network package", key) for key in ids if key] + [("office network", site) for site in sites if site]


def _refuse_contradictions(plans: Sequence[Plan], view: RegionView) -> None:
    """Check that no item by tags means the package of another one where all plans are carried out.

    Ids and office networks that meet are refused before; tags meet where another item buys a package that has them.
    """
    merged, owners = _merged(plans, view)
    for plan in plans:
        if plan.desired.identified_by_tags:
            desired = replace(plan.desired, pending_order_id=None)
            observed = merged.observed_for(desired)
            other = next((owner for owner in _owners(desired, observed, owners) if owner is not plan.desired), None)
            if other is not None:
                raise _one_package(other, plan.desired, desired.identity)


def _owners(desired: Desired, observed: Observed, owners: Mapping[str, Desired]) -> Iterator[Desired]:
    """Yield the items whose packages ``desired`` matches at the end."""
    for package in observed.matching(desired):
        key = str(package.network_package_id)
        if package.live and key in owners:
            yield owners[key]


def _merged(plans: Sequence[Plan], view: RegionView) -> tuple[RegionView, dict[str, Desired]]:
    """Return the region as all plans together are predicted to leave it, and whose package is whose.

    A package that is to be bought has a place-holder as id.
    """
    packages: dict[str, Package] = dict(view.packages)
    owners: dict[str, Desired] = {}
    for number, plan in enumerate(plans):
        if plan.before and plan.before.network_package_id:
            packages.pop(plan.before.network_package_id, None)
        after = _paid_end(plan)
        if after is not None:
            key = after.network_package_id or f"new-{number}"
            packages[key] = after._replace(network_package_id=key)
            owners[key] = plan.desired
    return RegionView(packages, view.began, view.sites, view.orders, confirmed=True, renewals=view.renewals), owners


def _paid_end(plan: Plan) -> Package | None:
    """Return the package of a plan at its predicted end, with its dates."""
    if plan.end is None or plan.after is None:
        return plan.after
    key = plan.after.network_package_id
    return next((package for package in plan.end.packages if package.live and package.network_package_id == key), None)


def _one_package(one: Desired, other: Desired, subject: str) -> errors.InputError:
    return errors.InputError(
        f"{one.item} and {other.item} mean one package: {subject} in {other.region_id}. Keep one of them, or use two "
        "tasks; nothing was changed"
    )
