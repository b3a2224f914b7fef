# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet of office networks that are as declared."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGION
from ..support.control import ControlClient
from .api_calls import format_calls
from .runner import HERE, PING, Runner, Task, emulator, host, task
from .seeds import office, packages
from .table import Figure, Section, at_most, equal, ratio

ROUNDS = 5
FLEET = 1000
LARGE_FLEET = 10_000
LARGE_ROUNDS = 3
LOOPED = 10
ROLE = "alicloud.ecd.office_site_bandwidth"
ONE_LISTING = format_calls({"DescribeNetworkPackages": FLEET // 100})


def desired(count: int) -> list[dict[str, object]]:
    """Return the desired states of office networks."""
    return [{"office_site_id": office(number), "bandwidth": 10} for number in range(count)]


def role(count: int) -> dict[str, Any]:
    """Return the keywords of a play that has the role, as in most guides."""
    variables = {"office_site_bandwidth_region_id": REGION, "office_site_bandwidth_sites": desired(count)}
    return {"roles": [ROLE], "vars": variables}


def included_role(count: int) -> Task:
    """Return a task that includes the role."""
    return {"name": "role", "ansible.builtin.include_role": {"name": ROLE}, "vars": role(count)["vars"]}


def bulk(count: int) -> Task:
    """Return a task that runs the bulk module."""
    return task("bulk", "network_packages", network_packages=desired(count))


def loop(count: int) -> Task:
    """Return a task that runs the single module in a loop."""
    single = task(
        "loop", "network_package", office_site_id="{{ item.office_site_id }}", bandwidth="{{ item.bandwidth }}"
    )
    return {**single, "loop": desired(count)}


def measure(runner: Runner) -> Section:
    """Compare the role and the bulk module with a ping, a loop, and the official SDK."""
    with emulator(packages(FLEET)) as account:
        rounds, calls = _rounds(runner, account)
    small = _bulk_seconds(runner, FLEET)
    large = _bulk_seconds(runner, LARGE_FLEET)
    figures = [*_figures(rounds, calls), *_growth(small, large)]
    return Section("3. A fleet of 1,000 office networks, unchanged", figures, _method())


def _rounds(runner: Runner, account: ControlClient) -> tuple[Sequence[Mapping[str, float]], Mapping[str, str]]:
    runs: Mapping[str, Callable[[], float]] = {
        "ping": lambda: runner.play([PING], account.url).seconds,
        "role": lambda: runner.play([], account.url, **role(FLEET)).seconds,
        "included": lambda: runner.play([included_role(FLEET)], account.url).seconds,
        "bulk": lambda: runner.play([bulk(FLEET)], account.url).seconds,
        "sdk": lambda: _sdk(runner, account),
        "loop": lambda: sum(runner.play([loop(LOOPED)], account.url).times("loop")),
    }
    calls: dict[str, str] = {}
    rounds = []
    for _round in range(ROUNDS):
        times = {}
        for name, run in runs.items():
            times[name] = run()
            calls[name] = format_calls(account.take_counts())
        rounds.append(times)
    return rounds, calls


def _figures(rounds: Sequence[Mapping[str, float]], calls: Mapping[str, str]) -> list[Figure]:
    def to_ping(name: str, factor: int = 1) -> list[float]:
        return [factor * times[name] / times["ping"] for times in rounds]

    scale = FLEET // LOOPED
    loop_calls = format_calls({"DescribeNetworkPackages": scale * int(calls["loop"].split()[0])})
    return [
        equal("role: API calls", calls["role"], ONE_LISTING),
        at_most("role / a play with one ping", to_ping("role"), 2.5),
        ratio("role, by include_role / a play with one ping", to_ping("included")),
        equal("network_packages: API calls", calls["bulk"], ONE_LISTING),
        at_most("network_packages / a play with one ping", to_ping("bulk"), 2.5),
        ratio("SDK script / a play with one ping", to_ping("sdk")),
        Figure("loop over network_package: API calls (scaled)", loop_calls),
        ratio("loop over network_package / one ping (scaled)", to_ping("loop", scale), "{:.0f}x"),
    ]


def _growth(small: Sequence[float], large: Sequence[float]) -> list[Figure]:
    grown = [many / few for few, many in zip(small, large)]
    return [
        ratio("network_packages, 1,000 items: seconds above a ping", small, "{:.2f} s"),
        ratio("network_packages, 10,000 items: seconds above a ping", large, "{:.2f} s"),
        at_most("network_packages, 10,000 / 1,000 items (linear: 10x)", grown, 11),
    ]


def _method() -> str:
    return (
        f"Complete runs of ansible-playbook, with its output, in turn, in {ROUNDS} rounds. The role is in the roles of "
        f"the play, as in most guides. The example project for AWX includes it, which is one task more. The loop runs "
        f"over {LOOPED} office networks and is scaled. The SDK script lists the region and compares. The growth "
        f"compares the task alone, above a ping in the same play, in {LARGE_ROUNDS} plays."
    )


def _bulk_seconds(runner: Runner, count: int) -> list[float]:
    with emulator(packages(count)) as account:
        runs = [runner.play([PING, bulk(count)], account.url) for _round in range(LARGE_ROUNDS)]
    return [sum(run.times("bulk")) - sum(run.times("ping")) for run in runs]


def _sdk(runner: Runner, account: ControlClient) -> float:
    begin = time.perf_counter()
    script = str(HERE / "sdk_fleet.py")
    runner.script([script, host(account.url), REGION, ACCESS_KEY_ID, ACCESS_KEY_SECRET, str(FLEET)])
    return time.perf_counter() - begin
