# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of sequences share: two runs and what happens between them, judged by the emulator's journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import Runner
from .scenarios import NAMES

LIST, SITES, ORDER = "DescribeNetworkPackages", "DescribeOfficeSites", "GetOrderDetail"
HOUR, DAY = 3600, 86400
# Of the driven clock: what no run may wait for that has nothing to wait for.
SOON_DONE = 120
TASK_LEVEL = frozenset(
    {
        *("wait", "wait_timeout", "wait_interval", "settle_timeout", "retries", "retry_delay"),
        *("estimate_cost", "max_cost", "max_hourly_cost", "bss_endpoint", "concurrency"),
    }
)
BOTH_MODULES = pytest.mark.parametrize("how", ["one", "list"])
BOTH_MODES = pytest.mark.parametrize("check_mode", [False, True], ids=["real", "check"])


def account(*packages: Mapping[str, Any], switches: Mapping[str, Any] | None = None, **emulator: Any) -> Runner:
    """Return a runner whose region has the four office networks and these packages."""
    runner = Runner(**emulator)
    for site, name in NAMES.items():
        runner.emulator.add_office_site(site, name=name)
    for package in packages:
        runner.emulator.add_package(**package)
    runner.emulator.switch(**(switches or {}))
    return runner


def another(runner: Runner, seed: int = 1) -> Runner:
    """Return another buyer: a runner at the same account and clock."""
    other = Runner(seed=seed)
    other.emulator, other.clock = runner.emulator, runner.clock
    return other


def run(runner: Runner, how: str = "one", check_mode: bool = False, **desired: Any) -> dict[str, Any]:
    """Run one item in the one module or in the other; the returns of the item and of the task are joined."""
    if how == "one":
        return runner.network_package(check_mode=check_mode, **desired)
    task = {name: value for name, value in desired.items() if name in TASK_LEVEL}
    item = {name: value for name, value in desired.items() if name not in TASK_LEVEL}
    result = runner.network_packages(check_mode=check_mode, network_packages=[item], **task)
    return {**result, **result.get("results", [{}])[0]}


def ok(result: dict[str, Any]) -> dict[str, Any]:
    """Return the result of a run that must succeed."""
    assert "failed" not in result, result["msg"]
    return result


def failed(result: dict[str, Any], *words: str) -> dict[str, Any]:
    """Return the result of a run that must fail with these words in its message."""
    assert result.get("failed"), result
    for word in words:
        assert word in result["msg"], result["msg"]
    return result


def said(runner: Runner, result: Mapping[str, Any]) -> str:
    """Return all that the last run told in words."""
    parts = [result.get("msg", ""), *result.get("notes", ()), *runner.warnings]
    for item in result.get("results", ()):
        parts += [item.get("msg", ""), *item.get("notes", ())]
    return " | ".join(parts)


def warned(runner: Runner, *words: str) -> None:
    """One warning of the last run has these words."""
    assert any(all(word in warning for word in words) for warning in runner.warnings), runner.warnings


def live(runner: Runner, site: str | None) -> list[str]:
    """Return the live packages of an office network."""
    return [
        key
        for key, package in runner.emulator.packages.items()
        if package.office_site_id == site and package.network_package_status in ("Creating", "InUse")
    ]


def shown_id(result: Mapping[str, Any]) -> str | None:
    """Return the id of the package in a result."""
    package = result.get("network_package") or {}
    key = package.get("network_package_id")
    assert key is None or isinstance(key, str)
    return key


def took(runner: Runner, act: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], float]:
    """Return what ``act`` returns, and the seconds that it took by the driven clock."""
    begin = runner.clock.time()
    return act(), runner.clock.time() - begin


def unpaid(runner: Runner, **desired: Any) -> str:
    """Run with ``auto_pay: false`` and return the order that waits for payment; the journal begins anew."""
    (order_id,) = ok(runner.network_package(**{**desired, "auto_pay": False}))["order_ids"]
    runner.emulator.calls.clear()
    return str(order_id)


def answer(runner: Runner, action: str, body: Any, times: int = 1, **more: Any) -> None:
    """Let the next calls of ``action`` be answered with this JSON."""
    runner.emulator.faults.add(Fault(kind="not_documented", action=action, times=times, body=json.dumps(body), **more))


def amend(runner: Runner, action: str, times: int = 1, **members: Any) -> None:
    """Let the next calls of ``action`` take effect and be answered with these members replaced."""
    runner.emulator.faults.add(
        Fault(kind="amended", action=action, when="after", times=times, body=json.dumps(members))
    )


def after(runner: Runner, seconds: float, act: Callable[[], object]) -> None:
    """Act once, before the first call that comes so many seconds from now."""
    due = runner.clock.time() + seconds
    done: list[bool] = []

    def hook(_action: str, _params: Mapping[str, str]) -> None:
        if not done and runner.clock.time() >= due:
            done.append(True)
            act()

    runner.emulator.on_call(hook)


def before(runner: Runner, action: str, act: Callable[[], object], skip: int = 0) -> None:
    """Act once, before a call of ``action``."""
    runner.emulator.on_call(lambda _action, _params: act(), action, skip=skip, times=1)


def once(runner: Runner, condition: Callable[[], bool], act: Callable[[], object], action: str | None = None) -> None:
    """Act once, before the first call (of ``action``) at which the condition holds."""
    done: list[bool] = []

    def hook(_action: str, _params: Mapping[str, str]) -> None:
        if not done and condition():
            done.append(True)
            act()

    runner.emulator.on_call(hook, action)
