# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say which office networks are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._model.office_site import STATUSES
from .._model.site_filter import LISTS, SiteFilter
from . import blanks

SITE_FILTER_SPEC: dict[str, dict[str, Any]] = {
    "office_site_ids": {"type": "list", "elements": "str"},
    "office_site_names": {"type": "list", "elements": "str"},
    "status": {"type": "str", "choices": blanks.Choices(STATUSES)},
    "has_network_package": {"type": "bool"},
}


def site_filter_from(params: Mapping[str, Any]) -> SiteFilter:
    """Return the filter that a task asks for."""
    values = blanks.given(params, SITE_FILTER_SPEC)
    for name in LISTS:
        if values[name] is not None:
            values[name] = frozenset(entry for entry in values[name] if entry)
    return SiteFilter(**values)
