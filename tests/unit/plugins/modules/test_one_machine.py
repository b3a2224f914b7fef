# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several runs of one user on one machine, as with ``hosts: all``, forks, or two jobs of one controller."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.locks import Locks
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, Emulator, Fault, RealClock, serve

from .processes import finish, start, until
from .runner import REGION, Runner
from .scenarios import CREATE, DELETE, MODIFY, A, package
from .stories import BOTH_MODULES, LIST, account, another, failed, ok, run, took, warned

HERE: dict[str, Any] = {"office_site_id": A}
GONE: dict[str, Any] = {**HERE, "state": "absent"}
SPARE: dict[str, Any] = {"tags": {"purpose": "spare"}, "bandwidth": 5}


def test_five_hosts_buy_one_package(tmp_path: Path) -> None:
    """Nothing in the API keeps two packages with the same tags apart."""
    emulator = Emulator(clock=RealClock(), latency=0.05, creating_seconds=1)
    with serve(emulator) as server:
        results = [finish(process) for process in [start(tmp_path, server.url, [SPARE]) for _host in range(5)]]
    assert [result.get("msg") for result in results] == [None] * 5
    assert (len(emulator.packages), emulator.count(CREATE)) == (1, 1)
    assert sorted(result["changed"] for result in results) == [False] * 4 + [True]
    assert {result["results"][0]["network_package"]["network_package_id"] for result in results} == {*emulator.packages}


def test_without_a_common_home_nobody_buys_in_silence(tmp_path: Path) -> None:
    """The counterpart: runs that share no file system buy twice, and say so."""
    emulator = Emulator(clock=RealClock(), latency=0.05)
    homes = [tmp_path / name for name in ("one", "two")]
    with serve(emulator) as server:
        results = [finish(process) for process in [start(home, server.url, [SPARE]) for home in homes]]
    bought = emulator.count(CREATE)
    assert bought == 1 or any(result.get("failed") for result in results)


def test_a_killed_run_holds_up_nobody(tmp_path: Path) -> None:
    emulator = Emulator(clock=RealClock(), creating_seconds=600)
    with serve(emulator) as server:
        first = start(tmp_path, server.url, [SPARE])
        until(lambda: emulator.effects(CREATE) == 1, "nothing is bought")
        second = start(tmp_path, server.url, [SPARE], wait=False, settle_timeout=1)
        first.send_signal(signal.SIGKILL)
        first.wait()
        result = finish(second)
    assert (result["changed"], emulator.count(CREATE)) == (False, 1)


# -- One process, a driven clock


def locked(
    runner: Runner, directory: Path, act: Callable[[], object] = lambda: None, problem: str | None = None
) -> Runner:
    """Let the runner's runs take locks in a directory; ``act`` happens when one has planned and asks for its lock."""

    class LateLocks(Locks):
        @contextmanager
        def held(self, region_ids: Iterable[str], timeout: float, settle: float = 0.0) -> Iterator[bool]:
            act()
            with super().held(region_ids, timeout, settle) as undisturbed:
                yield undisturbed
            self.problem = problem or self.problem

    runner.locks = lambda key, timing: LateLocks(key, timing, str(directory))
    return runner


def holding(runner: Runner, directory: Path) -> AbstractContextManager[bool]:
    """Hold the lock as another run."""
    timing = Timing(runner.clock.time, runner.clock.time, runner.clock.sleep)
    return Locks(ACCESS_KEY_ID, timing, str(directory)).held([REGION], 0)


@BOTH_MODULES
@pytest.mark.parametrize(
    ("check_mode", "bandwidth", "waits"), [(False, 20, True), (True, 20, False), (False, 10, False)]
)
def test_only_a_run_that_writes_waits_for_another(
    tmp_path: Path, how: str, check_mode: bool, bandwidth: int, waits: bool
) -> None:
    runner = locked(account(package()), tmp_path)
    options: dict[str, Any] = {**HERE, "bandwidth": bandwidth, "wait_timeout": 30}
    with holding(runner, tmp_path):
        result, seconds = took(runner, lambda: run(runner, how, check_mode, **options))
    if waits:
        failed(result, "another run of this user", "wait_timeout", "process")
        assert 30 <= seconds < 35
    else:
        assert ok(result)["changed"] is check_mode
        assert seconds < 5
    assert runner.writes() == []


@BOTH_MODULES
@pytest.mark.parametrize(
    ("have", "desired", "action"),
    [(None, SPARE, CREATE), (package(), {**HERE, "bandwidth": 20}, MODIFY), (package(), GONE, DELETE)],
)
def test_what_another_run_did_before_the_lock_is_not_done_again(
    tmp_path: Path, how: str, have: dict[str, Any] | None, desired: dict[str, Any], action: str
) -> None:
    runner = account(*([have] if have else []), switches={"second_package": "accepted"})
    other = locked(another(runner), tmp_path)
    locked(runner, tmp_path, lambda: ok(run(other, how, **desired)))
    result = ok(run(runner, how, **desired))
    assert (result["changed"], result["actions"], runner.writes()) == (False, [], [action])


def test_a_place_without_locks_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    runner = locked(account(package()), tmp_path / "file")
    assert ok(runner.network_package(**HERE, bandwidth=20))["actions"] == [MODIFY]
    warned(runner, "not kept apart")


@pytest.mark.parametrize(("disturbed", "listings"), [(False, 2), (True, 4)])
def test_the_region_is_read_again_only_if_another_run_wrote(tmp_path: Path, disturbed: bool, listings: int) -> None:
    runner = account(package())

    def write() -> None:
        with holding(runner, tmp_path):
            pass

    locked(runner, tmp_path, write if disturbed else lambda: None)
    before: list[int] = []
    runner.emulator.on_call(lambda _action, _params: before.append(runner.emulator.count(LIST)), MODIFY)
    assert ok(runner.network_package(**HERE, bandwidth=20))["actions"] == [MODIFY]
    assert before == [listings]


def test_a_region_that_cannot_be_read_under_the_lock_is_its_failure(tmp_path: Path) -> None:
    """Another run has written meanwhile, the second look fails, and the lock cannot be released in order."""
    runner = account(package())

    def write_and_fail() -> None:
        with holding(runner, tmp_path):
            pass
        runner.emulator.faults.add(Fault(kind="error", action=LIST, times=99, code="Forbidden", status=403))

    locked(runner, tmp_path, write_and_fail, "the lock could not be released in order")
    result = failed(runner.network_package(**HERE, bandwidth=20), "Forbidden")
    assert (result.get("changed", False), runner.writes()) == (False, [])
