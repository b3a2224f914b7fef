# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to wait for: what to read, and when what was read is enough. Values and predicates: nothing here reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .._model.office_site import OfficeSite
from .._model.package import RELEASED, Package

if TYPE_CHECKING:
    from .._model.renewal import Renewal

NO_IDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Snapshot:
    """What one poll read: packages, office networks, and the automatic renewal of packages, by id."""

    packages: Mapping[str, Package] = field(default_factory=dict)
    sites: Mapping[str, OfficeSite] = field(default_factory=dict)
    renewals: Mapping[str, Renewal] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """What to wait for.

    ``ids`` are the packages to read (None: all of the region), ``sites`` the office networks, ``renewals`` the
    packages to ask billing for; ``met`` tells whether a snapshot of them is enough, and ``description`` completes
    "waited for …". ``seen`` says what a snapshot shows that is not enough, and ``advice`` what to do then.
    """

    ids: frozenset[str] | None
    met: Callable[[Snapshot], bool]
    description: str
    sites: frozenset[str] = NO_IDS
    renewals: frozenset[str] = NO_IDS
    seen: Callable[[Snapshot], str] | None = None
    advice: str = ""


def package_meets(network_package_id: str, met: Callable[[Package], bool], description: str) -> Condition:
    """Return the condition that a package exists and meets ``met``."""
    key = network_package_id
    return Condition(
        frozenset([key]),
        lambda snapshot: key in snapshot.packages and met(snapshot.packages[key]),
        f"{key} to {description}",
    )


def released(ids: frozenset[str]) -> Condition:
    """Return the condition that none of ``ids`` occupies its office network any more."""
    return Condition(
        ids,
        lambda snapshot: all(
            key not in snapshot.packages or snapshot.packages[key].network_package_status == RELEASED for key in ids
        ),
        f"{', '.join(sorted(ids))} to be released",
    )


def usable(network_package_id: str) -> Condition:
    """Return the condition that a package can be used."""
    return package_meets(network_package_id, lambda package: package.usable, "become InUse")


def renews(network_package_id: str, auto_renew: bool) -> Condition:
    """Return the condition that billing shows automatic renewal of a package on or off."""
    key = network_package_id
    return Condition(
        NO_IDS,
        lambda snapshot: key in snapshot.renewals and snapshot.renewals[key].auto_renew is auto_renew,
        f"{key} to show automatic renewal {'on' if auto_renew else 'off'} at billing",
        renewals=frozenset([key]),
    )
