# Copyright: (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's dates."""

from __future__ import annotations

from calendar import timegm
from time import strptime

from ._model import Package

DAY = 86400.0


def epoch(text: str | None) -> float:
    """Return the epoch seconds of a UTC time as ``2099-12-31T15:59:59Z``. Raises ValueError."""
    return float(timegm(strptime(text or "", "%Y-%m-%dT%H:%M:%SZ")))


def days_left(package: Package, now: float) -> float:
    """Return the days from ``now`` (epoch seconds) until the plan expires; negative when it has.

    Raises ValueError for an ExpiredTime that is missing or cannot be read.
    """
    try:
        return (epoch(package.expired_time) - now) / DAY
    except ValueError:
        raise ValueError(
            f"ExpiredTime of {package.network_package_id} is {package.expired_time!r}, "
            "not a time as 2099-12-31T15:59:59Z"
        ) from None
