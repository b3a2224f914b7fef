# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say how long to wait, how much may be spent, and how many writes run at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import _errors as errors
from .._model import rules
from .._model.limits import Budget, WaitLimits

# The aliases are the role's: what it sets by them replaces nothing that module_defaults gives when it sets nothing.
COST_SPEC: dict[str, dict[str, Any]] = {
    "estimate_cost": {"type": "bool", "default": False, "aliases": ["office_site_bandwidth_estimate_cost"]},
    "max_cost": {"type": "float", "aliases": ["office_site_bandwidth_max_cost"]},
    "max_hourly_cost": {"type": "float"},
}

WAIT_SPEC: dict[str, dict[str, Any]] = {
    "wait": {"type": "bool", "default": True, "aliases": ["office_site_bandwidth_wait"]},
    "wait_timeout": {"type": "int", "default": 600},
    "wait_interval": {"type": "float", "default": 3},
    "settle_timeout": {"type": "float", "default": 30},
}

CONCURRENCY_SPEC: dict[str, dict[str, Any]] = {
    "concurrency": {"type": "int", "default": 4, "aliases": ["office_site_bandwidth_concurrency"]}
}

# A week: longer than anything that is worth waiting for, and small enough for every clock.
MAX_WAIT = 604800
# The number of connections that the HTTP library keeps.
MAX_CONCURRENCY = 100


def limits_from(params: Mapping[str, Any]) -> WaitLimits:
    """Return how long to wait. Raises InputError."""
    rules.check_whole_numbers(params, WAIT_SPEC)
    rules.check_not_negative(params, ("wait_timeout", "settle_timeout"))
    for name in ("wait_timeout", "settle_timeout"):
        if params[name] > MAX_WAIT:
            raise errors.InputError(f"{name}: more than {MAX_WAIT} seconds are not allowed")
    if params["wait_interval"] != 0:
        rules.check_seconds(params, ("wait_interval",))
    return WaitLimits(params["wait"], params["wait_timeout"], params["wait_interval"], params["settle_timeout"])


def budget_from(params: Mapping[str, Any]) -> Budget:
    """Return whether to price the planned orders, and the most they may cost. Raises InputError."""
    rules.check_not_negative(params, ("max_cost", "max_hourly_cost"))
    ceilings = params["max_cost"], params["max_hourly_cost"]
    return Budget(params["estimate_cost"] or ceilings != (None, None), *ceilings)


def concurrency_from(params: Mapping[str, Any]) -> int:
    """Return how many writes run at a time. Raises InputError."""
    rules.check_whole_numbers(params, CONCURRENCY_SPEC)
    if not 1 <= params["concurrency"] <= MAX_CONCURRENCY:
        raise rules.not_allowed("concurrency", params["concurrency"], f"1 to {MAX_CONCURRENCY}")
    return int(params["concurrency"])
