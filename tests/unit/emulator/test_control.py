# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control endpoints of the HTTP door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from ansible_collections.alicloud.ecd.tests.emulator import (
    SECURITY_TOKEN,
    SITE_SECRETS,
    STS_ACCESS_KEY_ID,
    STS_ACCESS_KEY_SECRET,
    Emulator,
    RealClock,
    Server,
    Switches,
    serve,
)
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE

REGION = "cn-hangzhou"


@pytest.fixture
def server() -> Iterator[Server]:
    emulator = Emulator(clock=RealClock(), creating_seconds=0.0, releasing_seconds=0.0)
    emulator.add_office_site(SITE, name="first")
    with serve(emulator, start_seed={"packages": [{"network_package_id": "np-seed"}]}) as server:
        yield server


def control(server: Server, method: str, path: str, body: object = None) -> Any:
    content = None if body is None else json.dumps(body)
    response = httpx.request(method, f"{server.url}/_emulator/{path}", content=content, trust_env=False)
    return response.json() if response.status_code == 200 else f"{response.status_code} {response.json()['error']}"


def test_journal(server: Server) -> None:
    api = Api(server.emulator, server.url, key=(STS_ACCESS_KEY_ID, STS_ACCESS_KEY_SECRET), token=SECURITY_TOKEN)
    api.call("DescribeNetworkPackages")
    api.call("CreateNetworkPackage", Bandwidth=1)
    calls = control(server, "GET", "calls")
    assert calls[1] == {
        "action": "CreateNetworkPackage",
        "params": {"Bandwidth": "1", "RegionId": REGION},
        "host": server.endpoint,
        "effect": False,
        "status": 400,
        "code": "InvalidBandwidth",
        "fault": None,
    }
    text = json.dumps(calls)
    assert not any(secret in text for secret in (SECURITY_TOKEN, STS_ACCESS_KEY_SECRET, "Signature=", "nonce-"))
    assert control(server, "GET", "calls?summary=1") == {"CreateNetworkPackage": 1, "DescribeNetworkPackages": 1}
    control(server, "DELETE", "calls")
    assert control(server, "GET", "calls") == []


def test_faults_by_control(server: Server) -> None:
    api = Api(server.emulator, server.url)
    assert control(server, "POST", "faults", [{"kind": "html"}, {"kind": "throttle"}]) == {"waiting": 2}
    assert api.call("DescribeNetworkPackages").status_code == 502
    control(server, "DELETE", "faults")
    assert api.call("DescribeNetworkPackages").status_code == 200
    assert control(server, "POST", "faults", [{"kind": "fire"}]).startswith("400 unknown kind of fault")
    assert control(server, "POST", "faults", {"kind": "html"}) == "400 a list of faults is wanted"


def test_reset_by_control(server: Server) -> None:
    emulator = server.emulator
    seed = {
        "office_sites": [{"office_site_id": "s1", "name": "one"}],
        "packages": [{"office_site_id": "s1", "network_package_id": "np-1", "expired_time": "2030-01-01T00:00:00Z"}],
        "switches": {"order_id": "number"},
        "faults": [{"kind": "html"}],
    }
    control(server, "POST", "reset", seed)
    assert (list(emulator.sites), list(emulator.packages), len(emulator.faults)) == (["s1"], ["np-1"], 1)
    assert emulator.switches == Switches(order_id="number")
    assert control(server, "POST", "reset", {"plans": []}).startswith("400 unknown part plans of the seed")
    assert list(emulator.packages) == ["np-1"]
    control(server, "POST", "reset")
    assert (list(emulator.sites), list(emulator.packages), len(emulator.faults)) == ([], ["np-seed"], 0)
    assert (emulator.switches, emulator.calls) == (Switches(), [])


def test_clock_by_control(server: Server) -> None:
    package_id = server.emulator.add_package(pay_type="PrePaid")
    control(server, "POST", "clock", {"advance": 40 * 86400})
    # The client's clock has not moved, and its signatures are still good.
    plan = Api(server.emulator, server.url).plan(package_id)
    assert plan is not None
    assert plan["BusinessStatus"] == "Expired"
    assert control(server, "POST", "clock", {"advance": -1}) == "400 a clock does not go backwards"


def test_state_by_control(server: Server) -> None:
    Api(server.emulator, server.url).ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, Tag__1__Key="a")
    state = control(server, "GET", "state")
    (plan,), (site,), (order,) = state["packages"], state["sites"], state["orders"]
    assert (plan["Bandwidth"], plan["RegionId"], plan["Tags"]) == (10, REGION, [{"Key": "a", "Value": ""}])
    assert (site["OfficeSiteId"], site["NetworkPackageId"]) == (SITE, plan["NetworkPackageId"])
    assert (order["PaymentStatus"], order["NetworkPackageIds"]) == ("Paid", [plan["NetworkPackageId"]])
    assert not any(secret in json.dumps(state) for secret in SITE_SECRETS)


def test_switches_by_control(server: Server) -> None:
    assert control(server, "POST", "switches", {"pages": "duplicate"})["pages"] == "duplicate"
    assert server.emulator.switches == Switches(pages="duplicate")
    assert control(server, "POST", "switches", {"pages": "blank"}).startswith("400 switch pages")
    assert control(server, "POST", "switches", [1]).startswith("400 ")


def test_orders_by_control(server: Server) -> None:
    api = Api(server.emulator, server.url)
    order_id = api.ok("CreateNetworkPackage", Bandwidth=10, AutoPay="false")["OrderId"]
    assert control(server, "POST", "orders", {"order_id": order_id, "payment_status": "Paid"}) == {}
    assert len(api.plans()) == 1
    again = control(server, "POST", "orders", {"order_id": order_id, "payment_status": "Cancelled"})
    assert again == f"400 order {order_id} is Paid, not Unpaid"
    assert control(server, "POST", "orders", {"order_id": order_id, "payment_status": "Lost"}).startswith("400 ")


def test_unknown_control_endpoint(server: Server) -> None:
    assert control(server, "GET", "weather").startswith("404 no such endpoint; there are: GET /_emulator/calls")
