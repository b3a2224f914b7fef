# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that describe the desired state of one network package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from .. import _errors as errors
from .._model import rules
from .._model.desired import Desired, check_desired
from .._model.package import INTERNET_CHARGE_TYPES, PAY_TYPES, PERIOD_UNITS
from . import blanks, connection

DESIRED_SPEC: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": blanks.Choices(("present", "absent")), "default": "present"},
    "network_package_id": {"type": "str"},
    "office_site_id": {"type": "str"},
    "office_site_name": {"type": "str"},
    "unbind": {"type": "bool", "default": False},
    "tags": {"type": "dict"},
    "bandwidth": {"type": "int"},
    "pay_type": {"type": "str", "choices": blanks.Choices(PAY_TYPES)},
    "internet_charge_type": {"type": "str", "choices": blanks.Choices(INTERNET_CHARGE_TYPES)},
    "period": {"type": "int", "default": 1},
    "period_unit": {"type": "str", "choices": blanks.Choices(PERIOD_UNITS), "default": "Month"},
    "auto_pay": {"type": "bool", "default": True},
    "auto_renew": {"type": "bool"},
    "promotion_id": {"type": "str"},
    "channel_cookie": {"type": "str", "no_log": False},
    "reseller_owner_uid": {"type": "int"},
    "remaining_days": {"type": "int"},
    "enabled": {"type": "bool"},
    "pending_order_id": {"type": "str"},
    "purchase": {"type": "bool", "default": True},
    "force": {"type": "bool", "default": False},
}


def desired_from(params: Mapping[str, Any]) -> Desired:
    """Return the desired state that a task declares, checked as far as possible without a call. Raises InputError."""
    rules.check_whole_numbers(params, DESIRED_SPEC)
    return build_desired(blanks.given(params, DESIRED_SPEC), connection.required_region(connection.region_from(params)))


def build_desired(options: Mapping[str, Any], region_id: str, item: str = "") -> Desired:
    """Return the desired state of ``options``, which have their types and no blanks.

    Raises InputError, which begins with ``item``.
    """
    try:
        values = {**options, "tags": rules.tags_from(options.get("tags")), "region_id": region_id, "item": item}
        desired = Desired(**{entry.name: values[entry.name] for entry in fields(Desired) if entry.name in values})
        check_desired(desired)
    except errors.InputError as error:
        raise error.about(item) from None
    return desired
