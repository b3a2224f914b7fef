# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The regions of what only reads: the option ``regions``, or the one region of the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._errors import EcdError, InputError, raise_together
from . import blanks, connection

REGIONS_SPEC: dict[str, dict[str, Any]] = {
    # Without the variables of the environment: a region from there does not exclude ``regions``, an option does.
    "region_id": {"type": "str", "aliases": connection.CONNECTION_SPEC["region_id"]["aliases"]},
    "regions": {"type": "list", "elements": "str"},
}


def regions_from(params: Mapping[str, Any]) -> list[str]:
    """Return the regions to read, each one once, in the order given. Raises InputError."""
    regions = params.get("regions")
    if regions is None:
        return [connection.required_region(connection.region_from(params))]
    if blanks.without_blanks({"region_id": params.get("region_id")}):
        raise InputError(
            "regions and region_id are mutually exclusive; remove region_id, or, where it comes from module_defaults, "
            "set it to an empty string"
        )
    errors: list[EcdError] = []
    for region_id in regions:
        try:
            if not blanks.is_blank(region_id):
                connection.check_region(region_id)
        except InputError as error:
            errors.append(error.about("regions"))
    raise_together(errors)
    return [region_id for region_id in dict.fromkeys(regions) if not blanks.is_blank(region_id)]
