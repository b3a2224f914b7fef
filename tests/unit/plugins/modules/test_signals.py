# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module as a process of its own that is told to stop, as AWX does when a job is cancelled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Emulator, RealClock, serve

from .runner import REGION
from .scenarios import CREATE

ROOT = Path(__file__).absolute().parents[7]
SECONDS = 30

RUN = """
import sys
from ansible.module_utils import basic
basic._ANSIBLE_ARGS = sys.stdin.buffer.read()
basic._ANSIBLE_PROFILE = "legacy"
from ansible_collections.alicloud.ecd.plugins.modules import network_packages
network_packages.main()
"""


def start(url: str, items: list[dict[str, Any]], **options: Any) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    own = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
    arguments = {**own, "endpoint": url, "network_packages": items, **options}
    assert process.stdin
    process.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
    process.stdin.close()
    return process


def finish(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Return what the module printed; it is killed when it hangs, so that no test does."""
    assert process.stdout
    try:
        process.wait(SECONDS)
    finally:
        process.kill()
    with process.stdout:
        result: dict[str, Any] = json.loads(process.stdout.read())
    return result


def until(emulator: Emulator, purchases: int) -> None:
    end = time.monotonic() + SECONDS
    while emulator.effects(CREATE) < purchases:
        assert time.monotonic() < end, "the module bought nothing"
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_cancelled_job_reports_what_it_bought(number: signal.Signals) -> None:
    emulator = Emulator(clock=RealClock(), creating_seconds=600, latency=0.05)
    items = []
    for index in range(40):
        site = emulator.add_office_site(f"{REGION}+dir-{index}")
        items.append({"office_site_id": site, "bandwidth": 10})
    with serve(emulator) as server:
        process = start(server.url, items, concurrency=2)
        until(emulator, 3)
        process.send_signal(number)
        result = finish(process)
    bought = emulator.effects(CREATE)
    assert result["failed"] and result["changed"]
    assert 3 <= bought < 40
    assert result["actions"] == [CREATE] * bought
    told = {item["network_package"]["network_package_id"] for item in result["results"] if item["actions"]}
    assert told == set(emulator.packages)


def test_a_cancelled_wait_ends_at_once() -> None:
    emulator = Emulator(clock=RealClock(), creating_seconds=600)
    site = emulator.add_office_site(f"{REGION}+dir-0")
    with serve(emulator) as server:
        process = start(server.url, [{"office_site_id": site, "bandwidth": 10}], wait_interval=60)
        until(emulator, 1)
        process.send_signal(signal.SIGTERM)
        result = finish(process)
    (item,) = result["results"]
    assert "asked to stop while it waited" in item["msg"]
    assert (item["changed"], item["network_package"]["network_package_id"]) == (True, *emulator.packages)
