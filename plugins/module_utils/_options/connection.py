# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every module has, and what they say about reaching the API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from .. import _errors as errors
from .._client.connection import Connection
from .._client.credentials import resolve
from .._client.endpoint import endpoint_url, is_plain
from .._client.region import Access
from .._model import rules
from . import blanks

REGION_VARIABLES = (
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABA_CLOUD_REGION",
    "ALICLOUD_REGION",
    "ALICLOUD_REGION_ID",
)
REGION = re.compile(r"[a-z]{2}-[a-z0-9-]+")
# The length of a label in a host name.
MAX_REGION_LENGTH = 63
_VARIABLES = {"endpoint": "ALIBABA_CLOUD_ECD_ENDPOINT", "bss_endpoint": "ALIBABA_CLOUD_BSS_ENDPOINT"}

CONNECTION_SPEC: dict[str, dict[str, Any]] = {
    # The variables of these four are read with the credentials, which come from one source.
    "access_key_id": {"type": "str", "no_log": False},
    "access_key_secret": {"type": "str", "no_log": True},
    "security_token": {"type": "str", "no_log": True},
    "profile": {"type": "str"},
    "region_id": {
        "type": "str",
        "required": True,
        "aliases": ["region"],
        "fallback": (blanks.environment, list(REGION_VARIABLES)),
    },
    "endpoint": {"type": "str", "fallback": (blanks.environment, [_VARIABLES["endpoint"]])},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "connect_timeout": {"type": "float", "default": 5},
    "read_timeout": {"type": "float", "default": 30},
    "retries": {"type": "int", "default": 5},
    "retry_delay": {"type": "float", "default": 1},
}

BILLING_SPEC: dict[str, dict[str, Any]] = {
    "bss_endpoint": {"type": "str", "fallback": (blanks.environment, [_VARIABLES["bss_endpoint"]])},
}


def access_from(params: Mapping[str, Any], environ: MutableMapping[str, str] | None = None) -> Access:
    """Return how to reach the API, and as whom. Raises InputError or CredentialsError."""
    values = blanks.given(params, {**CONNECTION_SPEC, **BILLING_SPEC})
    connection = _connection(values)
    endpoint = _url(values, "endpoint")
    return Access(
        endpoint=endpoint,
        # Who calls a server on this machine, an emulator say, does not mean to ask the real billing.
        bss_endpoint=_url(values, "bss_endpoint") or (endpoint if is_plain(endpoint) else None),
        connection=connection,
        credentials=resolve(values, environ),
    )


def connection_warnings(params: Mapping[str, Any], access: Access) -> Iterator[str]:
    """Yield what a user should see on the screen who has forgotten that it is set. ``params`` has all options."""
    if not access.connection.validate_certs:
        yield (
            "validate_certs: the certificate of the server is not verified, so that anybody on the way can read and "
            "change what is sent and received; use ca_path for a CA of your own"
        )
    places = {"endpoint": access.endpoint, "bss_endpoint": access.bss_endpoint}
    seen: set[str | None] = set()
    for option, url in places.items():
        if option in params and is_plain(url) and url not in seen:
            seen.add(url)
            yield (
                f"{option}: this task does not call Alibaba Cloud, but {url}, a server on this machine; unset the "
                f"option, or the environment variable {_VARIABLES[option]}, for production"
            )


def endpoint_of(params: Mapping[str, Any]) -> str | None:
    """Return the URL of the endpoint of ECD that is given; None is the vendor's. Raises InputError."""
    return _url(blanks.given(params, {"endpoint": CONNECTION_SPEC["endpoint"]}), "endpoint")


def region_from(params: Mapping[str, Any]) -> str | None:
    """Return the region of the task, or of its environment; None when there is none. Raises InputError."""
    region_id = blanks.given(params, {"region_id": CONNECTION_SPEC["region_id"]})["region_id"]
    return check_region(region_id) if region_id else None


def required_region(region_id: str | None) -> str:
    """Return ``region_id``. Raises InputError, with all ways to give it, when it is None."""
    if not region_id:
        raise errors.InputError(f"region_id is required: set the option or one of {', '.join(REGION_VARIABLES)}")
    return region_id


def check_region(region_id: str) -> str:
    """Return ``region_id`` if it can be one. Raises InputError."""
    # It becomes part of a host name that receives signed requests.
    if len(region_id) > MAX_REGION_LENGTH or not REGION.fullmatch(region_id):
        raise errors.InputError(
            f"region_id: {region_id!r} is not allowed; it consists of lower-case letters, digits and hyphens, and "
            "begins with two letters and a hyphen, such as cn-hangzhou"
        )
    return region_id


def _url(values: Mapping[str, Any], option: str) -> str | None:
    return endpoint_url(values[option], option) if values[option] else None


def _connection(values: Mapping[str, Any]) -> Connection:
    rules.check_whole_numbers(values, CONNECTION_SPEC)
    if values["ca_path"] and not values["validate_certs"]:
        raise errors.InputError(
            "validate_certs and ca_path: ca_path is not allowed with validate_certs: false, which verifies no "
            "certificate; remove one of the two"
        )
    rules.check_seconds(values, ("connect_timeout", "read_timeout"))
    rules.check_not_negative(values, ("retries", "retry_delay"))
    return Connection(**{name: values[name] for name in Connection._fields})
