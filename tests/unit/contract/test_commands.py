# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands as real processes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION, RealClock, serve
from ansible_collections.alicloud.ecd.tests.emulator.core import Emulator
from ansible_collections.alicloud.ecd.tests.support import ROOT

from .suites import FREE, TAKEN, account, bought

# More with ECD_CONTRACT_ROUNDS=50.
ROUNDS = int(os.environ.get("ECD_CONTRACT_ROUNDS", "4"))


@pytest.fixture
def emulator() -> Iterator[Any]:
    service = account(Emulator(RealClock(), creating_seconds=0.2, releasing_seconds=0.2))
    with serve(service) as server:
        yield server


def environment(server: Any, **values: str) -> Mapping[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Wide enough for each cell to be one line.
        "COLUMNS": "400",
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
        "ALIBABA_CLOUD_REGION_ID": REGION,
        "ALIBABA_CLOUD_ECD_ENDPOINT": server.url,
        "LIVE_OFFICE_SITE": FREE,
        "LIVE_MAX_COST": "100",
        **values,
    }


def start(tmp_path: Path, *arguments: str, **values: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.contract", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=values["env"]
    )


def live(tmp_path: Path, env: Mapping[str, str]) -> tuple[int, str]:
    output = str(tmp_path / "seen.json")
    with start(tmp_path, "live", "--interval", "0.05", "--output", output, env=env) as process:
        text = process.communicate(timeout=120)[0]
    return process.returncode, text


def test_whole_run_and_its_report(emulator: Any, tmp_path: Path) -> None:
    status, text = live(tmp_path, environment(emulator, LIVE_SUBSCRIPTION="yes"))
    assert status == 0, text
    assert "To do: Order" in text
    assert " 0 broken" not in text
    assert not bought(emulator.emulator)
    assert json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))["region_id"] == REGION
    with start(tmp_path, "report", str(tmp_path / "seen.json"), env=environment(emulator)) as process:
        report = process.communicate(timeout=60)[0]
    assert process.returncode == 0, report
    assert "was seen, is no longer inferred" in report


def test_signals_at_random_moments(emulator: Any, tmp_path: Path) -> None:
    chance = random.Random(20261128)
    stopped = 0
    for _round in range(ROUNDS):
        before = len(emulator.emulator.calls)
        moment = chance.randrange(35, 100)
        output = str(tmp_path / "seen.json")
        with start(tmp_path, "live", "--interval", "0.05", "--output", output, env=environment(emulator)) as process:
            while len(emulator.emulator.calls) - before < moment and process.poll() is None:
                time.sleep(0.005)
            process.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
            text = process.communicate(timeout=120)[0]
        assert not bought(emulator.emulator), text
        assert process.returncode in (0, 130), text
        stopped += process.returncode == 130
    assert stopped


def test_screen_that_is_gone(emulator: Any, tmp_path: Path) -> None:
    with start(
        tmp_path, "live", "--interval", "0.05", "--output", str(tmp_path / "x"), env=environment(emulator)
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        process.wait(timeout=120)
    assert not bought(emulator.emulator)
    assert emulator.emulator.effects("CreateNetworkPackage") == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}, "no credentials"),
        ({"ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}, "incomplete credentials"),
        ({"ALIBABA_CLOUD_REGION_ID": ""}, "region_id is required"),
        ({"LIVE_MAX_COST": "0"}, "LIVE_MAX_COST: '0' is not allowed; give an amount above 0"),
    ],
)
def test_wrong_input_ends_with_a_table(emulator: Any, tmp_path: Path, values: dict[str, str], message: str) -> None:
    status, text = live(tmp_path, environment(emulator, **values))
    assert status == 2, text
    assert message in text
    assert "not probed  nothing was asked, see below" in text
    assert not emulator.emulator.calls
    assert not (tmp_path / "seen.json").exists()


def test_office_network_that_has_a_package(emulator: Any, tmp_path: Path) -> None:
    status, text = live(tmp_path, environment(emulator, LIVE_OFFICE_SITE=TAKEN))
    assert status == 0, text
    assert "has a network package already, so nothing was bought" in text
    assert emulator.emulator.effects() == 0


def test_output_that_cannot_be_written_is_told_before_any_call(emulator: Any, tmp_path: Path) -> None:
    env = environment(emulator)
    with start(tmp_path, "live", "--output", str(tmp_path / "no" / "seen.json"), env=env) as process:
        text = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert "cannot be written" in text
    assert not emulator.emulator.calls


def test_report_without_files(emulator: Any, tmp_path: Path) -> None:
    with start(tmp_path, "report", env=environment(emulator)) as process:
        text = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert "make contract-report FILES=" in text
