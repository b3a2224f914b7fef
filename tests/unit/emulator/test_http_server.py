# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP server: connections, concurrent calls, and shutdown."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import (
    Emulator,
    Fault,
    RealClock,
    Server,
    serve,
)
from ansible_collections.alicloud.ecd.tests.support.http_library import httpx
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE


@pytest.fixture
def server() -> Iterator[Server]:
    emulator = Emulator(clock=RealClock(), creating_seconds=0.0, releasing_seconds=0.0)
    emulator.add_office_site(SITE, name="first")
    with serve(emulator, initial_seed={"packages": [{"network_package_id": "np-seed"}]}) as server:
        yield server


def test_connections_are_kept(server: Server) -> None:
    api = Api(server.emulator, server.url)
    responses = [api.call("DescribeNetworkPackages") for _call in range(3)]
    streams = {id(response.extensions["network_stream"]) for response in responses}
    assert {response.http_version for response in responses} == {"HTTP/1.1"}
    assert len(streams) == 1


def test_two_purchases_at_once_for_one_office_network(server: Server) -> None:
    statuses: list[int] = []
    gate = threading.Barrier(8)

    def buy() -> None:
        api = Api(server.emulator, server.url)
        gate.wait()
        statuses.append(api.call("CreateNetworkPackage", OfficeSiteId=SITE, Bandwidth=10).status_code)

    threads = [threading.Thread(target=buy) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [400] * 7
    assert server.emulator.effects("CreateNetworkPackage") == len(server.emulator.packages) == 1


def test_a_hanging_call_does_not_keep_the_server_from_stopping() -> None:
    emulator = Emulator(clock=RealClock())
    emulator.faults.add(Fault("hang"))
    server = serve(emulator)
    server.start()
    failures: list[Exception] = []

    def call() -> None:
        try:
            Api(emulator, server.url, read_timeout=30.0).call("DescribeNetworkPackages")
        except httpx.HTTPError as error:
            failures.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while not emulator.calls:
        thread.join(0.01)
    server.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert len(failures) == 1


def test_latency_is_taken_from_the_clock() -> None:
    emulator = Emulator(latency=1.5)
    begin = emulator.clock.time()
    Api(emulator).call("DescribeNetworkPackages")
    assert emulator.clock.time() - begin == 1.5
