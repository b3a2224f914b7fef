# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which values are allowed. Everything here is checked before any write, most of it before any call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .. import _errors as errors
from .package import BY_BANDWIDTH, BY_TRAFFIC, POST_PAID, PRE_PAID

TERMS: Mapping[str, tuple[int, ...]] = {"Week": (1,), "Month": (1, 2, 3, 6), "Year": (1, 2, 3)}

MIN_BANDWIDTH = 2
MAX_BANDWIDTH = {
    (POST_PAID, BY_TRAFFIC): 200,
    (POST_PAID, BY_BANDWIDTH): 1000,
    (PRE_PAID, BY_BANDWIDTH): 1000,
}

MAX_SECONDS = 86400
MAX_INT64 = 2**63 - 1
MAX_TAGS = 20
MAX_TAG_LENGTH = 128


def not_allowed(option: str, value: Any, allowed: str) -> errors.InputError:
    """Return the error of a value that is not allowed: option, value, what is allowed."""
    return errors.InputError(f"{option}: {value!r} is not allowed; {allowed}")


def check_term(period: int, unit: str) -> None:
    """Check the term of a subscription. Raises InputError."""
    if period not in TERMS[unit]:
        raise not_allowed(
            "period",
            period,
            "with period_unit {}: {} ({})".format(
                unit,
                _listed(TERMS[unit]),
                "; ".join(f"{other}: {_listed(TERMS[other])}" for other in TERMS if other != unit),
            ),
        )


def check_bandwidth(bandwidth: int, pay_type: str | None, internet_charge_type: str | None) -> None:
    """Check a bandwidth in Mbit/s against the types known so far (None: not known yet). Raises InputError."""
    fitting = [
        most
        for (pay, charge), most in MAX_BANDWIDTH.items()
        if pay_type in (None, pay) and internet_charge_type in (None, charge)
    ]
    most = max(fitting, default=max(MAX_BANDWIDTH.values()))
    if not MIN_BANDWIDTH <= bandwidth <= most:
        types = " and ".join(name for name in (pay_type, internet_charge_type) if name)
        raise not_allowed(
            "bandwidth",
            bandwidth,
            (f"with {types} " if types else "") + f"{MIN_BANDWIDTH} to {most} Mbit/s",
        )


def check_tags(tags: Mapping[str, str]) -> None:
    """Check tags against the vendor's rules. Raises InputError."""
    if len(tags) > MAX_TAGS:
        raise errors.InputError(f"tags: {len(tags)} tags are not allowed; at most {MAX_TAGS}")
    for key, value in tags.items():
        if not key or len(key) > MAX_TAG_LENGTH:
            raise not_allowed("tags", key, f"a key has 1 to {MAX_TAG_LENGTH} characters")
        if key.lower().startswith(("aliyun", "acs:")):
            raise not_allowed("tags", key, "keys that begin with aliyun or acs: are reserved by the vendor")
        if len(value) > MAX_TAG_LENGTH:
            raise not_allowed("tags", value, f"a value has at most {MAX_TAG_LENGTH} characters")
        for text in (key, value):
            if "http://" in text or "https://" in text:
                raise not_allowed("tags", text, "no http:// or https:// in a tag")


def tags_from(value: Mapping[Any, Any] | None) -> dict[str, str]:
    """Return tags given in YAML with their values as text.

    Raises InputError for a value that is neither text nor a number: ``true`` and ``null`` have more than one spelling.
    """
    tags = {}
    for key, entry in (value or {}).items():
        for name, part in (("key", key), ("value", entry)):
            if isinstance(part, bool) or not isinstance(part, (str, int, float)):
                raise not_allowed("tags", {key: entry}, f"a {name} is text; quote it")
        if str(key) in tags:
            raise not_allowed("tags", {key: entry}, f"two keys are spelled {key}")
        tags[str(key)] = str(entry)
    return tags


def check_whole_numbers(params: Mapping[str, Any], spec: Mapping[str, Mapping[str, Any]]) -> None:
    """Check that no whole number is true or false, which Ansible lets through as 1 and 0. Raises InputError."""
    for name, entry in spec.items():
        if entry.get("type") == "int" and isinstance(params.get(name), bool):
            raise not_allowed(name, params[name], "it is a whole number")


def check_id(option: str, value: str | None) -> None:
    """Check an id, which a blank or a line end makes another one. Raises InputError."""
    if value and not all("!" <= character <= "~" for character in value):
        raise not_allowed(option, value, "an id has no blanks, line ends or characters outside ASCII")


def check_not_negative(params: Mapping[str, Any], names: Iterable[str]) -> None:
    """Check numbers that count or last. Raises InputError."""
    for name in names:
        value = params.get(name)
        if value is not None and not 0 <= value < float("inf"):
            raise not_allowed(name, value, "0 or more")


def check_seconds(params: Mapping[str, Any], names: Iterable[str]) -> None:
    """Check times that must not be zero, and that a socket can wait for. Raises InputError."""
    for name in names:
        value = params.get(name)
        if value is not None and not 0 < value <= MAX_SECONDS:
            raise not_allowed(name, value, f"more than 0, at most {MAX_SECONDS} seconds")


def _listed(values: Iterable[int]) -> str:
    return ", ".join(str(value) for value in values)
