# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ten thousand packages read, ten of them returned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..emulator import REGION
from ..support.control import ControlClient
from .runner import HERE, PING, SDK_KEYS, Run, Runner, emulator, host, task
from .seeds import packages
from .table import Section, at_most, ratio

ROUNDS = 5
PACKAGES = 10_000
FEW = {"tags": {"team": "few"}}
OURS = ("-m", "ansible_collections.alicloud.ecd.plugins.modules.network_package_info")
SDKS = (str(HERE / "library" / "sdk_network_package_info.py"),)
PINGS = ("-m", "ansible.modules.ping")


@dataclass(frozen=True)
class Usage:
    """Resource usage of a module's process: wall time and CPU time in seconds, peak memory."""

    wall: float
    processor: float
    memory: float


def measure(runner: Runner) -> Section:
    """Compare the time with the official SDK, and the memory with that of a tenth of the packages."""
    with emulator(packages(PACKAGES)) as account:
        info = task("info", "network_package_info", **FEW)
        run = runner.play([PING, info, runner.sdk_task(account.url, FEW)] * ROUNDS, account.url)
        rounds = [_processes(runner, account) for _round in range(ROUNDS)]
    with emulator(packages(PACKAGES // 10)) as account:
        tenths = [_process(runner, account, OURS) for _round in range(ROUNDS)]
    processor = [(ours.processor - ping.processor) / (sdk.processor - ping.processor) for ping, ours, sdk in rounds]
    waiting = [1 - ours.processor / ours.wall for _ping, ours, _sdk in rounds]
    memory = [ours.memory / tenth.memory for (_ping, ours, _sdk), tenth in zip(rounds, tenths)]
    figures = [
        at_most("time above a ping / a module with the official SDK", _above_ping(run), 0.65),
        ratio("CPU time above a ping / a module with the SDK", processor),
        ratio("share of time in which the module waits for responses", waiting, "{:.0%}"),
        at_most("peak memory / peak memory with 1,000 packages", memory, 1.5),
    ]
    return Section("5. 10,000 packages, 10 returned by a filter", figures, _method())


def _method() -> str:
    return (
        f"Time: one play with {ROUNDS} rounds of ping, network_package_info, and a module with the SDK, in turn. Other "
        f"figures: the processes of the modules, {ROUNDS} rounds in turn. The "
        "time of the emulator for 100 pages is part of both times of the first ratio, and not of the CPU times."
    )


def _above_ping(run: Run) -> list[float]:
    rounds = zip(run.times("info"), run.times("sdk"), run.times("ping"))
    return [(info - ping) / (sdk - ping) for info, sdk, ping in rounds]


def _processes(runner: Runner, account: ControlClient) -> tuple[Usage, Usage, Usage]:
    ping = _process(runner, account, PINGS)
    return ping, _process(runner, account, OURS), _process(runner, account, SDKS)


def _process(runner: Runner, account: ControlClient, program: tuple[str, ...]) -> Usage:
    arguments: dict[str, Any] = {"endpoint": account.url, "region_id": REGION, **FEW}
    if program == SDKS:
        arguments.update(SDK_KEYS, endpoint=host(account.url))
    stdin = json.dumps({"ANSIBLE_MODULE_ARGS": {} if program == PINGS else arguments})
    printed = runner.script([str(HERE / "process_usage.py"), *program], stdin)
    return Usage(**json.loads(printed.splitlines()[-1]))
