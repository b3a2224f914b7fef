# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.emulator`` as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "tests.emulator"]


@contextmanager
def running(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen([*COMMAND, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops(tmp_path: Path, number: signal.Signals) -> None:
    seed, port_file = tmp_path / "seed.json", tmp_path / "port"
    seed.write_text(json.dumps({"packages": [{"network_package_id": "np-1"}], "switches": {"last_token": "empty"}}))
    options = ["--seed-file", str(seed), "--port-file", str(port_file), "--switch", "order_id=number"]
    fault = "kind=throttle,action=DescribeNetworkPackages,when=before,times=2,retry_after=1"
    with running(*options, "--fault", fault, "--latency", "0.01") as (url, process):
        assert url == f"http://127.0.0.1:{port_file.read_text().strip()}"
        api = Api(Emulator(clock=RealClock()), url)
        assert [api.call("DescribeNetworkPackages").status_code for _call in range(3)] == [400, 400, 200]
        answer = api.ok("DescribeNetworkPackages")
        assert [plan["NetworkPackageId"] for plan in answer["NetworkPackages"]] == ["np-1"]
        assert answer["NextToken"] == ""
        assert isinstance(api.ok("CreateNetworkPackage", Bandwidth=10)["OrderId"], int)
        httpx.post(f"{url}/_emulator/reset", trust_env=False)
        assert len(api.plans()) == 1
        process.send_signal(number)
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fault", "kind=fire"], "unknown kind of fault 'fire'"),
        (["--fault", "throttle"], "--fault: 'throttle' is not of the form name=value"),
        (["--switch", "colour=red"], "unknown switch colour"),
        (["--seed-file", "does-not-exist.json"], "does-not-exist.json"),
    ],
)
def test_wrong_options(options: list[str], message: str) -> None:
    done = subprocess.run([*COMMAND, *options], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
