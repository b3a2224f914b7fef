# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's dates: UTC, such as ``2099-12-31T15:59:59Z``."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from .. import _errors as errors
from .package import PRE_PAID, Package

DAY = 86400.0
# A term that begins later has no end that a date can show.
LAST_YEAR = 9990


def epoch(text: str | None) -> float:
    """Return the epoch seconds of one of the API's dates. Raises ValueError."""
    return datetime.strptime(text or "", "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()


def text_of(seconds: float) -> str:
    """Return epoch seconds as one of the API's dates."""
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def expiry(package: Package) -> float:
    """Return when the package expires, in epoch seconds.

    Raises PlanningError for an ExpiredTime that is missing or cannot be read.
    """
    try:
        return epoch(package.expired_time)
    except ValueError:
        raise errors.PlanningError(
            f"the API shows {package.expired_time!r} as ExpiredTime of {package.network_package_id}, which is not a "
            "time such as 2099-12-31T15:59:59Z; nothing was changed"
        ) from None


def days_left(package: Package, now: float) -> float:
    """Return the days from ``now`` (epoch seconds) until the package expires; negative when it has.

    Raises PlanningError as ``expiry`` does.
    """
    return (expiry(package) - now) / DAY


def has_expired(package: Package, now: float) -> bool:
    """Tell whether a package has expired, by its status or by its date where that can be read."""
    if package.expired:
        return True
    try:
        return package.pay_type == PRE_PAID and epoch(package.expired_time) <= now
    except ValueError:
        return False


def date_has_passed(package: Package, now: float) -> bool | None:
    """Tell whether a package has expired by its date alone; None for a date that is missing or cannot be read."""
    try:
        return epoch(package.expired_time) <= now
    except ValueError:
        return None


def add_term(start: float, period: int, unit: str) -> float:
    """Return the epoch seconds at which a term that begins at ``start`` ends, by the calendar."""
    from calendar import monthrange

    begin = datetime.fromtimestamp(start, tz=timezone.utc)
    if begin.year > LAST_YEAR:
        return start
    if unit == "Week":
        return (begin + timedelta(weeks=period)).timestamp()
    months = begin.month - 1 + period * (12 if unit == "Year" else 1)
    year, month = begin.year + months // 12, months % 12 + 1
    day = min(begin.day, monthrange(year, month)[1])
    return begin.replace(year=year, month=month, day=day).timestamp()
