# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every row of the table, whatever the region holds and whatever is desired."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .runner import Runner
from .scenarios import INPUT, REFUSED_BY_THE_API, SCENARIOS, Scenario

SUCCEED = [row for row in SCENARIOS if not row.fails]
FAIL = [row for row in SCENARIOS if row.fails]

IDENTITIES = ("network_package_id", "office_site_id", "office_site_name", "tags")
ASKS_MORE = {"office_site_name", "enabled", "auto_renew"}
# What only the server decides, and whether it puts a change into force or books it.
SERVER_SIDE = {
    *("network_package_id", "network_package_status", "create_time", "expired_time", "eip_addresses"),
    *("office_site_name", "office_site_vpc_type"),
    *("reservation_bandwidth", "reservation_active_time", "reservation_internet_charge_type"),
}


def rows(table: Any) -> Any:
    return pytest.mark.parametrize("row", table, ids=[row.name for row in table])


def run(row: Scenario, runner: Runner, check_mode: bool = False) -> dict[str, Any]:
    return row.run(runner, check_mode)


def test_names_are_unique() -> None:
    assert len({row.name for row in SCENARIOS}) == len(SCENARIOS) >= 60


@rows(SUCCEED)
def test_real_run_does_what_the_row_says(row: Scenario) -> None:
    runner = row.runner()
    result = run(row, runner)
    assert "failed" not in result, result
    assert tuple(result["actions"]) == row.actions
    assert result["changed"] is bool(row.actions)
    if row.after is None:
        assert result["network_package"] is None
    else:
        assert {name: result["network_package"][name] for name in row.after} == row.after
    assert re.search(row.notes, "; ".join(result["notes"])) if row.notes else result["notes"] == []
    assert re.search(row.warns, "; ".join(runner.warnings)) if row.warns else runner.warnings == []
    priced = tuple((cost["action"], cost["trade_price"]) for cost in result["cost"]) if "cost" in result else None
    assert priced == row.cost


@rows(SUCCEED)
def test_each_write_takes_effect_once(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner)
    assert [call.action for call in runner.emulator.calls if call.effect] == list(row.actions)


@rows(FAIL)
def test_failing_row_says_why(row: Scenario) -> None:
    result = run(row, row.runner())
    assert result.get("failed"), result
    assert re.search(row.fails or "", result["msg"]), result["msg"]
    assert "changed" not in result


@rows(FAIL)
def test_failing_row_writes_nothing(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner)
    assert runner.emulator.effects() == 0
    if row.name not in REFUSED_BY_THE_API:
        assert runner.writes() == []


@rows([row for row in INPUT if row.fails and "default types" not in row.name])
def test_bad_input_fails_before_any_call(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner)
    assert runner.emulator.calls == []


@rows(SCENARIOS)
def test_check_mode_writes_nothing(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner, check_mode=True)
    assert runner.writes() == []
    assert runner.emulator.effects() == 0


@rows([row for row in SCENARIOS if row.name not in REFUSED_BY_THE_API])
def test_check_mode_tells_what_the_real_run_does(row: Scenario) -> None:
    foretold, done = run(row, row.runner(), check_mode=True), run(row, row.runner())
    for name in ("failed", "changed", "diff", "actions", "payment_pending", "cost"):
        assert foretold.get(name) == done.get(name), name


@rows(SUCCEED)
def test_check_mode_foretells_the_plan(row: Scenario) -> None:
    foretold, done = (run(row, row.runner(), check)["network_package"] for check in (True, False))
    assert (foretold is None) == (done is None)
    for name in set(foretold or ()) - SERVER_SIDE:
        if name == "bandwidth":
            assert foretold[name] in (done[name], done["reservation_bandwidth"])
        else:
            assert foretold[name] == done[name], name


@rows([row for row in SUCCEED if row.settles])
def test_second_run_is_unchanged(row: Scenario) -> None:
    runner = row.runner()
    first = run(row, runner)
    before = len(runner.writes())
    second = run(row, runner)
    assert (second["changed"], second["actions"]) == (False, [])
    assert second["diff"]["before"] == second["diff"]["after"]
    assert second["network_package"] == first["network_package"]
    assert len(runner.writes()) == before


@rows(SUCCEED)
def test_info_afterwards_equals_the_return(row: Scenario) -> None:
    runner = row.runner()
    returned = run(row, runner)["network_package"]
    listed = runner.network_package_info()["network_packages"]
    if returned:
        assert returned in listed
        return
    identity = next(name for name in IDENTITIES if row.desired.get(name))
    same = [plan for plan in listed if plan[identity] == row.desired[identity]]
    assert [plan for plan in same if plan["network_package_status"] != "Released"] == []


@rows(SCENARIOS)
def test_no_secret_in_any_output(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner, check_mode=True)
    run(row, runner)
    assert runner.leaked() == []


def _unchanged(row: Scenario) -> bool:
    return not row.actions and not row.order and not ASKS_MORE & set(row.desired)


@rows([row for row in SUCCEED if _unchanged(row) and row.desired.get("state") != "absent"])
def test_unchanged_run_reads_one_listing(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner, check_mode=True)
    assert [call.action for call in runner.emulator.calls] == ["DescribeNetworkPackages"]


@rows([row for row in SUCCEED if _unchanged(row) and row.desired.get("state") == "absent"])
def test_what_is_gone_was_missed_by_two_listings(row: Scenario) -> None:
    runner = row.runner()
    run(row, runner, check_mode=True)
    actions = [call.action for call in runner.emulator.calls]
    releasing = any(package.get("network_package_status") == "Releasing" for package in row.have)
    assert actions.count("DescribeNetworkPackages") == (1 if releasing else 2)
    assert set(actions) <= {"DescribeNetworkPackages", "DescribeOfficeSites"}
