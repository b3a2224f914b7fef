# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Automatic renewal costs money for years, so random stories of runs are judged by what the journal shows was sent."""

from __future__ import annotations

from typing import Any

from ansible_collections.alicloud.ecd.tests.emulator import Fault
from hypothesis import given, settings
from hypothesis import strategies as st

from .runner import REGION, Runner
from .scenarios import SET_RENEWAL, subscription

ASK = "QueryAvailableInstances"
KEYS = ("np-0", "np-1", "np-2")
SITES = {key: f"{REGION}+dir-{number}" for number, key in enumerate(KEYS)}

faults = st.builds(
    Fault,
    kind=st.sampled_from(("reset", "hang", "html", "empty", "throttle", "connect", "error")),
    action=st.sampled_from((SET_RENEWAL, SET_RENEWAL, ASK, "RenewNetworkPackages", "DescribeNetworkPackages")),
    skip=st.integers(0, 3),
    times=st.sampled_from((1, 1, 2, 7)),
)
after = faults.filter(lambda fault: fault.kind != "connect").map(
    lambda fault: Fault(fault.kind, fault.action, "after", fault.times, fault.skip)
)
packages = st.fixed_dictionaries(
    {
        "pay_type": st.sampled_from(("PrePaid", "PrePaid", "PostPaid")),
        "auto_renew": st.booleans(),
        "renew_status": st.sampled_from(("", "", "", "Paused")),
        "expired_time": st.sampled_from(("2026-01-18T08:00:00Z", "2026-09-18T08:00:00Z")),
    }
)
items = st.fixed_dictionaries(
    {},
    optional={
        "auto_renew": st.booleans(),
        "bandwidth": st.sampled_from((10, 20)),
        "remaining_days": st.just(7),
        "period": st.sampled_from((1, 2)),
        "state": st.sampled_from(("present", "present", "absent")),
    },
)
switches = st.fixed_dictionaries(
    {},
    optional={
        "stale_seconds": st.sampled_from((2.0, 12.0, 100.0)),
        "stale_reads": st.sampled_from(("all", "listings", "billing", "every_second")),
        "billing_access": st.sampled_from(("all", "read", "none")),
        "billing_page_size": st.sampled_from((0, 1)),
    },
)
runs = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(KEYS), items, min_size=1),
        st.booleans(),
        st.lists(st.one_of(faults, after), max_size=2),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(have=st.tuples(packages, packages, packages), switches=switches, runs=runs)
def test_only_what_is_declared_is_set_and_nothing_is_set_twice(have: Any, switches: Any, runs: Any) -> None:
    runner = Runner()
    for key, fields in zip(KEYS, have):
        charge = "PayByBandwidth" if fields["pay_type"] == "PrePaid" else "PayByTraffic"
        runner.emulator.add_package(
            **{**subscription(site=SITES[key], key=key), **fields, "internet_charge_type": charge}
        )
    runner.emulator.switch(**switches)
    for declared, check_mode, troubles, pause in runs:
        tell(runner, declared, check_mode, troubles)
        runner.emulator.faults.clear()
        runner.clock.advance(pause)
    assert runner.leaked() == []


def tell(runner: Runner, declared: dict[str, Any], check_mode: bool, troubles: list[Fault]) -> None:
    """Run once, and judge what was sent."""
    emulator = runner.emulator
    before = emulator.packages
    emulator.calls.clear()
    emulator.faults.add(*troubles)
    tasks = [{"office_site_id": SITES[key], **options} for key, options in declared.items()]
    result = runner.network_packages(network_packages=tasks, check_mode=check_mode, wait_timeout=60, concurrency=2)
    sent = [call for call in emulator.calls if call.action == SET_RENEWAL]
    if check_mode:
        assert sent == []
    effects = []
    for call in sent:
        key, wanted = call.params["InstanceIDs"], call.params["RenewalStatus"] == "AutoRenewal"
        options = declared.get(key, {})
        assert options.get("auto_renew") is wanted and options.get("state") != "absent"
        assert before[key].pay_type == "PrePaid"
        assert (key, wanted) not in effects, "sent again after it took effect"
        if call.effect:
            effects.append((key, wanted))
    told = result.get("actions", []).count(SET_RENEWAL)
    unknown = sum(bool(entry.get("outcome_unknown")) for entry in [result, *result.get("results", [])])
    assert told <= len(effects) <= told + unknown or check_mode
    for key in emulator.packages.keys() & before.keys() - declared.keys():
        assert emulator.packages[key].auto_renew is before[key].auto_renew
