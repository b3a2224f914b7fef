# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module as a process of its own that is told to stop, as AWX does when a job is cancelled."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock, serve

from .processes import finish, start, until
from .runner import REGION
from .scenarios import CREATE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_cancelled_job_reports_what_it_bought(tmp_path: Path, number: signal.Signals) -> None:
    emulator = Emulator(clock=RealClock(), creating_seconds=600, latency=0.05)
    items = []
    for index in range(40):
        site = emulator.add_office_site(f"{REGION}+dir-{index}")
        items.append({"office_site_id": site, "bandwidth": 10})
    with serve(emulator) as server:
        process = start(tmp_path, server.url, items, concurrency=2)
        until(lambda: emulator.effects(CREATE) >= 3, "nothing is bought")
        process.send_signal(number)
        result = finish(process)
    bought = emulator.effects(CREATE)
    assert result["failed"] and result["changed"]
    assert 3 <= bought < 40
    assert result["actions"] == [CREATE] * bought
    told = {item["network_package"]["network_package_id"] for item in result["results"] if item["actions"]}
    assert told == set(emulator.packages)


def test_a_cancelled_wait_ends_at_once(tmp_path: Path) -> None:
    emulator = Emulator(clock=RealClock(), creating_seconds=600)
    site = emulator.add_office_site(f"{REGION}+dir-0")
    with serve(emulator) as server:
        process = start(tmp_path, server.url, [{"office_site_id": site, "bandwidth": 10}], wait_interval=60)
        until(lambda: emulator.effects(CREATE) >= 1, "nothing is bought")
        process.send_signal(signal.SIGTERM)
        result = finish(process)
    (item,) = result["results"]
    assert "asked to stop while it waited" in item["msg"]
    assert (item["changed"], item["network_package"]["network_package_id"]) == (True, *emulator.packages)
