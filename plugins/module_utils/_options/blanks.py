# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blank means not given: null and empty strings, in options and in the environment alike."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .._client.credentials import first_set

BLANKS = ("", None)


class Choices(tuple):  # type: ignore[type-arg]
    """Choices that accept an empty string: AWX injects one for a field left blank, and it means "not given"."""

    def __contains__(self, value: object) -> bool:
        return value == "" or super().__contains__(value)


def environment(*names: str) -> str:
    """Fall back to the first variable that is neither missing nor empty.

    Without one the empty string stands for "not given", as it does in options: what is required is then asked for in
    our own words, which name the variables.
    """
    return first_set(os.environ, names) or ""


def is_blank(value: Any) -> bool:
    """Tell whether ``value`` counts as not given."""
    return value is None or (isinstance(value, str) and not value)


def without_blanks(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``options`` without those that count as not given."""
    return {name: value for name, value in options.items() if not is_blank(value)}


def given(params: Mapping[str, Any], spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parameters of ``spec`` with every blank replaced by the environment's value or the default."""
    return {name: _given(params.get(name), entry) for name, entry in spec.items()}


def _given(value: Any, entry: Mapping[str, Any]) -> Any:
    if not is_blank(value):
        return value
    fallback, names = entry.get("fallback", (None, ()))
    found = first_set(os.environ, names) if fallback else None
    return found if found is not None else entry.get("default")


def invocation(params: Mapping[str, Any], spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a result says of its task: the options that were given, without the blanks and the defaults.

    The whole list of options, once for the task and once for each item, is most of what a long result would hold.
    """
    options = {
        name: value
        for name, value in without_blanks(params).items()
        if name in spec and value != spec[name].get("default")
    }
    return {"module_args": options}
