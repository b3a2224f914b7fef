# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every write of the table x everything that can go wrong with it, before and after it took effect.

Of the largest tables, each row has a third of the faults, and each fault a third of the rows; ECD_TESTS_ALL=1 runs all.
"""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from ansible_collections.alicloud.ecd.tests.support.sampling import crossed

from .runner import Runner
from .scenarios import ENABLE, SCENARIOS, SET_RENEWAL, Scenario

WRITING = [row for row in SCENARIOS if row.actions and row.settles]

PROVES_NOTHING_HAPPENED = (
    {"kind": "throttle"},
    {"kind": "throttle", "retry_after": 7},
    {"kind": "throttle", "times": 3},
    {"kind": "connect", "times": 2},
    {"kind": "error", "code": "IllegalTimestamp", "status": 400},
    {"kind": "error", "code": "SignatureDoesNotMatch", "status": 400},
    {"kind": "error", "code": "Rejected.Throttling", "status": 403},
    {"kind": "error", "code": "IncorrectNetworkPackageStatus.ModificationNotSupport", "status": 403},
)
UNCLEAR = (
    {"kind": "reset"},
    {"kind": "hang"},
    {"kind": "html"},
    {"kind": "empty"},
    {"kind": "truncated"},
    {"kind": "redirect"},
    {"kind": "error", "code": "InternalError", "status": 500},
    {"kind": "error", "code": "ServiceUnavailable", "status": 503},
    {"kind": "error", "code": "SignatureNonceUsed", "status": 400},
)
# What is unclear about a write is the same whichever of these it was, and so is a read that fails. The kinds differ in
# how the client notices, which does not depend on the row.
SHARE = 3
FINAL = (
    {"kind": "error", "code": "RISK.RISK_CONTROL_REJECTION", "status": 400},
    {"kind": "error", "code": "Forbidden.RAM", "status": 403},
    {"kind": "error", "code": "InvalidBandwidth", "status": 400},
)


def label(value: Any) -> str:
    if isinstance(value, Scenario):
        return value.name
    return " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)


def each_write(faults: Any, share: int = 1) -> Any:
    writes = [(row, action) for row in WRITING for action in row.actions]
    return pytest.mark.parametrize(
        ("row", "action", "fault"),
        [(row, action, fault) for (row, action), fault in crossed(writes, faults, share)],
        ids=label,
    )


def faulty(row: Scenario, action: str, when: str, fault: dict[str, Any]) -> tuple[Runner, dict[str, Any]]:
    runner = row.runner()
    runner.emulator.faults.add(Fault(action=action, when=when, **fault))
    return runner, row.run(runner)


def effects(runner: Runner) -> list[str]:
    return [call.action for call in runner.emulator.calls if call.effect]


@each_write(PROVES_NOTHING_HAPPENED)
def test_what_proves_that_nothing_happened_is_sent_again(row: Scenario, action: str, fault: dict[str, Any]) -> None:
    runner, result = faulty(row, action, "before", fault)
    assert "failed" not in result, result
    assert effects(runner) == list(row.actions)
    assert tuple(result["actions"]) == row.actions
    assert runner.leaked() == []


@each_write(UNCLEAR, SHARE)
def test_a_lost_response_is_settled_by_polling(row: Scenario, action: str, fault: dict[str, Any]) -> None:
    runner, result = faulty(row, action, "after", fault)
    assert "failed" not in result, result
    assert effects(runner) == list(row.actions)
    assert runner.writes() == list(row.actions)
    assert tuple(result["actions"]) == row.actions
    assert f"the response to {action} was lost" in " ".join(result["notes"])
    assert row.run(runner)["changed"] is False
    assert runner.leaked() == []


@each_write(UNCLEAR, SHARE)
def test_a_lost_request_is_told_and_made_good_by_the_next_run(
    row: Scenario, action: str, fault: dict[str, Any]
) -> None:
    runner, result = faulty(row, action, "before", fault)
    assert (result["failed"], result["outcome_unknown"], result["changed"]) == (True, True, True)
    assert action not in result["actions"]
    assert f"the outcome of {action} is unknown" in result["msg"]
    assert runner.writes().count(action) == 1
    second = row.run(runner)
    assert "failed" not in second, second
    assert effects(runner) == list(row.actions)
    assert runner.leaked() == []


@each_write(FINAL)
def test_a_refusal_is_reported_whole(row: Scenario, action: str, fault: dict[str, Any]) -> None:
    runner, result = faulty(row, action, "before", fault)
    assert (result["failed"], result["code"], result["action"]) == (True, fault["code"], action)
    assert result["request_id"] and result["request_id"] in result["msg"]
    earlier = list(row.actions[: row.actions.index(action)])
    assert (result.get("changed", False), result.get("actions", [])) == (bool(earlier), earlier)
    assert runner.writes().count(action) == 1


READING = [row for row in SCENARIOS if not row.fails and row.settles]
UNREADABLE = (*UNCLEAR, {"kind": "not_documented"}, {"kind": "throttle"}, {"kind": "connect"})


@pytest.mark.parametrize(("row", "fault"), crossed(READING, UNREADABLE, SHARE), ids=label)
@pytest.mark.parametrize("skip", [0, 1])
def test_a_failing_read_is_sent_again(row: Scenario, fault: dict[str, Any], skip: int) -> None:
    runner = row.runner()
    runner.emulator.faults.add(Fault(action="DescribeNetworkPackages", skip=skip, **fault))
    result = row.run(runner)
    assert "failed" not in result, result
    assert effects(runner) == list(row.actions)


@pytest.mark.parametrize("row", WRITING, ids=label)
@pytest.mark.parametrize("fault", [{"kind": "not_documented"}, {"kind": "html"}, {"kind": "empty"}], ids=label)
def test_a_read_that_never_succeeds_buys_nothing(row: Scenario, fault: dict[str, Any]) -> None:
    runner = row.runner()
    runner.emulator.faults.add(Fault(action="DescribeNetworkPackages", times=6, **fault))
    result = row.run(runner)
    assert result["failed"] and result["action"] == "DescribeNetworkPackages"
    assert runner.writes() == []


@pytest.mark.parametrize("row", WRITING, ids=label)
def test_reads_that_fail_after_the_write_lose_nothing(row: Scenario) -> None:
    runner = row.runner()
    fault = Fault(kind="error", code="Forbidden.RAM", status=403, action="DescribeNetworkPackages", times=10**6)

    def fail_after_the_first_effect(action: str, params: Any) -> None:
        if effects(runner) and action == "DescribeNetworkPackages":
            runner.emulator.faults.clear()
            runner.emulator.faults.add(fault)

    runner.emulator.on_call(fail_after_the_first_effect)
    result = row.run(runner, wait_timeout=20)
    if "failed" not in result:
        # Nothing of this row shows in a package, so none was read after the write.
        assert row.actions in ((ENABLE,), (SET_RENEWAL,))
        return
    assert result["actions"] == effects(runner)
    assert result["changed"] is True
    assert "Forbidden.RAM" in result["msg"]
    if "CreateNetworkPackage" in effects(runner):
        assert result["network_package"]["network_package_id"] in runner.emulator.packages


@pytest.mark.parametrize("row", WRITING, ids=label)
def test_one_read_that_fails_after_the_write_ends_no_wait(row: Scenario) -> None:
    runner = row.runner()
    failed: list[str] = []

    def fail_once(action: str, params: Any) -> None:
        if effects(runner) and action == "DescribeNetworkPackages" and not failed:
            failed.append(action)
            runner.emulator.faults.add(Fault(kind="error", code="Forbidden.RAM", status=403, action=action))

    runner.emulator.on_call(fail_once)
    assert "failed" not in row.run(runner)


@pytest.mark.parametrize("row", WRITING, ids=label)
def test_running_out_of_patience_tells_what_was_done(row: Scenario) -> None:
    runner = row.runner()
    runner.emulator.switch(stale_seconds=50.0)
    result = row.run(runner, wait_timeout=10)
    if not runner.writes():
        assert result["failed"] and "changed" not in result
        return
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["actions"] == effects(runner) == list(row.actions[: len(effects(runner))])
    assert "waited 10 seconds (wait_timeout)" in result["msg"]
    if "CreateNetworkPackage" in row.actions:
        assert result["network_package"]["network_package_id"] in runner.emulator.packages
