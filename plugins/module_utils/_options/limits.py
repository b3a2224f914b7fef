# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say how long to wait, how much may be spent, and how many writes run at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._model.limits import Budget, WaitLimits
from .._model.rules import check_not_negative, check_seconds, not_allowed

COST_SPEC: dict[str, dict[str, Any]] = {
    "estimate_cost": {"type": "bool", "default": False},
    "max_cost": {"type": "float"},
}

WAIT_SPEC: dict[str, dict[str, Any]] = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 600},
    "wait_interval": {"type": "float", "default": 3},
    "settle_timeout": {"type": "float", "default": 30},
}

CONCURRENCY_SPEC: dict[str, dict[str, Any]] = {"concurrency": {"type": "int", "default": 4}}

# The number of connections that the HTTP library keeps.
MAX_CONCURRENCY = 100


def limits_from(params: Mapping[str, Any]) -> WaitLimits:
    """Return how long to wait. Raises InputError."""
    check_not_negative(params, ("wait_timeout", "settle_timeout"))
    if params["wait_interval"] != 0:
        check_seconds(params, ("wait_interval",))
    return WaitLimits(params["wait"], params["wait_timeout"], params["wait_interval"], params["settle_timeout"])


def budget_from(params: Mapping[str, Any]) -> Budget:
    """Return whether to price the planned orders, and the most they may cost. Raises InputError."""
    check_not_negative(params, ("max_cost",))
    return Budget(params["estimate_cost"] or params["max_cost"] is not None, params["max_cost"])


def concurrency_from(params: Mapping[str, Any]) -> int:
    """Return how many writes run at a time. Raises InputError."""
    if not 1 <= params["concurrency"] <= MAX_CONCURRENCY:
        raise not_allowed("concurrency", params["concurrency"], f"1 to {MAX_CONCURRENCY}")
    return int(params["concurrency"])
