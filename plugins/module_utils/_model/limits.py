# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long a task may wait, and how much it may cost."""

from __future__ import annotations

from typing import NamedTuple

# A shorter interval would only use up the API's quota.
MIN_INTERVAL = 0.05
# How old the observation that a write rests on may be, in seconds.
MAX_AGE = 60.0


class WaitLimits(NamedTuple):
    """How long to wait, in seconds. ``wait``: whether to wait at all for what no later step needs."""

    wait: bool = True
    timeout: float = 600
    interval: float = 3
    settle_timeout: float = 30

    @property
    def pause(self) -> float:
        """Seconds between polls."""
        return max(self.interval, MIN_INTERVAL)


class Budget(NamedTuple):
    """Whether to price the planned orders, and the most that they may cost in sum.

    ``max_hourly_cost`` is for prices of an hour; when it is given, ``max_cost`` is for the rest.
    """

    estimate: bool = False
    max_cost: float | None = None
    max_hourly_cost: float | None = None

    @property
    def limited(self) -> bool:
        """Whether there is any ceiling."""
        return self.max_cost is not None or self.max_hourly_cost is not None
