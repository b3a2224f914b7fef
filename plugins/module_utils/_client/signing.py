# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud signature version 3 (ACS3-HMAC-SHA256) as a pure function.

https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """An access key pair, with the token that belongs to it when it is a temporary one."""

    access_key_id: str
    access_key_secret: str = field(repr=False)
    security_token: str | None = field(default=None, repr=False)


def canonical_query(params: Mapping[str, str]) -> str:
    """Return ``params`` sorted and percent-encoded by RFC 3986; fit for the wire as it is."""
    return "&".join("{}={}".format(quote(key, safe="-_.~"), quote(params[key], safe="-_.~")) for key in sorted(params))


def string_to_sign(method: str, query: str, headers: Mapping[str, str]) -> str:
    """Return the text that the signature is made of; ``headers`` have lower-case names and are all signed."""
    names = sorted(headers)
    lines = [method, "/", query]
    lines += [f"{name}:{headers[name].strip()}" for name in names]
    lines += ["", ";".join(names), headers["x-acs-content-sha256"]]
    return "{}\n{}".format(ALGORITHM, hashlib.sha256("\n".join(lines).encode()).hexdigest())


def authorization(credentials: Credentials, method: str, query: str, headers: Mapping[str, str]) -> str:
    """Return the value of the ``Authorization`` header for a request to the path ``/``."""
    signature = hmac.new(
        credentials.access_key_secret.encode(), string_to_sign(method, query, headers).encode(), hashlib.sha256
    ).hexdigest()
    return "{} Credential={},SignedHeaders={},Signature={}".format(
        ALGORITHM, credentials.access_key_id, ";".join(sorted(headers)), signature
    )


def sign(
    credentials: Credentials,
    *,
    host: str,
    action: str,
    version: str,
    query: str,
    date: str,
    nonce: str,
    extra: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return all headers of a ``POST /`` without a body, signed.

    ``date`` is UTC as ``2026-01-15T08:09:10Z``, ``nonce`` any text that was not used before,
    ``extra`` further headers (lower-case names) to send and sign.
    """
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": date,
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
        **(extra or {}),
    }
    if credentials.security_token:
        headers["x-acs-accesskey-id"] = credentials.access_key_id
        headers["x-acs-security-token"] = credentials.security_token
    return {**headers, "authorization": authorization(credentials, "POST", query, headers)}
