# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small signing client for the tests of the emulator."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION, Emulator
from ansible_collections.alicloud.ecd.tests.emulator.model import Request, write_time
from ansible_collections.alicloud.ecd.tests.emulator.signature import canonical_request, sign, string_to_sign
from ansible_collections.alicloud.ecd.tests.support.http_library import httpx

# The operations of the billing API.
BILLING = ("GetOrderDetail", "QueryAvailableInstances", "SetRenewal")
ECD_HOST = "ecd.cn-hangzhou.aliyuncs.com"
BSS_HOST = "business.aliyuncs.com"
_nonces = itertools.count()


class Api:
    """Signed calls to the emulator, in process or by URL."""

    def __init__(
        self,
        emulator: Emulator,
        url: str | None = None,
        key: tuple[str, str] = (ACCESS_KEY_ID, ACCESS_KEY_SECRET),
        token: str | None = None,
        read_timeout: float = 5.0,
    ) -> None:
        self.emulator = emulator
        self.url = url
        self.key = key
        self.token = token
        transport = None if url else emulator.transport()
        self.http = httpx.Client(
            transport=transport, timeout=httpx.Timeout(5.0, read=read_timeout), trust_env=False, follow_redirects=False
        )

    def headers(self, action: str, query: str, host: str, method: str = "POST", **extra: str) -> dict[str, str]:
        """Return the headers of a signed request; ``extra`` replaces or adds headers before signing."""
        headers = {
            "host": host,
            "x-acs-action": action,
            "x-acs-version": "2017-12-14" if action in BILLING else "2020-09-30",
            "x-acs-date": write_time(self.emulator.clock.signing_now()),
            "x-acs-signature-nonce": f"nonce-{next(_nonces)}",
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        }
        if self.token:
            headers["x-acs-security-token"] = self.token
        headers.update({name.replace("_", "-"): value for name, value in extra.items()})
        text = string_to_sign(canonical_request(Request(method, "/", query, headers), headers))
        names = ";".join(sorted(headers))
        signature = sign(self.key[1], text)
        headers["authorization"] = (
            f"ACS3-HMAC-SHA256 Credential={self.key[0]},SignedHeaders={names},Signature={signature}"
        )
        return headers

    def send(self, query: str, headers: Mapping[str, str], method: str = "POST") -> httpx.Response:
        """Send a signed request."""
        base = self.url or f"https://{headers['host']}"
        return self.http.request(method, f"{base}/?{query}", headers=dict(headers))

    def call(self, action: str, host: str | None = None, method: str = "POST", **params: Any) -> httpx.Response:
        """Sign and send a request; double underscores in names stand for dots, RegionId has a default."""
        values = {name.replace("__", "."): str(value) for name, value in params.items() if value is not None}
        if action not in BILLING and "RegionId" not in params:
            values["RegionId"] = REGION
        query = urlencode(values)
        default_host = BSS_HOST if action in BILLING else ECD_HOST
        host = host or (self.url.split("//")[1] if self.url else default_host)
        return self.send(query, self.headers(action, query, host, method), method)

    def ok(self, action: str, **params: Any) -> Any:
        """Return the JSON of a call that must succeed."""
        response = self.call(action, **params)
        assert response.status_code == 200, response.text
        return response.json()

    def error(self, action: str, **params: Any) -> str:
        """Return status and code of a call that must fail."""
        response = self.call(action, **params)
        assert response.status_code >= 400, response.text
        return f"{response.status_code} {response.json()['Code']}"

    def packages(self, **params: Any) -> list[dict[str, Any]]:
        """Return the network packages of all pages."""
        found: list[dict[str, Any]] = []
        token: str | None = None
        while True:
            page = self.ok("DescribeNetworkPackages", NextToken=token, **params)
            found += page["NetworkPackages"]
            token = page.get("NextToken")
            if not token:
                return found

    def package(self, package_id: str) -> dict[str, Any] | None:
        """Return one network package, or None."""
        found = self.ok("DescribeNetworkPackages", NetworkPackageId__1=package_id)["NetworkPackages"]
        return found[0] if found else None
