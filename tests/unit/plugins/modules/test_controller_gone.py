# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module whose controller is killed: it is not in the killed process group, and must not go on buying."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock, serve

from .processes import RUN, SECONDS, arguments, environment, until
from .runner import REGION
from .scenarios import CREATE

# As ansible-core 2.19 and newer: the worker leads a session of its own, and runs the module through a shell.
CONTROLLER = """
import os, subprocess, sys
worker = os.fork()
if not worker:
    os.setsid()
    with open(sys.argv[1], "rb") as options, open(sys.argv[2], "wb") as output:
        module = subprocess.Popen(
            ["/bin/sh", "-c", '"$0" -c "$1"; exit $?', sys.executable, os.environ["RUN"]], stdin=options, stdout=output
        )
        print(module.pid, flush=True)
        module.wait()
    os._exit(0)
print(worker, flush=True)
os.waitpid(worker, 0)
"""


class Job:
    """A controller with its module; what it has not ended is killed at the end of the test."""

    def __init__(self, directory: Path, url: str, **options: Any) -> None:
        self._output = directory / "output.json"
        given = directory / "options.json"
        given.write_bytes(arguments(url, **options))
        self._controller = subprocess.Popen(
            [sys.executable, "-c", CONTROLLER, str(given), str(self._output)],
            stdout=subprocess.PIPE,
            text=True,
            env={**environment(directory), "RUN": RUN},
            start_new_session=True,
        )
        assert self._controller.stdout
        self.pids = [int(self._controller.stdout.readline()) for _process in range(2)]

    def kill_controller(self) -> None:
        """Do what ansible-runner does when a job is cancelled or takes too long."""
        os.killpg(self._controller.pid, signal.SIGKILL)
        self._controller.wait(SECONDS)

    def result(self) -> dict[str, Any]:
        """Return what the module printed once it has ended."""
        until(lambda: bool(self._output.read_text()), "the module goes on")
        result: dict[str, Any] = json.loads(self._output.read_text())
        return result

    def end(self) -> None:
        for pid in (self._controller.pid, *self.pids):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._controller.wait(SECONDS)
        if self._controller.stdout:
            self._controller.stdout.close()


def items(emulator: Emulator, count: int) -> list[dict[str, Any]]:
    sites = [emulator.add_office_site(f"{REGION}+dir-{index}") for index in range(count)]
    return [{"office_site_id": site, "bandwidth": 10} for site in sites]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_run_whose_controller_is_killed_buys_no_more(tmp_path: Path) -> None:
    emulator = Emulator(clock=RealClock(), latency=0.05)
    wanted = items(emulator, 100)
    with serve(emulator) as server:
        job = Job(tmp_path, server.url, network_packages=wanted, concurrency=4)
        try:
            until(lambda: emulator.effects(CREATE) >= 8, "nothing is bought")
            job.kill_controller()
            result = job.result()
        finally:
            job.end()
    bought = emulator.effects(CREATE)
    assert 8 <= bought < 30
    assert (result["failed"], result["changed"], result["actions"]) == (True, True, [CREATE] * bought)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_run_whose_controller_is_killed_buys_nothing_after_a_wait(tmp_path: Path) -> None:
    """It waits for the package of the office network to be gone, and would buy then."""
    emulator = Emulator(clock=RealClock(), releasing_seconds=600)
    wanted = items(emulator, 1)
    key = emulator.add_package(wanted[0]["office_site_id"], network_package_status="Releasing")
    with serve(emulator) as server:
        job = Job(tmp_path, server.url, network_packages=wanted, wait_interval=0.2, settle_timeout=1)
        try:
            until(lambda: len(emulator.calls) >= 4, "nothing is waited for")
            job.kill_controller()
            # What it waits for comes at once: it must not matter.
            emulator.remove_package(key)
            result = job.result()
        finally:
            job.end()
    assert emulator.count(CREATE) == 0
    assert "asked to stop" in result["msg"]


def test_a_run_whose_controller_lives_goes_on(tmp_path: Path) -> None:
    emulator = Emulator(clock=RealClock())
    wanted = items(emulator, 8)
    with serve(emulator) as server:
        job = Job(tmp_path, server.url, network_packages=wanted, concurrency=2)
        try:
            result = job.result()
        finally:
            job.end()
    assert result["actions"] == [CREATE] * 8
    assert "failed" not in result
