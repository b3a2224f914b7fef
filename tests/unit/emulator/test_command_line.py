# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.emulator`` as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, RealClock
from ansible_collections.alicloud.ecd.tests.support import ROOT
from ansible_collections.alicloud.ecd.tests.support.control import ControlClient
from ansible_collections.alicloud.ecd.tests.support.emulator_process import COMMAND
from ansible_collections.alicloud.ecd.tests.support.processes import running
from ansible_collections.alicloud.ecd.tests.unit.emulator.client import Api


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops(tmp_path: Path, number: signal.Signals) -> None:
    seed, port_file = tmp_path / "seed.json", tmp_path / "port"
    seed.write_text(json.dumps({"packages": [{"network_package_id": "np-1"}], "switches": {"last_token": "empty"}}))
    options = ["--seed-file", str(seed), "--port-file", str(port_file), "--switch", "order_id=number"]
    fault = "kind=throttle,action=DescribeNetworkPackages,when=before,times=2,retry_after=1"
    with running([*COMMAND, *options, "--fault", fault, "--latency", "0.01"], cwd=ROOT) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url == f"http://127.0.0.1:{port_file.read_text().strip()}"
        api = Api(Emulator(clock=RealClock()), url)
        assert [api.call("DescribeNetworkPackages").status_code for _call in range(3)] == [400, 400, 200]
        response = api.ok("DescribeNetworkPackages")
        assert [package["NetworkPackageId"] for package in response["NetworkPackages"]] == ["np-1"]
        assert response["NextToken"] == ""
        assert isinstance(api.ok("CreateNetworkPackage", Bandwidth=10)["OrderId"], int)
        ControlClient(url).reset()
        assert len(api.packages()) == 1
        process.send_signal(number)
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fault", "kind=fire"], "unknown kind of fault 'fire'"),
        (["--fault", "throttle"], "--fault: 'throttle' is not in the form name=value"),
        (["--switch", "colour=red"], "unknown switch colour"),
        (["--seed-file", "does-not-exist.json"], "does-not-exist.json"),
    ],
)
def test_invalid_options(options: list[str], message: str) -> None:
    done = subprocess.run([*COMMAND, *options], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
