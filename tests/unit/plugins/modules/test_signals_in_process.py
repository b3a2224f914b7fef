# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that is told to stop, at every moment: no new write, and always a report."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Fault, RealClock, serve

from .runner import REGION, Runner
from .scenarios import BIND, CREATE, DELETE, ENABLE, FREE, MODIFY, RENEW, SET_RENEWAL, A, B, package, subscription
from .stories import BOTH_MODULES, LIST, account, failed, once, run, shown_id
from .test_modules_main import Ended, FakeModule

TEN: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
BY_SIGNAL = pytest.mark.parametrize("number", SIGNALS, ids=[number.name for number in SIGNALS])


def fleet(size: int) -> tuple[Runner, list[dict[str, Any]]]:
    runner = Runner()
    sites = [runner.emulator.add_office_site(f"{REGION}+dir-{number:03d}") for number in range(size)]
    return runner, [{"office_site_id": site, "bandwidth": 10} for site in sites]


def stop_in(runner: Runner, seconds: float) -> None:
    """Let the signal come so many seconds from now, by the driven clock."""
    due = runner.clock.time() + seconds
    runner.stopping = lambda: runner.clock.time() >= due


WRITES: tuple[tuple[str, dict[str, Any] | None, dict[str, Any]], ...] = (
    (CREATE, None, TEN),
    (MODIFY, package(), {"office_site_id": A, "bandwidth": 20}),
    (RENEW, subscription(expired_time="2026-01-20T08:00:00Z"), {"office_site_id": A, "remaining_days": 7}),
    (DELETE, package(), {"office_site_id": A, "state": "absent"}),
    (ENABLE, package(), {"office_site_id": A, "enabled": False}),
    (SET_RENEWAL, subscription(), {"office_site_id": A, "auto_renew": True}),
    (FREE, package(), {"network_package_id": "np-a", "unbind": True}),
    (BIND, package(None), {"network_package_id": "np-a", "office_site_id": B}),
)
EACH_WRITE = pytest.mark.parametrize(("action", "have", "desired"), WRITES, ids=[row[0] for row in WRITES])
PAUSES: tuple[tuple[dict[str, Any], float], ...] = (
    ({"kind": "throttle", "retry_after": 10}, 5),
    ({"kind": "throttle"}, 0.2),
    ({"kind": "connect"}, 0.2),
    ({"kind": "error", "code": "IllegalTimestamp", "status": 400}, 0.2),
)


@EACH_WRITE
@BOTH_MODULES
@pytest.mark.parametrize(("fault", "seconds"), PAUSES, ids=["retry_after", "throttled", "no connection", "clock"])
def test_a_stop_during_a_pause_sends_nothing(
    action: str, have: dict[str, Any] | None, desired: dict[str, Any], how: str, fault: dict[str, Any], seconds: float
) -> None:
    """(3) a signal during the pause for throttling or back-off: the write is not sent at its end."""
    runner = account(*([have] if have else []))
    runner.emulator.faults.add(Fault(action=action, **fault))
    once(runner, lambda: True, lambda: stop_in(runner, seconds), action)
    failed(run(runner, how, **desired), "stop")
    assert (runner.emulator.count(action), runner.emulator.effects()) == (1, 0)


def test_a_stop_during_the_pause_of_a_passing_state_sends_nothing() -> None:
    """(3) the same while a passing state is waited out."""
    runner = account(package())
    code = "IncorrectNetworkPackageStatus.ModificationNotSupport"
    runner.emulator.faults.add(Fault(kind="error", action=MODIFY, code=code, status=403))
    once(runner, lambda: True, lambda: stop_in(runner, 1), MODIFY)
    failed(runner.network_package(office_site_id=A, bandwidth=20), "stop")
    assert (runner.emulator.count(MODIFY), runner.emulator.effects()) == (1, 0)


@pytest.mark.parametrize("concurrency", [1, 4, 12])
def test_a_stop_during_a_pause_sends_nothing_of_a_fleet(concurrency: int) -> None:
    """(3) a fleet of twelve that is throttled: not one of them is bought after the signal."""
    runner, items = fleet(12)
    runner.emulator.faults.add(Fault(kind="throttle", action=CREATE, retry_after=10, times=concurrency))
    once(runner, lambda: True, lambda: stop_in(runner, 5), CREATE)
    result = failed(runner.network_packages(network_packages=items, concurrency=concurrency))
    assert runner.emulator.effects() == 0
    assert runner.emulator.count(CREATE) <= concurrency
    assert (result.get("changed", False), result.get("actions", [])) == (False, [])


@BOTH_MODULES
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "code": "ServiceUnavailable", "status": 503},
        {"kind": "reset"},
        {"kind": "throttle", "retry_after": 60},
        {"kind": "connect"},
    ],
    ids=lambda fault: str(fault["kind"]),
)
def test_a_stop_during_the_first_reads_ends_at_once(how: str, fault: dict[str, Any]) -> None:
    """(21) the retries of a read that nobody needs any more are not waited for."""
    runner = account()
    runner.emulator.faults.add(Fault(action=LIST, times=99, **fault))
    runner.stopping = lambda: runner.emulator.count(LIST) >= 1
    failed(run(runner, how, **TEN))
    assert runner.emulator.count(LIST) == 1
    assert runner.writes() == []


def test_a_stop_during_the_first_reads_reads_no_further_page() -> None:
    """(21) a region of twelve pages: the signal comes during the second."""
    runner = account(*[package(None, f"np-{number:04d}") for number in range(1150)])
    runner.stopping = lambda: runner.emulator.count(LIST) >= 2
    failed(runner.network_package(**TEN), "stop")
    assert runner.emulator.count(LIST) <= 3
    assert runner.writes() == []


MIXED: tuple[dict[str, Any], ...] = (
    {"office_site_id": A, "bandwidth": 10},
    {"network_package_id": "np-b", "office_site_name": "twin-1", "bandwidth": 20},
    {"tags": {"purpose": "spare"}, "bandwidth": 5},
    {"office_site_name": "twin-2", "state": "absent"},
    {"office_site_name": "twin-3", "bandwidth": 10, "enabled": False},
)


def mixture() -> Runner:
    runner = account(package(B, "np-b"))
    for number in range(1, 4):
        runner.emulator.add_office_site(f"{REGION}+dir-{number}", name=f"twin-{number}")
    runner.emulator.add_package(**package(f"{REGION}+dir-2", "np-2"))
    return runner


@pytest.mark.parametrize("calls", range(36))
@pytest.mark.parametrize("fault", [None, "throttle", "reset"])
def test_a_stop_at_any_moment_is_reported(calls: int, fault: str | None) -> None:
    """(14, 15) stopped after each number of calls: what is told is what took effect, and nothing follows."""
    runner = mixture()
    if fault:
        when = "after" if fault == "reset" else "before"
        runner.emulator.faults.add(Fault(kind=fault, action=CREATE, when=when))
    runner.stopping = lambda: len(runner.emulator.calls) >= calls
    writes_at_the_stop: list[int] = []
    once(
        runner,
        lambda: len(runner.emulator.calls) >= calls,
        lambda: writes_at_the_stop.append(len(runner.writes())),
    )
    result = runner.network_packages(network_packages=list(MIXED), concurrency=1)
    told = [action for item in result.get("results", ()) for action in item["actions"]]
    assert sorted(told) == sorted(call.action for call in runner.emulator.calls if call.effect)
    assert result.get("changed", False) is bool(told)
    bought = {shown_id(item) for item in result.get("results", ()) if CREATE in item["actions"]}
    assert {key for key in runner.emulator.packages if key not in ("np-b", "np-2")} == bought
    if writes_at_the_stop and result.get("failed"):
        # The one that was on its way when the signal came.
        assert len(runner.writes()) - writes_at_the_stop[0] <= 1


@pytest.fixture(name="guard")
def _guard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[int]]:
    """Catch the signals that the module does not; they would end this process."""
    # A run waits, in real time, for what may not show yet of a stopped run of the same home.
    monkeypatch.setenv("HOME", str(tmp_path))
    caught: list[int] = []
    before = {number: signal.signal(number, lambda got, _frame: caught.append(got)) for number in SIGNALS}
    yield caught
    for number, handler in before.items():
        signal.signal(number, handler)


def module_at(monkeypatch: pytest.MonkeyPatch, url: str, name: str) -> FakeModule:
    one: dict[str, Any] = {"office_site_id": f"{REGION}+dir-0", "bandwidth": 10}
    options = one if name == "network_package" else {"network_packages": [one]}
    return FakeModule(monkeypatch, name, endpoint=url, wait_interval=0.01, **options)


WRITING = pytest.mark.parametrize("name", ["network_package", "network_packages"])


@WRITING
@BY_SIGNAL
def test_a_signal_while_the_result_is_printed_does_not_lose_it(
    monkeypatch: pytest.MonkeyPatch, guard: list[int], name: str, number: signal.Signals
) -> None:
    """(14) the handlers stay until the result is printed: a signal after the last write loses nothing."""
    emulator = Emulator(clock=RealClock(), creating_seconds=0)
    emulator.add_office_site(f"{REGION}+dir-0")
    with serve(emulator) as server:
        module = module_at(monkeypatch, server.url, name)

        def interrupted(**_result: Any) -> None:
            os.kill(os.getpid(), number)
            raise Ended

        module.mock.exit_json.side_effect = interrupted
        module.mock.fail_json.side_effect = interrupted
        _end, result = module.run()
    assert guard == []
    assert result["actions"] == [CREATE]
    assert emulator.effects(CREATE) == 1


@WRITING
@BY_SIGNAL
def test_a_signal_while_something_is_waited_for_is_reported(
    monkeypatch: pytest.MonkeyPatch, guard: list[int], name: str, number: signal.Signals
) -> None:
    """(14) SIGHUP as SIGINT and SIGTERM: the purchase is reported, the wait ends."""
    emulator = Emulator(clock=RealClock(), creating_seconds=600)
    emulator.add_office_site(f"{REGION}+dir-0")
    emulator.on_call(lambda _action, _params: os.kill(os.getpid(), number) if emulator.effects(CREATE) else None, LIST)
    with serve(emulator) as server:
        module = module_at(monkeypatch, server.url, name)
        module._options["wait_timeout"] = 5
        end, result = module.run()
    assert guard == []
    assert (end, result["actions"]) == ("fail", [CREATE])
    assert "stop" in result["msg"]


@WRITING
@BY_SIGNAL
def test_a_signal_before_the_first_call_buys_nothing(
    monkeypatch: pytest.MonkeyPatch, guard: list[int], name: str, number: signal.Signals
) -> None:
    """(14, 21) the signal comes during the first listing."""
    emulator = Emulator(clock=RealClock(), creating_seconds=0)
    emulator.add_office_site(f"{REGION}+dir-0")
    emulator.on_call(lambda _action, _params: os.kill(os.getpid(), number), LIST, times=1)
    with serve(emulator) as server:
        end, result = module_at(monkeypatch, server.url, name).run()
    assert guard == []
    assert end == "fail" and "stop" in result["msg"]
    assert emulator.effects() == 0
