# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task that reads costs."""

from __future__ import annotations

from statistics import median

from .emulator import emulator, plans
from .table import Section, at_most
from .workshop import PING, Run, Workshop, task

ROUNDS = 15
PLANS = 5


def measure(workshop: Workshop) -> Section:
    """network_package_info beside a ping and the official SDK."""
    with emulator(workshop, plans(PLANS)) as account:
        tasks = [PING, task("info", "network_package_info"), workshop.sdk_task(account.url, {})]
        run = workshop.play(tasks * ROUNDS, account.url)
    figures = [
        at_most("network_package_info / ansible.builtin.ping", ratio(run, "info", "ping"), 1.4),
        at_most("network_package_info / the same with the official SDK", ratio(run, "info", "sdk"), 0.6),
    ]
    method = (
        f"One play of {ROUNDS} rounds of ping, network_package_info and a module with the SDK, in turn, with {PLANS} "
        "plans. A task's time reaches from its beginning to that of the next, so Ansible's own part counts; medians of "
        "the ratios of each round."
    )
    return Section("1. One task", figures, method)


def ratio(run: Run, above: str, below: str) -> float:
    """The median of the ratios of the tasks of two names, taken in pairs."""
    return median(one / other for one, other in zip(run.times(above), run.times(below)))
