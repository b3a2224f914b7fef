# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ten thousand plans read, ten of them returned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from typing import Any

from .emulator import Account, emulator, plans
from .table import Figure, Section, at_most
from .workshop import ACCESS_KEY_ID, ACCESS_KEY_SECRET, HERE, PING, REGION, Run, Workshop, task

ROUNDS = 5
PLANS = 10_000
FEW = {"tags": {"team": "few"}}
OURS = ("-m", "ansible_collections.alicloud.ecd.plugins.modules.network_package_info")
SDKS = (str(HERE / "library" / "sdk_network_package_info.py"),)
PINGS = ("-m", "ansible.modules.ping")


@dataclass(frozen=True)
class Cost:
    """What the process of a module took: seconds by the clock and of the processor, and its largest resident size."""

    wall: float
    processor: float
    memory: float


def measure(workshop: Workshop) -> Section:
    """Time beside the official SDK, memory beside a tenth of the plans."""
    with emulator(workshop, plans(PLANS)) as account:
        info = task("info", "network_package_info", **FEW)
        run = workshop.play([PING, info, workshop.sdk_task(account.url, FEW)] * ROUNDS, account.url)
        rounds = [_processes(workshop, account) for _round in range(ROUNDS)]
    with emulator(workshop, plans(PLANS // 10)) as account:
        tenths = [_process(workshop, account, OURS) for _round in range(ROUNDS)]
    processor = median(
        (ours.processor - ping.processor) / (sdk.processor - ping.processor) for ping, ours, sdk in rounds
    )
    waiting = median(1 - ours.processor / ours.wall for _ping, ours, _sdk in rounds)
    memory = median(ours.memory / tenth.memory for (_ping, ours, _sdk), tenth in zip(rounds, tenths))
    figures = [
        at_most("time above a ping / the same with the official SDK", _above_ping(run), 0.65),
        Figure("processor time above a ping / the same with the SDK", f"{processor:.2f}x"),
        Figure("share of our module's time in which it waits for answers", f"{waiting:.0%}"),
        at_most("peak memory / that with 1,000 plans", memory, 1.5),
    ]
    return Section("5. 10,000 plans, 10 returned by a filter", figures, _method())


def _method() -> str:
    return (
        f"Time: one play of {ROUNDS} rounds of ping, network_package_info and a module with the SDK, in turn. Rest: "
        f"the modules' processes alone, {ROUNDS} rounds in turn. Medians of the ratios of each round. The time "
        "that the emulator takes for 100 pages counts on both sides of the first ratio and on neither of the second."
    )


def _above_ping(run: Run) -> float:
    rounds = zip(run.times("info"), run.times("sdk"), run.times("ping"))
    return median((info - ping) / (sdk - ping) for info, sdk, ping in rounds)


def _processes(workshop: Workshop, account: Account) -> tuple[Cost, Cost, Cost]:
    ping = _process(workshop, account, PINGS)
    return ping, _process(workshop, account, OURS), _process(workshop, account, SDKS)


def _process(workshop: Workshop, account: Account, program: tuple[str, ...]) -> Cost:
    arguments: dict[str, Any] = {"endpoint": account.url, "region_id": REGION, **FEW}
    if program == SDKS:
        keys = {"access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
        arguments.update(keys, endpoint=account.url.rpartition("/")[2])
    stdin = json.dumps({"ANSIBLE_MODULE_ARGS": {} if program == PINGS else arguments})
    printed = workshop.script([str(HERE / "cost.py"), *program], stdin)
    return Cost(**json.loads(printed.splitlines()[-1]))
