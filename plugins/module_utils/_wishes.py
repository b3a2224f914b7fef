# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say what is wished and how long to wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ._apply import Waits
from ._arguments import Choices, given
from ._errors import InputError
from ._model import INTERNET_CHARGE_TYPES, PAY_TYPES, PERIOD_UNITS, Wish
from ._rules import check_not_negative, check_seconds, check_wish, not_allowed, tags_from
from ._survey import Budget

WISH_SPEC: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": Choices(("present", "absent")), "default": "present"},
    "network_package_id": {"type": "str"},
    "office_site_id": {"type": "str"},
    "office_site_name": {"type": "str"},
    "unbind": {"type": "bool", "default": False},
    "tags": {"type": "dict"},
    "bandwidth": {"type": "int"},
    "pay_type": {"type": "str", "choices": Choices(PAY_TYPES)},
    "internet_charge_type": {"type": "str", "choices": Choices(INTERNET_CHARGE_TYPES)},
    "period": {"type": "int", "default": 1},
    "period_unit": {"type": "str", "choices": Choices(PERIOD_UNITS), "default": "Month"},
    "auto_pay": {"type": "bool", "default": True},
    "auto_renew": {"type": "bool"},
    "promotion_id": {"type": "str"},
    "channel_cookie": {"type": "str", "no_log": False},
    "reseller_owner_uid": {"type": "int"},
    "remaining_days": {"type": "int"},
    "enabled": {"type": "bool"},
    "pending_order_id": {"type": "str"},
    "force": {"type": "bool", "default": False},
}

# As many as the HTTP library keeps connections for.
CONCURRENCY_MOST = 100

FLEET_SPEC: dict[str, dict[str, Any]] = {
    "network_packages": {"type": "list", "elements": "dict", "required": True, "options": WISH_SPEC},
    "concurrency": {"type": "int", "default": 4},
}

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


def wish_from(params: Mapping[str, Any], item: str = "") -> Wish:
    """Return the wish of a task or of an item of one, checked as far as can be without a call.

    Raises InputError.
    """
    values = {**given(params, WISH_SPEC), "item": item}
    try:
        values["tags"] = tags_from(values["tags"])
        wish = Wish(**{entry.name: values[entry.name] for entry in fields(Wish)})
        check_wish(wish)
    except InputError as error:
        raise error.of(item) from None
    return wish


def waits_from(params: Mapping[str, Any]) -> Waits:
    """Return how long to wait. Raises InputError."""
    check_not_negative(params, ("wait_timeout", "settle_timeout"))
    if params["wait_interval"] != 0:
        check_seconds(params, ("wait_interval",))
    return Waits(params["wait"], params["wait_timeout"], params["wait_interval"], params["settle_timeout"])


def budget_from(params: Mapping[str, Any]) -> Budget:
    """Return whether to price what would be bought, and the most it may cost. Raises InputError."""
    check_not_negative(params, ("max_cost",))
    return Budget(params["estimate_cost"] or params["max_cost"] is not None, params["max_cost"])


def concurrency_from(params: Mapping[str, Any]) -> int:
    """Return how many writes run at the same time. Raises InputError."""
    if not 1 <= params["concurrency"] <= CONCURRENCY_MOST:
        raise not_allowed("concurrency", params["concurrency"], f"1 to {CONCURRENCY_MOST}")
    return int(params["concurrency"])
