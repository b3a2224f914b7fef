# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random accounts x lists x what to do about the rest, judged by what the account really holds; faults at each call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault
from hypothesis import given, settings
from hypothesis import strategies as st

from .runner import REGION, Runner
from .scenarios import CREATE, DELETE, package
from .test_faults import FINAL, PROVES_NOTHING_HAPPENED, UNCLEAR

OTHER = "cn-shanghai"
TAGS: tuple[dict[str, str], ...] = ({}, {}, {"team": "a"}, {"team": "a", "part": "x"}, {"team": "b"})

Row = Mapping[str, Any]


def site(region_id: str, number: int) -> str:
    return f"{region_id}+dir-{number}"


_any = st.sampled_from
regions = _any([REGION, REGION, OTHER])
rows: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {
            "region_id": regions,
            "number": _any([0, 1, 2, 3, None]),
            "kind": _any(["hourly", "hourly", "hourly", "runs", "over"]),
            "status": _any(["InUse", "InUse", "InUse", "InUse", "Creating", "Releasing", "Released"]),
            "tags": _any(TAGS),
        }
    ),
    max_size=6,
    # An office network has one package; there are any number without one.
    unique_by=lambda row: (row["region_id"], row["number"]) if row["number"] is not None else object(),
)
items: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {
            "region_id": regions,
            "identity": st.one_of(
                st.builds(dict, number=_any([0, 1, 2, 3])),
                st.builds(dict, name=_any([0, 1, 2, 3])),
                st.builds(dict, row=_any([0, 1, 2, 3, 4, 5])),
                st.builds(dict, row=_any([0, 1, 2, 3, 4, 5]), number=_any([0, 1, 2, 3])),
                st.builds(dict, tags=_any(TAGS[2:])),
            ),
            "wish": _any([{"bandwidth": 10}, {"bandwidth": 10}, {"bandwidth": 20}, {"state": "absent"}]),
            "purchase": _any([True, True, False]),
        }
    ),
    max_size=3,
)
tasks = st.fixed_dictionaries(
    {
        "undeclared": _any(["release", "release", "release", "report", "ignore"]),
        "undeclared_tags": _any([{}, {}, {"team": "a"}, {"team": "b", "x": ""}]),
        "max_releases": _any([0, 1, 2, 9, 9, 9]),
        "wait": _any([True, True, False]),
        "concurrency": _any([1, 4]),
    }
)


def account(have: Sequence[Row]) -> Runner:
    runner = Runner()
    for region_id in (REGION, OTHER):
        for number in range(4):
            runner.emulator.add_office_site(site(region_id, number), name=f"office {number}", region_id=region_id)
    for place, row in enumerate(have):
        fields: dict[str, Any] = {"network_package_id": key(place), "bandwidth": 10, "tags": row["tags"]}
        if row["kind"] != "hourly":
            fields.update(pay_type="PrePaid", internet_charge_type="PayByBandwidth")
        if row["kind"] == "over":
            fields.update(expired_time="2026-01-01T08:00:00Z", business_status="Expired")
        fields["network_package_status"] = "InUse" if row["kind"] == "over" else row["status"]
        here = None if row["number"] is None else site(row["region_id"], row["number"])
        runner.emulator.add_package(here, region_id=row["region_id"], **fields)
    return runner


def key(place: int) -> str:
    return f"np-{place}"


def listed(wishes: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the items of the task; what they say of a package is what the emulator's state can be compared with."""
    found = []
    for wish in wishes:
        identity = wish["identity"]
        item = {"region_id": wish["region_id"], "purchase": wish["purchase"], **wish["wish"]}
        if "number" in identity:
            item["office_site_id"] = site(wish["region_id"], identity["number"])
        if "name" in identity:
            item["office_site_name"] = f"office {identity['name']}"
        if "row" in identity:
            item["network_package_id"] = key(identity["row"])
        if "tags" in identity:
            item["tags"] = identity["tags"]
        found.append(item)
    return found


def means(item: Row, found: Any) -> bool:
    if item["region_id"] != found.region_id:
        return False
    if "network_package_id" in item:
        return bool(item["network_package_id"] == found.network_package_id)
    if "office_site_id" in item:
        return bool(item["office_site_id"] == found.office_site_id)
    if "office_site_name" in item:
        number = item["office_site_name"].removeprefix("office ")
        return bool(found.office_site_id == site(item["region_id"], int(number)))
    return bool(item["tags"].items() <= found.tags.items())


def released(runner: Runner) -> Counter[str]:
    calls = runner.emulator.calls
    return Counter(call.params["NetworkPackageId.1"] for call in calls if call.action == DELETE and call.effect)


def judge(
    runner: Runner,
    before: Mapping[str, Any],
    wanted: Sequence[Row],
    task: Row,
    result: Row,
    statuses: Sequence[str] = ("InUse",),
) -> None:
    """Check that nothing was released but what may be, whatever happened and whatever is told."""
    gone = released(runner)
    assert sum(gone.values()) <= task["max_releases"]
    for name, times in gone.items():
        assert times == 1
        found = before[name]
        meant = [item for item in wanted if means(item, found)]
        assert found.pay_type == "PostPaid" or found.business_status == "Expired"
        assert all(item.get("state") == "absent" for item in meant)
        if not meant:
            assert task["undeclared"] == "release"
            assert found.network_package_status in statuses
            assert task["undeclared_tags"].items() <= found.tags.items()
    told = {entry["network_package_id"] for entry in result.get("undeclared", ()) if entry["released"]}
    assert told <= set(gone)
    assert runner.leaked() == []


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(rows, items, tasks)
def test_only_what_nobody_means_is_released(have: list[Row], wishes: list[Row], task: dict[str, Any]) -> None:
    runner, wanted = account(have), listed(wishes)
    before = deepcopy(runner.emulator.packages)
    options = {"network_packages": wanted, **task}
    foretold = runner.network_packages(check_mode=True, **options)
    assert runner.writes() == []
    done = runner.network_packages(**options)
    judge(runner, before, wanted, task, done)
    for name in ("failed", "changed", "actions", "diff"):
        assert foretold.get(name) == done.get(name), name
    assert [(entry["network_package_id"], entry["released"]) for entry in foretold.get("undeclared", ())] == [
        (entry["network_package_id"], entry["released"]) for entry in done.get("undeclared", ())
    ]
    if "failed" in done:
        assert runner.writes() == []
        return
    writes = len(runner.writes())
    # What was being created is in use by then, and may be released.
    under_way = any(row["status"] == "Creating" for row in have)
    again = runner.network_packages(**options)
    if not under_way and task["wait"]:
        assert ("failed" in again, again.get("changed")) == (False, False)
        assert len(runner.writes()) == writes
        assert not [entry for entry in again.get("undeclared", ()) if entry["released"]]
    judge(runner, before, wanted, {**task, "max_releases": 2 * task["max_releases"]}, again, ("InUse", "Creating"))


FAULTS = [
    *((when, fault) for fault in UNCLEAR for when in ("before", "after")),
    *(("before", fault) for fault in (*PROVES_NOTHING_HAPPENED, *FINAL)),
    ("before", {"kind": "not_documented"}),
]


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(rows, items, tasks, st.lists(st.tuples(_any(FAULTS), st.integers(0, 9)), min_size=1, max_size=2))
def test_no_fault_at_any_call_releases_anything_else(
    have: list[Row], wishes: list[Row], task: dict[str, Any], faults: list[Any]
) -> None:
    runner, wanted = account(have), listed(wishes)
    before = deepcopy(runner.emulator.packages)
    options = {"network_packages": wanted, **task}
    for (when, fault), skip in faults:
        runner.emulator.faults.add(Fault(when=when, skip=skip, **fault))
    done = runner.network_packages(settle_timeout=10, wait_timeout=60, **options)
    judge(runner, before, wanted, task, done)
    took_effect = Counter(call.action for call in runner.emulator.calls if call.effect)
    told = Counter(done.get("actions", ()))
    entries = [*done.get("results", ()), *done.get("undeclared", ())]
    unknown = sum(bool(entry.get("outcome_unknown")) for entry in entries)
    assert not told - took_effect
    assert sum((took_effect - told).values()) <= unknown
    assert bool(done.get("changed")) is bool(told or unknown)


@pytest.mark.parametrize("call", range(12))
@pytest.mark.parametrize(("when", "fault"), FAULTS, ids=str)
def test_a_fault_at_each_call_loses_nothing(call: int, when: str, fault: dict[str, Any]) -> None:
    """A purchase, a change, a release that is declared, and two that are not: whatever fails, the next run ends it."""
    runner = Runner()
    for number in range(5):
        runner.emulator.add_office_site(site(REGION, number))
    for number in range(1, 5):
        runner.emulator.add_package(**package(site(REGION, number), key(number)))
    wanted = [
        {"office_site_id": site(REGION, 0), "bandwidth": 10},
        {"office_site_id": site(REGION, 1), "bandwidth": 20},
        {"office_site_id": site(REGION, 2), "state": "absent"},
    ]
    task: dict[str, Any] = {"network_packages": wanted, "undeclared": "release", "max_releases": 3, "concurrency": 1}
    runner.emulator.faults.add(Fault(when=when, skip=call, **fault))
    first = runner.network_packages(settle_timeout=10, **task)
    runner.emulator.faults.clear()
    second = runner.network_packages(**task)
    assert "failed" not in second, second["msg"]
    assert runner.network_packages(**task)["changed"] is False
    assert released(runner) == Counter([key(2), key(3), key(4)])
    assert runner.emulator.effects(CREATE) == 1
    told = [
        entry["network_package_id"]
        for run in (first, second)
        for entry in run.get("undeclared", ())
        if entry["released"]
    ]
    unknown = sum(bool(entry.get("outcome_unknown")) for entry in first.get("undeclared", ()))
    assert len(told) + unknown >= 2 and len(set(told)) == len(told)
