# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Terms of subscriptions, in calendar units."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

from .errors import invalid
from .params import Params

UNITS = ("Week", "Month", "Year")
TERMS = {"Week": (1,), "Month": (1, 2, 3, 6), "Year": (1, 2, 3)}


def add_term(moment: datetime, period: int, unit: str) -> datetime:
    """Add a term to a time; if the day does not exist in that month, use its last day."""
    if unit == "Week":
        return moment + timedelta(weeks=period)
    months = moment.month - 1 + (period * 12 if unit == "Year" else period)
    year, month = moment.year + months // 12, months % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def read_term(params: Params, default_unit: str | None) -> tuple[int, str]:
    """Return Period and PeriodUnit of a purchase or renewal."""
    unit = params.optional("PeriodUnit", UNITS) or default_unit or params.required("PeriodUnit", UNITS)
    period = params.integer("Period", 1, 100, default=1)
    if period not in TERMS[unit]:
        raise invalid("Period")
    return period, unit
