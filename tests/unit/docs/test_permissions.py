# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The permissions guide lists exactly the operations that the code calls, and each policy is sufficient."""

from __future__ import annotations

import ast
import ipaddress
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator.operations import OPERATIONS
from ansible_collections.alicloud.ecd.tests.unit.plugins.modules.runner import Runner

from .documents import COLLECTION, guide

GUIDE = guide("permissions")
STATEMENTS = [block.data["Statement"][0] for block in GUIDE.blocks("json")]
READ, CHECK, WRITE, EVERYTHING, RESTRICTED = (statement["Action"] for statement in STATEMENTS)
# No operation that the collection calls needs it: it lets the vendor charge the account for an order.
PAY = "bss:PayOrder"
# The actions of an operation whose action is not its name: billing's have changed their names.
RENAMED = {
    "GetOrderDetail": {"bssapi:GetOrderDetail", "bss:DescribeOrderDetail"},
    "QueryAvailableInstances": {"bssapi:QueryAvailableInstances", "bss:DescribeInstances"},
    "SetRenewal": {"bssapi:SetRenewal"},
}
_ROW = re.compile(r"^  \* - (:ansopt:.*\n(?:      .*\n)*)    - ((?:.*\n)(?:      .*\n)*)", re.MULTILINE)
_OPTION = re.compile(r":ansopt:`[\w.]+#module:(\w+)`")
_ACTION = re.compile(r"``((?:ecd|bssapi|bss):\w+)``")

SITE = "cn-hangzhou+dir-1"
OTHER = "cn-hangzhou+dir-2"


def actions(operations: Iterable[str]) -> set[str]:
    """The RAM actions of operations."""
    return {action for name in operations for action in RENAMED.get(name, {f"ecd:{name}"})}


def operations_in_the_code() -> set[str]:
    names = set()
    for path in (COLLECTION / "plugins" / "module_utils").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in OPERATIONS:
                names.add(node.value)
    return names


def options() -> dict[str, set[str]]:
    """The additional actions that the table lists for an option."""
    table: dict[str, set[str]] = {}
    for found in _ROW.finditer(GUIDE.text.partition("Additional actions for options\n---")[2].partition("\n---")[0]):
        for option in _OPTION.findall(found[1]):
            table.setdefault(option, set()).update(_ACTION.findall(found[2]))
    return table


def test_the_policies_are_policies():
    for block in GUIDE.blocks("json"):
        assert set(block.data) == {"Version", "Statement"}
        assert block.data["Version"] == "1"
        (statement,) = block.data["Statement"]
        assert (statement["Effect"], statement["Resource"]) == ("Allow", "*")
        assert len(set(statement["Action"])) == len(statement["Action"])
        assert set(statement) - {"Condition"} == {"Effect", "Action", "Resource"}


def test_the_policies_are_json():
    for block in GUIDE.blocks("json"):
        assert json.loads(block.text) == block.data


def test_only_the_last_policy_has_conditions_and_it_allows_what_the_writing_one_does():
    assert [("Condition" in statement) for statement in STATEMENTS] == [False] * 4 + [True]
    assert RESTRICTED == WRITE


def test_the_conditions_are_an_address_and_https():
    condition = STATEMENTS[-1]["Condition"]
    assert set(condition) == {"IpAddress", "Bool"}
    assert condition["Bool"] == {"acs:SecureTransport": "true"}
    (addresses,) = condition["IpAddress"].values()
    assert list(condition["IpAddress"]) == ["acs:SourceIp"]
    # Of those that are reserved for documentation: nobody's.
    assert all(not ipaddress.ip_network(address).is_global for address in addresses)


def test_everything_is_exactly_what_the_code_calls_and_payment():
    assert set(EVERYTHING) == actions(operations_in_the_code()) | {PAY}


def test_every_spelling_of_an_action_is_in_each_policy_that_has_one():
    for policy in (READ, CHECK, WRITE, EVERYTHING, RESTRICTED):
        for spellings in RENAMED.values():
            assert spellings.isdisjoint(policy) or spellings <= set(policy)


def test_who_may_buy_may_pay_and_nobody_else():
    for policy in (READ, CHECK, WRITE, EVERYTHING, RESTRICTED):
        assert (PAY in policy) == ("ecd:CreateNetworkPackage" in policy)


def test_the_code_of_a_missing_permission_is_named():
    for name in ("permissions", "troubleshooting"):
        assert "``NotAuthorized``" in guide(name).text


def test_a_check_only_reads():
    assert set(CHECK) == {
        name for name in EVERYTHING if name.partition(":")[2].startswith(("Describe", "Get", "Query"))
    }


def test_the_options_and_the_policies_make_up_everything():
    assert set(WRITE).union(*options().values()) == set(EVERYTHING)


def modules() -> Runner:
    """The modules, with an account that has two office networks."""
    modules = Runner()
    modules.emulator.add_office_site(SITE, name="first", enable_internet_access=False)
    modules.emulator.add_office_site(OTHER, name="second")
    return modules


def called(modules: Runner) -> set[str]:
    return actions(call.action for call in modules.emulator.calls)


def test_reading_needs_no_more():
    run = modules()
    run.network_package_info()
    assert called(run) == set(READ)
    run.network_package_info(office_site_names=["first"])
    assert called(run) == set(READ) | options()["office_site_names"]


def test_writing_needs_no_more():
    run = modules()
    tasks: list[dict[str, Any]] = [{"bandwidth": 10}, {"bandwidth": 20}, {"state": "absent"}]
    for options_of_task in tasks:
        assert "failed" not in run.network_package(office_site_id=SITE, **options_of_task)
    assert called(run) | {PAY} == set(WRITE)


PACKAGE = {"network_package_id": "np-a", "office_site_id": SITE}
TERM = {"pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth"}
# An option of the table: the existing package, and tasks that need exactly the actions that the table lists.
USES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "enabled": (PACKAGE, [{"office_site_id": SITE, "enabled": True}]),
    "network_package_id": (PACKAGE, [{"network_package_id": "np-a", "office_site_id": OTHER}]),
    "office_site_id": (PACKAGE, [{"network_package_id": "np-a", "office_site_id": OTHER}]),
    "unbind": (PACKAGE, [{"network_package_id": "np-a", "unbind": True}]),
    "auto_renew": ({**PACKAGE, **TERM}, [{"office_site_id": SITE, "auto_renew": True}]),
    "remaining_days": ({**PACKAGE, **TERM}, [{"office_site_id": SITE, "remaining_days": 40, "period": 2}]),
    "estimate_cost": (
        {**PACKAGE, **TERM},
        [
            {"office_site_id": OTHER, "bandwidth": 10, "estimate_cost": True},
            {"office_site_id": SITE, "bandwidth": 20, "estimate_cost": True},
            {"office_site_id": SITE, "remaining_days": 40, "period": 2, "estimate_cost": True},
        ],
    ),
}
for ceiling in ("max_cost", "max_hourly_cost"):
    USES[ceiling] = (USES["estimate_cost"][0], [{**task, ceiling: 10000} for task in USES["estimate_cost"][1]])


def test_every_option_of_the_table_is_tried():
    assert set(options()) == {*USES, "office_site_names", "pending_order_id", "renewal_status"}


@pytest.mark.parametrize("option", USES)
def test_an_option_needs_what_the_table_says(option):
    package, tasks = USES[option]
    run = modules()
    if package:
        run.emulator.add_package(**package)
    for task in tasks:
        # Prices are read in check mode too.
        result = run.network_package(check_mode=option.endswith("_cost"), **task)
        assert "failed" not in result
    assert called(run) - set(WRITE) == options()[option]


def test_the_renewal_status_needs_what_the_table_says():
    run = modules()
    run.emulator.add_package(**PACKAGE, **TERM)
    run.network_package_info(renewal_status=True)
    assert called(run) - set(READ) == options()["renewal_status"]


def test_a_pending_order_needs_what_the_table_says():
    run = modules()
    task: dict[str, Any] = {"office_site_id": SITE, "bandwidth": 10, "auto_pay": False}
    order = run.network_package(**task)["order_ids"][0]
    run.network_package(pending_order_id=order, **task)
    assert called(run) - set(WRITE) == options()["pending_order_id"]
