# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of fault with both transports, before and after the effect."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Fault
from ansible_collections.alicloud.ecd.tests.support.http_library import httpx
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

CREATE: dict[str, Any] = {"OfficeSiteId": SITE, "Bandwidth": 10}
BOTH = pytest.mark.parametrize(("when", "effects"), [("before", 0), ("after", 1)])


def create(api: Api) -> httpx.Response:
    return api.call("CreateNetworkPackage", **CREATE)


def recovers(api: Api, effects: int) -> None:
    """One call failed; the journal and the account agree on whether it took effect."""
    emulator = api.emulator
    assert emulator.effects("CreateNetworkPackage") == len(emulator.packages) == effects
    assert create(api).status_code == (400 if effects else 200)


@BOTH
def test_throttle(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("throttle", when=when, retry_after=2))
    response = create(any_api)
    assert (response.status_code, response.json()["Code"]) == (400, "Throttling.User")
    assert response.headers["x-acs-retry-after"] == "2"
    recovers(any_api, effects)


def test_throttle_without_a_hint(any_api: Api) -> None:
    any_api.emulator.faults.add(Fault("throttle", code="Throttling.Api", message="Slower.", status=429))
    response = create(any_api)
    assert (response.status_code, response.json()["Code"]) == (429, "Throttling.Api")
    assert response.json()["Message"] == "Slower."
    assert "x-acs-retry-after" not in response.headers


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault("error"), (500, "InternalError")),
        (Fault("error", status=503), (503, "ServiceUnavailable")),
        (Fault("error", status=504), (504, "RequestTimeout")),
        (Fault("error", code="Forbidden.RAM", status=403), (403, "Forbidden.RAM")),
        (Fault("error", code="RISK.RISK_CONTROL_REJECTION"), (400, "RISK.RISK_CONTROL_REJECTION")),
    ],
)
def test_error(any_api: Api, fault: Fault, expected: tuple[int, str]) -> None:
    any_api.emulator.faults.add(fault)
    response = create(any_api)
    assert (response.status_code, response.json()["Code"]) == expected
    assert ("AccessDeniedDetail" in response.json()) == (expected[1] == "Forbidden.RAM")
    recovers(any_api, 0)


def test_error_after_the_effect(any_api: Api) -> None:
    any_api.emulator.faults.add(Fault("error", when="after", message="Try again."))
    assert create(any_api).json()["Message"] == "Try again."
    recovers(any_api, 1)


@BOTH
def test_reset(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("reset", when=when))
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        create(any_api)
    call = any_api.emulator.calls[-1]
    assert (call.status, call.code, call.fault, call.effect) == (None, None, "reset", bool(effects))
    recovers(any_api, effects)


@BOTH
def test_hang(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("hang", when=when))
    begin, wall = any_api.emulator.clock.time(), time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        create(any_api)
    assert any_api.emulator.clock.time() - begin >= 0.29
    assert time.monotonic() - wall < 5
    recovers(any_api, effects)


def test_connect(api: Api) -> None:
    api.emulator.faults.add(Fault("connect"))
    with pytest.raises(httpx.ConnectError):
        create(api)
    assert api.emulator.calls[-1].fault == "connect"
    recovers(api, 0)


def test_connect_with_the_http_server_is_a_reset(any_api: Api) -> None:
    any_api.emulator.faults.add(Fault("connect"))
    with pytest.raises(httpx.NetworkError):
        create(any_api)
    recovers(any_api, 0)


@BOTH
def test_html(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("html", when=when))
    response = create(any_api)
    assert (response.status_code, response.headers["content-type"]) == (502, "text/html")
    assert "Bad Gateway" in response.text
    recovers(any_api, effects)


@BOTH
def test_empty(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("empty", when=when))
    response = create(any_api)
    assert (response.status_code, response.content) == (200, b"")
    recovers(any_api, effects)


@BOTH
def test_truncated(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("truncated", when=when))
    response = create(any_api)
    assert response.status_code == 200
    assert response.text.startswith("{")
    with pytest.raises(json.JSONDecodeError):
        response.json()
    recovers(any_api, effects)


@BOTH
def test_not_documented(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("not_documented", when=when))
    response = create(any_api)
    assert response.status_code == 200
    assert list(response.json()) == ["RequestId"]
    recovers(any_api, effects)


def test_not_documented_with_a_body(any_api: Api) -> None:
    any_api.emulator.faults.add(Fault("not_documented", body='{"NetworkPackages": null}'))
    assert any_api.ok("DescribeNetworkPackages") == {"NetworkPackages": None}


@BOTH
def test_redirect(any_api: Api, when: str, effects: int) -> None:
    any_api.emulator.faults.add(Fault("redirect", when=when))
    response = create(any_api)
    assert response.status_code == 307
    assert httpx.URL(response.headers["location"]).host == "elsewhere.example.invalid"
    recovers(any_api, effects)


def test_hang_without_a_read_timeout_is_bounded(emulator: Emulator) -> None:
    api = Api(emulator)
    api.http.timeout = httpx.Timeout(None)
    emulator.faults.add(Fault("hang"))
    begin = emulator.clock.time()
    with pytest.raises(httpx.ReadTimeout):
        create(api)
    assert emulator.clock.time() - begin == 30


def test_amended(any_api: Api) -> None:
    any_api.emulator.faults.add(Fault("amended", when="after", body='{"OrderId": 7, "Code": null}'))
    response = create(any_api)
    assert response.status_code == 200
    assert (response.json()["OrderId"], response.json()["Code"]) == (7, None)
    assert response.json()["NetworkPackageId"] in any_api.emulator.packages
    recovers(any_api, 1)


@pytest.mark.parametrize(("when", "body"), [("before", "{}"), ("after", "[]"), ("after", None)])
def test_amended_needs_a_response_and_members(when: str, body: str | None) -> None:
    with pytest.raises(ValueError, match="an amended response"):
        Fault("amended", when=when, body=body)
