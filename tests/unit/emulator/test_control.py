# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control endpoints of the HTTP server, and their client."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import (
    REGION,
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
from ansible_collections.alicloud.ecd.tests.support.control import ControlClient, ControlError
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE


@pytest.fixture
def server() -> Iterator[Server]:
    emulator = Emulator(clock=RealClock(), creating_seconds=0.0, releasing_seconds=0.0)
    emulator.add_office_site(SITE, name="first")
    with serve(emulator, initial_seed={"packages": [{"network_package_id": "np-seed"}]}) as server:
        yield server


@pytest.fixture
def control(server: Server) -> ControlClient:
    return ControlClient(server.url)


def test_journal(server: Server, control: ControlClient) -> None:
    api = Api(server.emulator, server.url, key=(STS_ACCESS_KEY_ID, STS_ACCESS_KEY_SECRET), token=SECURITY_TOKEN)
    api.call("DescribeNetworkPackages")
    api.call("CreateNetworkPackage", Bandwidth=1)
    calls = control.calls()
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
    assert control.counts() == {"CreateNetworkPackage": 1, "DescribeNetworkPackages": 1}
    assert control.writes() == ["CreateNetworkPackage"]
    control.clear_calls()
    assert control.calls() == []


def test_faults(server: Server, control: ControlClient) -> None:
    api = Api(server.emulator, server.url)
    control.add_faults({"kind": "html"}, {"kind": "throttle"})
    assert api.call("DescribeNetworkPackages").status_code == 502
    control.clear_faults()
    assert api.call("DescribeNetworkPackages").status_code == 200
    with pytest.raises(ControlError, match="400 unknown kind of fault"):
        control.add_faults({"kind": "fire"})
    with pytest.raises(ControlError, match="400 the body must be a list of faults"):
        control.request("POST", "faults", {"kind": "html"})


def test_reset(server: Server, control: ControlClient) -> None:
    emulator = server.emulator
    seed = {
        "office_sites": [{"office_site_id": "s1", "name": "one"}],
        "packages": [{"office_site_id": "s1", "network_package_id": "np-1", "expired_time": "2030-01-01T00:00:00Z"}],
        "switches": {"order_id": "number"},
        "faults": [{"kind": "html"}],
    }
    control.reset(seed)
    assert (list(emulator.sites), list(emulator.packages), len(emulator.faults)) == (["s1"], ["np-1"], 1)
    assert emulator.switches == Switches(order_id="number")
    with pytest.raises(ControlError, match="400 unknown key sites of the seed"):
        control.reset({"sites": []})
    assert list(emulator.packages) == ["np-1"]
    control.reset()
    assert (list(emulator.sites), list(emulator.packages), len(emulator.faults)) == ([], ["np-seed"], 0)
    assert (emulator.switches, emulator.calls) == (Switches(), [])


def test_clock(server: Server, control: ControlClient) -> None:
    package_id = server.emulator.add_package(pay_type="PrePaid")
    control.advance_clock(40 * 86400)
    # The client's clock has not moved, and its signatures are still valid.
    package = Api(server.emulator, server.url).package(package_id)
    assert package is not None
    assert package["BusinessStatus"] == "Expired"
    with pytest.raises(ControlError, match="400 the clock cannot go backwards"):
        control.advance_clock(-1)


def test_state(server: Server, control: ControlClient) -> None:
    Api(server.emulator, server.url).ok("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10, Tag__1__Key="a")
    state = control.state()
    (package,), (site,), (order,) = state["packages"], state["sites"], state["orders"]
    assert (package["Bandwidth"], package["RegionId"], package["Tags"]) == (10, REGION, [{"Key": "a", "Value": ""}])
    assert (site["OfficeSiteId"], site["NetworkPackageId"]) == (SITE, package["NetworkPackageId"])
    assert (order["PaymentStatus"], order["NetworkPackageIds"]) == ("Paid", [package["NetworkPackageId"]])
    assert not any(secret in json.dumps(state) for secret in SITE_SECRETS)


def test_switches(server: Server, control: ControlClient) -> None:
    assert control.switch(pages="duplicate")["pages"] == "duplicate"
    assert server.emulator.switches == Switches(pages="duplicate")
    with pytest.raises(ControlError, match="400 switch pages"):
        control.switch(pages="blank")
    with pytest.raises(ControlError, match="400 "):
        control.request("POST", "switches", [1])


def test_orders(server: Server, control: ControlClient) -> None:
    api = Api(server.emulator, server.url)
    order_id = api.ok("CreateNetworkPackage", Bandwidth=10, AutoPay="false")["OrderId"]
    control.set_payment_status(order_id, "Paid")
    assert len(api.packages()) == 1
    with pytest.raises(ControlError, match=f"400 order {order_id} is Paid, not Unpaid"):
        control.set_payment_status(order_id, "Cancelled")
    with pytest.raises(ControlError, match="400 payment_status must be one of Paid, Cancelled"):
        control.set_payment_status(order_id, "Lost")


def test_unknown_endpoint(control: ControlClient) -> None:
    with pytest.raises(ControlError, match="404 unknown endpoint; available: GET /_emulator/calls"):
        control.request("GET", "weather")
