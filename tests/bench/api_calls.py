# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API calls of each kind of run, by the journal of the emulator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..support.control import ControlClient
from .runner import Runner, Task, emulator, task
from .seeds import office, offices, packages
from .table import Figure, Section, equal

LISTING, SITES = "DescribeNetworkPackages", "DescribeOfficeSites"
SHORT = {
    LISTING: "list",
    SITES: "office networks",
    "CreateNetworkPackage": "create",
    "ModifyNetworkPackageBandwidth": "modify",
    "DeleteNetworkPackages": "delete",
}


@dataclass(frozen=True)
class Kind:
    """A kind of run: the account, the task, and the expected calls."""

    name: str
    seed: Mapping[str, Any]
    task: Task
    target: Mapping[str, int]
    arguments: Sequence[str] = field(default=())


def _single(number: int, **options: Any) -> Task:
    return task("run", "network_package", office_site_id=office(number), wait_interval=0.05, **options)


def _bulk(count: int) -> Task:
    desired = [{"office_site_id": office(number), "bandwidth": 10} for number in range(count)]
    return task("run", "network_packages", network_packages=desired)


def kinds() -> list[Kind]:
    """Return the kinds of runs. A write takes one poll: packages are ready, or released, at once.

    What is missing is listed twice, its office network is looked up, and a purchase is verified by one more listing. A
    change that costs money rests on two listings, too.
    """
    few, many, thousand = packages(50), packages(250), packages(1000)
    more, write, missing = {**many, **offices(251)}, {LISTING: 2}, {LISTING: 2, SITES: 1}
    ordered = {LISTING: 2}
    create = {**missing, "CreateNetworkPackage": 1}
    return [
        Kind("info, 250 packages (3 pages)", many, task("run", "network_package_info"), {LISTING: 3}),
        Kind("unchanged, 250 packages", many, _single(0, bandwidth=10), {LISTING: 3}),
        Kind("create", offices(1), _single(0, bandwidth=10), {**create, LISTING: 2 + 1 + 1}),
        Kind("create, 250 packages", more, _single(250, bandwidth=10), {**create, LISTING: 3 + 3 + 1 + 3}),
        Kind("modify", few, _single(0, bandwidth=20), {**ordered, LISTING: 2 + 1, "ModifyNetworkPackageBandwidth": 1}),
        Kind("delete", few, _single(0, state="absent"), {**write, "DeleteNetworkPackages": 1}),
        Kind("delete what is gone", offices(1), _single(0, state="absent"), missing),
        Kind("check mode: create", offices(1), _single(0, bandwidth=10), missing, ["--check"]),
        Kind("check mode: modify", few, _single(0, bandwidth=20), ordered, ["--check"]),
        Kind("check mode: delete", few, _single(0, state="absent"), {LISTING: 1}, ["--check"]),
        Kind("fleet of 1,000, unchanged", thousand, _bulk(1000), {LISTING: 10}),
    ]


def measure(runner: Runner) -> Section:
    """Run each kind once."""
    with emulator({}) as account:
        figures = [_measure(runner, account, kind) for kind in kinds()]
    method = (
        "One run each. list is DescribeNetworkPackages, one call per page of 100 packages: the listing and, after a "
        "write, one poll. A package counts as missing, and its bandwidth as different, only when two listings in a row "
        "say so. One more listing after purchases shows whether another run bought for the same office network. office "
        "networks is DescribeOfficeSites. All items of a task share these calls."
    )
    return Section("2. API calls of a run", figures, method)


def _measure(runner: Runner, account: ControlClient, kind: Kind) -> Figure:
    account.reset(kind.seed)
    runner.play([kind.task], account.url, kind.arguments)
    return equal(kind.name, format_calls(account.take_counts()), format_calls(kind.target))


def format_calls(calls: Mapping[str, int]) -> str:
    """Format the numbers of calls for the table."""
    return " + ".join(f"{count} {SHORT.get(action, action)}" for action, count in sorted(calls.items(), reverse=True))
