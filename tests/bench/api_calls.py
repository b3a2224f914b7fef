# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which calls of the API each kind of run makes, by the emulator's journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .emulator import Account, emulator, office, offices, plans
from .table import Figure, Section, equal
from .workshop import Task, Workshop, task

LISTING = "DescribeNetworkPackages"
SHORT = {
    LISTING: "list",
    "CreateNetworkPackage": "create",
    "ModifyNetworkPackageBandwidth": "modify",
    "DeleteNetworkPackages": "delete",
}


@dataclass(frozen=True)
class Kind:
    """A kind of run: what is there, the task, and the calls that it is to make."""

    name: str
    seed: Mapping[str, Any]
    task: Task
    aim: Mapping[str, int]
    arguments: Sequence[str] = field(default=())


def _one(number: int, **wish: Any) -> Task:
    return task("run", "network_package", office_site_id=office(number), wait_interval=0.05, **wish)


def _fleet(count: int) -> Task:
    wishes = [{"office_site_id": office(number), "bandwidth": 10} for number in range(count)]
    return task("run", "network_packages", network_packages=wishes)


def kinds() -> list[Kind]:
    """What is counted; a plan that is bought, changed or released takes one poll, for it is ready at once."""
    few, many, thousand = plans(50), plans(250), plans(1000)
    more, write = {**many, **offices(251)}, {LISTING: 2}
    return [
        Kind("info, 250 plans (3 pages)", many, task("run", "network_package_info"), {LISTING: 3}),
        Kind("unchanged, 250 plans", many, _one(0, bandwidth=10), {LISTING: 3}),
        Kind("create", offices(1), _one(0, bandwidth=10), {**write, "CreateNetworkPackage": 1}),
        Kind("create, 250 plans", more, _one(250, bandwidth=10), {LISTING: 3 + 3 + 1, "CreateNetworkPackage": 1}),
        Kind("modify", few, _one(0, bandwidth=20), {**write, "ModifyNetworkPackageBandwidth": 1}),
        Kind("delete", few, _one(0, state="absent"), {**write, "DeleteNetworkPackages": 1}),
        Kind("check mode: create", offices(1), _one(0, bandwidth=10), {LISTING: 1}, ["--check"]),
        Kind("check mode: modify", few, _one(0, bandwidth=20), {LISTING: 1}, ["--check"]),
        Kind("check mode: delete", few, _one(0, state="absent"), {LISTING: 1}, ["--check"]),
        Kind("fleet of 1,000, unchanged", thousand, _fleet(1000), {LISTING: 10}),
    ]


def measure(workshop: Workshop) -> Section:
    """Every kind of run once."""
    with emulator(workshop, {}) as account:
        figures = [_counted(workshop, account, kind) for kind in kinds()]
    method = (
        "One run each. list is DescribeNetworkPackages, 100 plans a page: the listing and, after a write, one poll. "
        "Before it buys where the listing has several pages, a second listing makes sure that no plan was hidden by "
        "another one's going between two pages."
    )
    return Section("2. API calls of a run", figures, method)


def _counted(workshop: Workshop, account: Account, kind: Kind) -> Figure:
    account.reset(kind.seed)
    workshop.play([kind.task], account.url, kind.arguments)
    return equal(kind.name, shown(account.take_calls()), shown(kind.aim))


def shown(calls: Mapping[str, int]) -> str:
    """Numbers of calls as the table shows them."""
    return " + ".join(f"{count} {SHORT.get(action, action)}" for action, count in sorted(calls.items(), reverse=True))
