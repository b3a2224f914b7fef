# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every module has, and the way from them to the API of a region."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from typing import Any

from ._api import ECD_VERSION, Ecd
from ._credentials import first_set, resolve
from ._endpoint import endpoint_url
from ._errors import InputError
from ._rules import check_not_negative, check_seconds
from ._transport import Client, Connection, Service, Timing, open_http

REGION_VARIABLES = (
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABA_CLOUD_REGION",
    "ALICLOUD_REGION",
    "ALICLOUD_REGION_ID",
)
# The length of a label in a host name.
REGION_LENGTH = 63
ENDPOINT_VARIABLES = ("ALIBABA_CLOUD_ECD_ENDPOINT",)


class Choices(tuple):  # type: ignore[type-arg]
    """Choices that let an empty text pass: AWX injects one for a field left blank, and it means "not given"."""

    def __contains__(self, value: object) -> bool:
        return value == "" or super().__contains__(value)


def environment(*names: str) -> str:
    """Fall back to the first variable that is neither missing nor empty.

    Where none is set the empty text stands for "not given", as it does in options: what is needed is then asked for
    in our own words, which name the variables.
    """
    return first_set(os.environ, names) or ""


CONNECTION_SPEC: dict[str, dict[str, Any]] = {
    # The variables of these four are read in _credentials: credentials come whole from one source.
    "access_key_id": {"type": "str", "no_log": False},
    "access_key_secret": {"type": "str", "no_log": True},
    "security_token": {"type": "str", "no_log": True},
    "profile": {"type": "str"},
    "region_id": {
        "type": "str",
        "required": True,
        "aliases": ["region"],
        "fallback": (environment, list(REGION_VARIABLES)),
    },
    "endpoint": {"type": "str", "fallback": (environment, list(ENDPOINT_VARIABLES))},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "connect_timeout": {"type": "float", "default": 5},
    "read_timeout": {"type": "float", "default": 30},
    "retries": {"type": "int", "default": 5},
    "retry_delay": {"type": "float", "default": 1},
}


BILLING_SPEC: dict[str, dict[str, Any]] = {
    "bss_endpoint": {"type": "str", "fallback": (environment, ["ALIBABA_CLOUD_BSS_ENDPOINT"])},
}


def given(params: Mapping[str, Any], spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parameters of ``spec`` with every empty text replaced by the default or fallback."""
    return {name: _given(params.get(name), entry) for name, entry in spec.items()}


def _given(value: Any, entry: Mapping[str, Any]) -> Any:
    if value not in ("", None):
        return value
    fallback, names = entry.get("fallback", (None, ()))
    found = first_set(os.environ, names) if fallback else None
    return found if found is not None else entry.get("default")


@dataclass(frozen=True)
class Region:
    """What a task works with: the API of its region, the clocks to wait by, and the billing API behind a door."""

    api: Ecd
    timing: Timing
    payment_status: Callable[[str], str]


Connect = Callable[[Mapping[str, Any]], AbstractContextManager[Region]]


@contextmanager
def open_region(
    params: Mapping[str, Any],
    *,
    environ: MutableMapping[str, str] | None = None,
    transport: Any = None,
    timing: Timing | None = None,
) -> Iterator[Region]:
    """Yield the region of a task over one connection.

    Raises InputError, CredentialsError or LibraryMissing before anything is sent.
    """
    values = given(params, {**CONNECTION_SPEC, **BILLING_SPEC})
    region_id = _region(values["region_id"])
    connection = _connection(values)
    url = endpoint_url(values["endpoint"] or f"ecd.{region_id}.aliyuncs.com", "endpoint")
    billing = endpoint_url(values["bss_endpoint"], "bss_endpoint") if values["bss_endpoint"] else None
    credentials = resolve(values, environ)
    timing = timing or Timing()

    def payment_status(order_id: str) -> str:
        from ._billing import BSS_VERSION, SITE_HOSTS, payment_status

        urls = (billing,) if billing else SITE_HOSTS
        # A connection of its own: what suits the endpoint of ECD (plain http, say) need not suit this one.
        with open_http(connection, urls[0], transport) as http:
            client = Client(http, credentials, Service(urls[0], BSS_VERSION), connection, timing)
            return payment_status(client, urls, order_id)

    with open_http(connection, url, transport) as http:
        client = Client(http, credentials, Service(url, ECD_VERSION), connection, timing)
        yield Region(Ecd(client, region_id), timing, payment_status)


def _region(region_id: str | None) -> str:
    if not region_id:
        raise InputError("region_id is required: give the option or set one of {}".format(", ".join(REGION_VARIABLES)))
    # It becomes part of a host name that receives signed requests.
    if len(region_id) > REGION_LENGTH or not all("a" <= c <= "z" or "0" <= c <= "9" or c == "-" for c in region_id):
        raise InputError(
            f"region_id: {region_id!r} is not allowed; it is made of lower-case letters, digits and hyphens, as "
            "cn-hangzhou"
        )
    return region_id


def _connection(values: Mapping[str, Any]) -> Connection:
    check_seconds(values, ("connect_timeout", "read_timeout"))
    check_not_negative(values, ("retries", "retry_delay"))
    return Connection(**{entry.name: values[entry.name] for entry in fields(Connection)})
