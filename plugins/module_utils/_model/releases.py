# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task does about the packages that nobody declared, and how many packages it may release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

IGNORE, REPORT, RELEASE_ALL = UNDECLARED = ("ignore", "report", "release")


@dataclass(frozen=True)
class ReleasePolicy:
    """What to do with the live packages that no item means.

    Only those that have all ``tags`` count. ``max_releases`` is the most packages that the task may release in all,
    declared absent or not declared (None: no limit); ``region_ids`` are regions to look at beside those of the items.
    """

    undeclared: str = IGNORE
    tags: Mapping[str, str] = field(default_factory=dict)
    max_releases: int | None = None
    region_ids: tuple[str, ...] = ()

    @property
    def sweeps(self) -> bool:
        """Whether the task looks for packages that no item means."""
        return self.undeclared != IGNORE

    @property
    def releases(self) -> bool:
        """Whether the task releases packages that no item means."""
        return self.undeclared == RELEASE_ALL


NO_POLICY = ReleasePolicy()
