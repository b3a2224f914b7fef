# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The list of the bulk module: items and their defaults, checked all together before the first call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.common.validation import check_type_bool, check_type_dict, check_type_int, check_type_str

from .._errors import EcdError, InputError, raise_together
from .._model import rules
from .._model.desired import Desired
from .._model.office_site import closest
from .._text import MAX_NAME, shown
from . import blanks, connection
from .desired import DESIRED_SPEC, build_desired

ITEM_SPEC: dict[str, dict[str, Any]] = {"region_id": {"type": "str"}, **DESIRED_SPEC}
IDENTITIES = ("network_package_id", "office_site_id", "office_site_name")

# The items have no nested ``options`` here: they are checked below, with messages that name the item, once, and with
# ``defaults`` merged in first.
ITEMS_SPEC: dict[str, dict[str, Any]] = {
    "network_packages": {"type": "list", "elements": "dict", "required": True},
    "defaults": {"type": "dict"},
}


def items_from(params: Mapping[str, Any]) -> list[Desired]:
    """Return the desired state of every item. Raises InputError that names what is wrong, item by item."""
    region_id = connection.region_from(params)
    items: list[Desired] = []
    errors: list[EcdError] = []
    defaults = None
    try:
        defaults = _defaults(params["defaults"] or {})
    except InputError as error:
        errors.append(error)
    for number, item in enumerate(params["network_packages"]):
        place = _place(item, number)
        try:
            own = _typed(_known(item, place), place)
            # What an item lacks is not known while the defaults are wrong.
            if defaults is not None:
                items.append(_desired(item, own, place, defaults, region_id))
        except InputError as error:
            errors.append(error)
    raise_together(errors)
    return items


def _defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    defaults = _typed(_known(options, "defaults"), "defaults")
    for name in IDENTITIES:
        if name in defaults:
            raise InputError(f"defaults: {name} is not allowed there; it identifies the package of one item")
    return defaults


def _place(item: Mapping[str, Any], number: int) -> str:
    name = next((f" ({shown(str(item[option]), MAX_NAME)})" for option in IDENTITIES if item.get(option)), "")
    return f"network_packages[{number}]{name}"


def _desired(
    item: Mapping[str, Any], own: Mapping[str, Any], place: str, defaults: Mapping[str, Any], region_id: str | None
) -> Desired:
    _check_identity(item, own, place)
    options = {**defaults, **own}
    region = options.pop("region_id", region_id)
    if not region:
        raise InputError(
            f"{place}: region_id is missing; set it in the item, in defaults or for the task, or set one of "
            f"{', '.join(connection.REGION_VARIABLES)}"
        )
    return build_desired(options, region, place)


def _check_identity(item: Mapping[str, Any], own: Mapping[str, Any], place: str) -> None:
    """Check that the item says itself which package it means; the tags of ``defaults`` are no identity.

    A blank that lets the tags identify another package than the one whose field was left blank could release it.
    """
    if any(name in own for name in IDENTITIES):
        return
    blank = [name for name in IDENTITIES if name in item]
    if blank and "tags" in own:
        raise InputError(f"{place}: {blank[0]} is blank; set it, or remove it to have tags identify the package")
    if not own.get("tags"):
        raise InputError(f"{place}: no package is identified: set one of {', '.join(IDENTITIES)}, tags")


def _known(options: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    unknown = [name for name in options if name not in ITEM_SPEC]
    if unknown:
        raise InputError(f"{place}: {'; '.join(map(_unknown, unknown))}")
    return options


def _unknown(name: Any) -> str:
    if name in connection.CONNECTION_SPEC:
        return f"{name} is not an option of an item; set it for the task"
    close = closest(str(name), list(ITEM_SPEC))
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(ITEM_SPEC))}"
    return f"{shown(str(name), MAX_NAME)} is not an option; {hint}"


def _typed(options: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return the options that are not blank in their types: surveys give numbers as text."""
    try:
        return {name: _value(name, value) for name, value in blanks.without_blanks(options).items()}
    except InputError as error:
        raise error.about(place) from None


def _value(name: str, value: Any) -> Any:
    entry = ITEM_SPEC[name]
    check, kind = _TYPES[entry["type"]]
    try:
        typed = check(value)
    except (TypeError, ValueError):
        raise rules.not_allowed(name, value, kind) from None
    if "choices" in entry and typed not in entry["choices"]:
        raise rules.not_allowed(name, value, f"one of {', '.join(entry['choices'])}")
    return connection.check_region(typed) if name == "region_id" else typed


def _whole_number(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(check_type_int(value))


def _text(value: Any) -> str:
    if isinstance(value, (bool, dict, list)):
        raise TypeError
    return str(check_type_str(value))


_TYPES: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "str": (_text, "it is text"),
    "int": (_whole_number, "it is a whole number"),
    "bool": (check_type_bool, "it is true or false"),
    "dict": (check_type_dict, "it is a dictionary"),
}
