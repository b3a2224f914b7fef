# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two hundred plans bought over a line with latency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from .api_calls import shown
from .emulator import Account, emulator, offices
from .fleet import loop, wishes
from .table import Figure, Section, at_least
from .workshop import PING, Task, Workshop, task

ROUNDS = 3
BOUGHT = 200
LOOPED = 8
LATENCY = 0.05


def purchase(concurrency: int) -> Task:
    """The task that buys all of them."""
    name, module = f"concurrency {concurrency}", "network_packages"
    return task(name, module, network_packages=wishes(BOUGHT), concurrency=concurrency)


def measure(workshop: Workshop) -> Section:
    """Eight at a time beside one after the other."""
    tasks = {"8": purchase(8), "1": purchase(1), "loop": loop(LOOPED)}
    rounds: list[Mapping[str, float]] = []
    calls: dict[str, Mapping[str, int]] = {}
    with emulator(workshop, {}, "--latency", str(LATENCY)) as account:
        for _round in range(ROUNDS):
            times = {}
            account.reset(offices(BOUGHT))
            times["check"], _calls = _timed(workshop, account, purchase(8), ["--check"])
            for name, wanted in tasks.items():
                account.reset(offices(BOUGHT))
                times[name], calls[name] = _timed(workshop, account, wanted)
            rounds.append(times)
    return Section(f"4. The purchase of {BOUGHT} plans, 50 ms of latency", _figures(rounds, calls), _method())


def _timed(
    workshop: Workshop, account: Account, wanted: Task, arguments: Sequence[str] = ()
) -> tuple[float, Mapping[str, int]]:
    run = workshop.play([PING, wanted], account.url, arguments)
    (seconds,), (ping,) = run.times(wanted["name"]), run.times("ping")
    return seconds - ping, account.take_calls()


def _figures(rounds: Sequence[Mapping[str, float]], calls: Mapping[str, Mapping[str, int]]) -> list[Figure]:
    faster = median(times["1"] / times["8"] for times in rounds)
    purchase_only = median((times["1"] - times["check"]) / (times["8"] - times["check"]) for times in rounds)
    than_loop = median(times["loop"] * (BOUGHT // LOOPED) / times["8"] for times in rounds)
    return [
        at_least("concurrency 8: faster than concurrency 1", faster, 6),
        Figure("the same above the task in check mode: the purchase alone", f"{purchase_only:.1f}x"),
        Figure("concurrency 8: faster than a loop (scaled)", f"{than_loop:.0f}x"),
        _counted(calls["8"]),
    ]


def _counted(calls: Mapping[str, int]) -> Figure:
    """The listing, and two looks at all plans at most: one while they are bought, one when all are."""
    most = {"DescribeNetworkPackages": 1 + 2 * (BOUGHT // 100), "CreateNetworkPackage": BOUGHT}
    met = calls.keys() == most.keys() and all(calls[action] <= most[action] for action in most)
    return Figure("API calls of it (polls grow with N/100, not N)", shown(calls), f"<= {shown(most)}", met)


def _method() -> str:
    return (
        f"{ROUNDS} rounds in turn, plans ready at once; each time is that of the task above that of a ping in the same "
        f"play. The loop runs over {LOOPED} office networks and is scaled."
    )
