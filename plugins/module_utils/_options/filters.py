# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the info module that say which packages are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._model import rules
from .._model.package import BUSINESS_STATUSES, INTERNET_CHARGE_TYPES, PAY_TYPES, STATUSES
from .._model.package_filter import LISTS, PackageFilter
from . import blanks

FILTER_SPEC: dict[str, dict[str, Any]] = {
    "network_package_ids": {"type": "list", "elements": "str"},
    "office_site_ids": {"type": "list", "elements": "str"},
    "office_site_names": {"type": "list", "elements": "str"},
    "internet_charge_type": {"type": "str", "choices": blanks.Choices(INTERNET_CHARGE_TYPES)},
    "pay_type": {"type": "str", "choices": blanks.Choices(PAY_TYPES)},
    "network_package_status": {"type": "str", "choices": blanks.Choices(STATUSES)},
    "business_status": {"type": "str", "choices": blanks.Choices(BUSINESS_STATUSES)},
    "tags": {"type": "dict"},
    "expires_within_days": {"type": "int"},
    "created_after": {"type": "str"},
}


def filter_from(params: Mapping[str, Any]) -> PackageFilter:
    """Return the filter that a task asks for. Raises InputError."""
    values = blanks.given(params, FILTER_SPEC)
    rules.check_whole_numbers(values, FILTER_SPEC)
    rules.check_not_negative(values, ("expires_within_days",))
    for name in LISTS:
        if values[name] is not None:
            values[name] = frozenset(entry for entry in values[name] if entry)
    created_after = values["created_after"] and _instant("created_after", values["created_after"])
    return PackageFilter(**{**values, "tags": rules.tags_from(values["tags"]), "created_after": created_after})


def _instant(option: str, value: str) -> float:
    """Return a point in time in epoch seconds. Raises InputError."""
    from datetime import datetime

    try:
        instant = datetime.fromisoformat(value.replace("Z", "+00:00"))
        if instant.tzinfo is not None:
            return instant.timestamp()
    except ValueError:
        pass
    raise rules.not_allowed(option, value, "a time with its time zone, such as 2026-01-31T08:00:00Z")
