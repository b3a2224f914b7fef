# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Items of one task that mean the same network package or office network."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from .._errors import InputError
from .._model.desired import Desired
from .plan import Plan

Subject = tuple[str, str, Hashable]


def refuse_same_identity(items: Sequence[Desired]) -> None:
    """Check that no two items have one identity in one region. Raises InputError."""
    _refuse_shared((desired, subject) for desired in items for subject in _identities(desired))
    _refuse_overlapping_tags(items)


def refuse_same_package(plans: Iterable[Plan]) -> None:
    """Check that no two plans concern one network package or one office network. Raises InputError."""
    concerned: list[tuple[Desired, Subject]] = []
    for plan in plans:
        region = plan.desired.region_id
        if plan.before:
            concerned.append((plan.desired, (region, "network package", plan.before.network_package_id)))
        if plan.after and plan.after.office_site_id:
            concerned.append((plan.desired, (region, "office network", plan.after.office_site_id)))
    _refuse_shared(concerned)


def _identities(desired: Desired) -> list[Subject]:
    for option in ("network_package_id", "office_site_id", "office_site_name"):
        value: Any = getattr(desired, option)
        if value:
            return [(desired.region_id, option, value)]
    return []


def _refuse_shared(concerned: Iterable[tuple[Desired, Subject]]) -> None:
    first: dict[Subject, Desired] = {}
    for desired, subject in concerned:
        other = first.setdefault(subject, desired)
        if other is not desired:
            raise InputError(
                f"{other.item} and {desired.item} mean one package: {subject[1]} {subject[2]} in {subject[0]}. Keep "
                "one of them; nothing was changed"
            )


def _refuse_overlapping_tags(items: Sequence[Desired]) -> None:
    by_tags = [desired for desired in items if desired.tags and not _identities(desired)]
    for index, desired in enumerate(by_tags):
        for other in by_tags[:index]:
            if desired.region_id != other.region_id:
                continue
            if desired.tags.items() <= other.tags.items() or other.tags.items() <= desired.tags.items():
                raise InputError(
                    f"{other.item} and {desired.item} mean one package: a package with the tags of one has those of "
                    "the other. Keep one of them, or give each a tag value of its own; nothing was changed"
                )
