# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator passes the contract, and each of its switches is noticed by the probe that it names."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

import pytest
from ansible_collections.alicloud.ecd.tests.contract.never import PROBES as NEVER
from ansible_collections.alicloud.ecd.tests.contract.probe import CONTRADICTED, HOLDS, NOT_PROBED
from ansible_collections.alicloud.ecd.tests.contract.suite import ALL
from ansible_collections.alicloud.ecd.tests.emulator import Emulator, Switches

from .suites import account, ask, bought

IDS = {probe.id for probe in ALL}
UNKNOWNS = {entry.name: entry.metadata["probes"] for entry in fields(Switches) if "probes" in entry.metadata}
UNPROBED = {probe.id for probe in NEVER.all} | {"throttling"}
# What stands for a number, and what comes with another switch.
NUMBERS: dict[str, Any] = {"create_absent_polls": 3, "stale_seconds": 9.0, "billing_page_size": 7}
BESIDE: dict[str, dict[str, Any]] = {
    "stale_reads": {"stale_seconds": 9.0},
    "instance_ids": {"unpaid_order_names_package": True},
}


def alternatives() -> list[tuple[str, Any]]:
    hints = get_type_hints(Switches)
    found = []
    for entry in fields(Switches):
        if entry.name not in UNKNOWNS or UNPROBED.issuperset(UNKNOWNS[entry.name]):
            continue
        values = get_args(hints[entry.name]) or ((True, False) if hints[entry.name] is bool else ())
        values = values or (NUMBERS[entry.name],)
        found += [(entry.name, value) for value in values if value != entry.default]
    return found


def test_emulator_passes_at_all_levels() -> None:
    emulator = account(Emulator())
    result = ask(emulator)
    others = {key: found for key, found in result.findings.items() if found.verdict != HOLDS}
    assert {key: found for key, found in others.items() if found.verdict != NOT_PROBED} == {}
    assert set(others) == UNPROBED
    assert list(result.findings) == [probe.id for probe in ALL]
    assert not bought(emulator)
    assert [sentence for sentence in result.left if "Order" not in sentence] == []
    assert not result.unreleased


def test_each_unknown_names_a_probe() -> None:
    assert {probe for probes in UNKNOWNS.values() for probe in probes} <= IDS
    assert len(IDS) == len(ALL)


# The suite writes nothing at billing.
UNNOTICED = {("stale_reads", "billing")}


@pytest.mark.parametrize(("name", "value"), alternatives())
def test_switch_is_noticed_by_its_probe(name: str, value: Any) -> None:
    emulator = account(Emulator(switches=Switches(**{**BESIDE.get(name, {}), name: value})))
    result = ask(emulator)
    found = [result.findings[probe] for probe in UNKNOWNS[name] if result.findings[probe].verdict == CONTRADICTED]
    assert bool(found) is ((name, value) not in UNNOTICED)
    for finding in found:
        assert finding.switches[name] == (pytest.approx(value, abs=2.5) if name == "stale_seconds" else value), finding
    assert not bought(emulator)


@pytest.mark.parametrize("values", [{"office_site": None, "max_cost": None, "subscription": False}])
def test_reads_level_writes_nothing(values: dict[str, Any]) -> None:
    emulator = account(Emulator())
    before = emulator.snapshot()
    result = ask(emulator, **values)
    assert emulator.effects() == 0
    assert emulator.snapshot() == before
    assert {call.action for call in emulator.calls} == {
        "DescribeFlowMetric",
        "DescribeModificationPrice",
        "DescribeNetworkPackages",
        "DescribeOfficeSites",
        "DescribePrice",
        "DescribeRenewalPrice",
        "GetOrderDetail",
        "ListTagResources",
        "QueryAvailableInstances",
    }
    assert "LIVE_OFFICE_SITE" in result.findings["release"].seen
    assert "LIVE_SUBSCRIPTION" in result.findings["unpaid-listed"].seen


def test_empty_region_is_not_probed_but_asked() -> None:
    emulator = Emulator()
    result = ask(emulator, office_site=None, max_cost=None, subscription=False)
    assert "broken" not in {found.verdict for found in result.findings.values()}
    assert result.findings["package-fields"].seen == "no network package in the region"
    assert result.findings["office-fields"].seen == "no office network in the region"
    assert result.findings["unknown-id"].verdict == HOLDS
