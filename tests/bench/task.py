# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cost of one task that reads, and how much of it is Ansible and httpx."""

from __future__ import annotations

from .runner import PING, Run, Runner, emulator, task
from .seeds import packages
from .table import Section, at_most, ratio

ROUNDS = 15
PACKAGES = 5


def measure(runner: Runner) -> Section:
    """Compare network_package_info with a ping and with the official SDK."""
    with emulator(packages(PACKAGES)) as account:
        one_request = {"name": "request", "one_request": {"url": account.url}}
        tasks = [PING, task("info", "network_package_info"), one_request, runner.sdk_task(account.url, {})]
        run = runner.play(tasks * ROUNDS, account.url)
    figures = [
        at_most("network_package_info / ansible.builtin.ping", ratios(run, "info", "ping"), 1.35),
        ratio("network_package_info / a module that sends one request with httpx", ratios(run, "info", "request")),
        ratio("a module that sends one request with httpx / ansible.builtin.ping", ratios(run, "request", "ping")),
        at_most("network_package_info / a module with the official SDK", ratios(run, "info", "sdk"), 0.6),
    ]
    method = (
        f"One play with {ROUNDS} rounds of ping, network_package_info, a module that only sends a request with httpx, "
        f"and a module with the SDK, in turn, with {PACKAGES} packages. The time of a task ends when the next one "
        "starts, so Ansible's overhead is included."
    )
    return Section("1. One task", figures, method)


def ratios(run: Run, numerator: str, denominator: str) -> list[float]:
    """Return the ratios of the tasks with these names, in pairs."""
    return [one / other for one, other in zip(run.times(numerator), run.times(denominator))]
