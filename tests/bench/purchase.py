# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two hundred packages bought over a connection with latency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..support.control import ControlClient
from .api_calls import format_calls
from .fleet import desired, loop
from .runner import PING, Runner, Task, emulator, task
from .seeds import offices
from .table import Figure, Section, at_least, ratio

ROUNDS = 3
BOUGHT = 200
LOOPED = 8
LATENCY = 0.05


def purchase(concurrency: int) -> Task:
    """Return a task that buys all packages."""
    name, module = f"concurrency {concurrency}", "network_packages"
    return task(name, module, network_packages=desired(BOUGHT), concurrency=concurrency)


def measure(runner: Runner) -> Section:
    """Compare eight and sixteen purchases at a time with one at a time."""
    tasks = {"16": purchase(16), "8": purchase(8), "1": purchase(1), "loop": loop(LOOPED)}
    rounds: list[Mapping[str, float]] = []
    calls: dict[str, Mapping[str, int]] = {}
    with emulator({}, "--latency", str(LATENCY)) as account:
        for _round in range(ROUNDS):
            times = {}
            account.reset(offices(BOUGHT))
            times["check"], _calls = _timed(runner, account, purchase(8), ["--check"])
            for name, measured in tasks.items():
                account.reset(offices(BOUGHT))
                times[name], calls[name] = _timed(runner, account, measured)
            rounds.append(times)
    return Section(f"4. Buying {BOUGHT} packages, 50 ms of latency", _figures(rounds, calls), _method())


def _timed(
    runner: Runner, account: ControlClient, measured: Task, arguments: Sequence[str] = ()
) -> tuple[float, Mapping[str, int]]:
    run = runner.play([PING, measured], account.url, arguments)
    (seconds,), (ping,) = run.times(measured["name"]), run.times("ping")
    return seconds - ping, account.take_counts()


def _figures(rounds: Sequence[Mapping[str, float]], calls: Mapping[str, Mapping[str, int]]) -> list[Figure]:
    faster = [times["1"] / times["8"] for times in rounds]
    purchase_only = [(times["1"] - times["check"]) / (times["8"] - times["check"]) for times in rounds]
    than_loop = [times["loop"] * (BOUGHT // LOOPED) / times["8"] for times in rounds]
    return [
        at_least("concurrency 8: faster than concurrency 1", faster, 6),
        ratio("the same without the time of check mode", purchase_only, "{:.1f}x"),
        ratio("concurrency 16: faster than concurrency 1", [times["1"] / times["16"] for times in rounds], "{:.1f}x"),
        ratio("concurrency 8: faster than a loop (scaled)", than_loop, "{:.0f}x"),
        _api_calls(calls["8"]),
    ]


def _api_calls(calls: Mapping[str, int]) -> Figure:
    """Allow two listings before the purchases, two complete polls (during and after them), and one to verify them."""
    pages = BOUGHT // 100
    target = {"DescribeNetworkPackages": 2 + 3 * pages, "DescribeOfficeSites": pages, "CreateNetworkPackage": BOUGHT}
    met = calls.keys() == target.keys() and all(calls[action] <= target[action] for action in target)
    return Figure("concurrency 8: API calls", format_calls(calls), f"<= {format_calls(target)}", met)


def _method() -> str:
    return (
        f"{ROUNDS} rounds in turn; packages are ready at once. Each time is that of the task above a ping in the same "
        f"play. The loop runs over {LOOPED} office networks and is scaled. The number of polls grows with N/100, not N."
    )
