# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A thousand office networks that have what they are to have."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from .api_calls import shown
from .emulator import Account, emulator, office, plans
from .table import Figure, Section, at_most, equal
from .workshop import ACCESS_KEY_ID, ACCESS_KEY_SECRET, HERE, PING, REGION, Task, Workshop, task

ROUNDS = 5
FLEET = 1000
LOOPED = 10
ONE_LISTING = shown({"DescribeNetworkPackages": FLEET // 100})


def wishes(count: int) -> list[dict[str, object]]:
    """What is wished for this many office networks."""
    return [{"office_site_id": office(number), "bandwidth": 10} for number in range(count)]


def role(count: int) -> Task:
    """The role for this many office networks."""
    variables = {"office_site_bandwidth_region_id": REGION, "office_site_bandwidth_sites": wishes(count)}
    return {
        "name": "role",
        "ansible.builtin.include_role": {"name": "alicloud.ecd.office_site_bandwidth"},
        "vars": variables,
    }


def bulk(count: int) -> Task:
    """The bulk module for this many office networks."""
    return task("bulk", "network_packages", network_packages=wishes(count))


def loop(count: int) -> Task:
    """The single module in a loop."""
    single = task(
        "loop", "network_package", office_site_id="{{ item.office_site_id }}", bandwidth="{{ item.bandwidth }}"
    )
    return {**single, "loop": wishes(count)}


def measure(workshop: Workshop) -> Section:
    """The role and the bulk module beside a ping, a loop and the official SDK."""
    with emulator(workshop, plans(FLEET)) as account:
        size = _size_of_role(workshop, account)
        runs: dict[str, Callable[[], float]] = {
            "ping": lambda: workshop.play([PING], account.url).seconds,
            "role": lambda: workshop.play([role(size)], account.url).seconds,
            "bulk": lambda: workshop.play([bulk(FLEET)], account.url).seconds,
            "sdk": lambda: _sdk(workshop, account),
            "loop": lambda: sum(workshop.play([loop(LOOPED)], account.url).times("loop")),
        }
        calls: dict[str, str] = {}
        rounds = []
        for _round in range(ROUNDS):
            times = {}
            for name, run in runs.items():
                times[name] = run()
                calls[name] = shown(account.take_calls())
            rounds.append(times)
    return Section("3. A fleet of 1,000 office networks, unchanged", _figures(rounds, calls, size), _method(size))


def _figures(rounds: list[dict[str, float]], calls: dict[str, str], size: int) -> list[Figure]:
    def to_ping(name: str, times: int = 1) -> float:
        return median(times * round_[name] / round_["ping"] for round_ in rounds)

    scale = FLEET // LOOPED
    loop_calls = shown({"DescribeNetworkPackages": scale * int(calls["loop"].split()[0])})
    return [
        equal("the role: API calls", calls["role"], ONE_LISTING),
        at_most("the role / a play with one ping", to_ping("role", FLEET // size), 4),
        equal("the module network_packages: API calls", calls["bulk"], ONE_LISTING),
        at_most("the module network_packages / a play with one ping", to_ping("bulk"), 4),
        Figure("the official SDK, plain script / a play with one ping", f"{to_ping('sdk'):.2f}x"),
        Figure("a loop over network_package: API calls (scaled)", loop_calls),
        Figure("a loop over network_package / one ping (scaled)", f"{to_ping('loop', scale):.0f}x"),
    ]


def _method(size: int) -> str:
    scaled = (
        f" The role asks once for each office network, so it was run over {size} and scaled." if size < FLEET else ""
    )
    return (
        f"Whole runs of ansible-playbook, with its output, in turn; medians of the ratios of {ROUNDS} rounds. The loop "
        f"runs over {LOOPED} office networks and is scaled.{scaled} The SDK's script lists the region and compares."
    )


def _size_of_role(workshop: Workshop, account: Account) -> int:
    """A role that asks for each office network anew would take minutes for all of them."""
    account.take_calls()
    workshop.play([role(2)], account.url)
    return FLEET if account.take_calls() == {"DescribeNetworkPackages": FLEET // 100} else LOOPED


def _sdk(workshop: Workshop, account: Account) -> float:
    endpoint = account.url.rpartition("/")[2]
    begin = time.perf_counter()
    workshop.script([str(HERE / "sdk_fleet.py"), endpoint, REGION, ACCESS_KEY_ID, ACCESS_KEY_SECRET, str(FLEET)])
    return time.perf_counter() - begin
