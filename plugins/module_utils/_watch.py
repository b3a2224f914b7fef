# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to look at, and when enough has been seen. Values and predicates: nothing here looks or waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ._model import RELEASED, Package
from ._sites import OfficeSite

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """What a look saw: plans and office networks by id."""

    packages: Mapping[str, Package] = field(default_factory=dict)
    sites: Mapping[str, OfficeSite] = field(default_factory=dict)


@dataclass(frozen=True)
class Watch:
    """Which plans (``ids``; None: all of the region) and office networks to look at, and when enough has been seen."""

    ids: frozenset[str] | None
    done: Callable[[Seen], bool]
    purpose: str
    sites: frozenset[str] = NOTHING


def watch_plan(network_package_id: str, done: Callable[[Package], bool], purpose: str) -> Watch:
    """Return the watch for one plan that is there and meets ``done``."""
    key = network_package_id
    return Watch(
        frozenset([key]),
        lambda seen: key in seen.packages and done(seen.packages[key]),
        f"{key} to {purpose}",
    )


def await_release(ids: frozenset[str]) -> Watch:
    """Return the wait until none of ``ids`` holds its office network any more."""
    return Watch(
        ids,
        lambda seen: all(
            key not in seen.packages or seen.packages[key].network_package_status == RELEASED for key in ids
        ),
        f"{', '.join(sorted(ids))} to be released",
    )


def await_usable(network_package_id: str) -> Watch:
    """Return the wait until the plan can be used."""
    return watch_plan(network_package_id, lambda package: package.usable, "become InUse")


@dataclass(frozen=True)
class Wait:
    """A wait without a write; an ``essential`` one cannot be switched off, for the next step needs it.

    ``of`` is the write of an earlier run whose effect is waited for, if it is that.
    """

    watch: Watch
    essential: bool = False
    of: Any = None
