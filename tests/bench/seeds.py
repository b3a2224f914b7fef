# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts to measure with."""

from __future__ import annotations

from typing import Any


def office(number: int) -> str:
    """Return the ID of an office network."""
    return f"cn-hangzhou+dir-{number:010d}"


def packages(count: int) -> dict[str, Any]:
    """Return a seed with packages at office networks; one in a thousand has the tag ``team: few``."""
    return {
        "packages": [
            {
                "network_package_id": f"np-{number:017d}",
                "office_site_id": office(number),
                "bandwidth": 10,
                "tags": {"team": "many" if number % 1000 else "few"},
            }
            for number in range(count)
        ]
    }


def offices(count: int) -> dict[str, Any]:
    """Return a seed with office networks without packages."""
    return {"office_sites": [{"office_site_id": office(number)} for number in range(count)]}
