# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The invariants for lists: mixed items, threads, faults over any of the calls."""

from __future__ import annotations

import random
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.orders import Create
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner
from .scenarios import CREATE, DELETE, INPUT, MODIFY, SCENARIOS, Scenario, package, subscription

TEN = "10 Mbit/s PostPaid PayByTraffic"
TASK_LEVEL = ("retry_delay", "estimate_cost", "max_cost", "bss_endpoint")
SAME = [row for row in SCENARIOS if row not in INPUT]


def site(number: int) -> str:
    return f"{REGION}+dir-{number:04d}"


def fleet(runner: Runner, items: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    return runner.network_packages(network_packages=items, **options)


@pytest.mark.parametrize("row", SAME, ids=[row.name for row in SAME])
@pytest.mark.parametrize("check_mode", [False, True], ids=["real", "check"])
def test_a_list_of_one_is_the_single_module(row: Scenario, check_mode: bool) -> None:
    single_runner, list_runner = row.runner(), row.runner()
    single = row.run(single_runner, check_mode)
    desired = {**row.desired, **({"pending_order_id": list_runner.pending_order_id} if row.order else {})}
    task = {name: desired.pop(name) for name in TASK_LEVEL if name in desired}
    many = fleet(list_runner, [desired], check_mode=check_mode, **task)
    # Prices are asked for on threads, in no order.
    assert list_runner.emulator.summary() == single_runner.emulator.summary()
    assert list_runner.writes() == single_runner.writes()
    assert list_runner.warnings == single_runner.warnings
    if "results" not in many:
        # Nothing was begun.
        assert many["failed"] and single["failed"] and "changed" not in single
        assert single["msg"] in many["msg"].replace("network_packages[0]", "")
        return
    (one,) = many["results"]
    assert one.get("failed") == single.get("failed")
    if "failed" not in single:
        # What an unchanged item leaves out is empty.
        empty = {} if single["changed"] else {"order_ids": [], "notes": [], "payment_pending": False}
        empty = {**empty, "cost": []} if "cost" in single and not single["changed"] else empty
        assert {**empty, **one, "diff": None} == {**single, "diff": None}
        assert ("diff" in one) is single["changed"]
        assert many["changed"] is single["changed"] and many["actions"] == single["actions"]


def mixture(seed: int, size: int = 12) -> tuple[Runner, list[dict[str, Any]], list[tuple[str, ...]]]:
    """Return a region, a list of items and the actions that each of them needs."""
    dice = random.Random(seed)
    runner = Runner(seed=seed)
    items: list[dict[str, Any]] = []
    actions: list[tuple[str, ...]] = []
    for number in range(size):
        here = {"office_site_id": site(number)}
        runner.emulator.add_office_site(site(number))
        kind = dice.choice(("buy", "rebuy", "resize", "keep", "release", "gone"))
        if kind == "rebuy":
            runner.emulator.add_package(**package(site(number), f"np-{number}", network_package_status="Releasing"))
        elif kind in ("resize", "keep", "release"):
            runner.emulator.add_package(**package(site(number), f"np-{number}"))
        desired = {"state": "absent"} if kind in ("release", "gone") else {"bandwidth": 20 if kind == "resize" else 10}
        items.append({**here, **desired})
        needs = {"buy": (CREATE,), "rebuy": (CREATE,), "resize": (MODIFY,), "release": (DELETE,)}
        actions.append(needs.get(kind, ()))
    return runner, items, actions


def test_mixtures_hold_every_kind() -> None:
    kinds = {actions for seed in range(20) for actions in mixture(seed)[2]}
    assert kinds == {(), (CREATE,), (MODIFY,), (DELETE,)}


@pytest.mark.parametrize("seed", range(60))
def test_mixed_items_converge_in_parallel(seed: int) -> None:
    runner, items, actions = mixture(seed)
    foretold = fleet(runner, items, check_mode=True)
    assert runner.writes() == []
    done = fleet(runner, items, concurrency=2 + seed % 7)
    assert "failed" not in done, done
    assert [tuple(result["actions"]) for result in done["results"]] == actions
    assert [result["actions"] for result in foretold["results"]] == [result["actions"] for result in done["results"]]
    assert (foretold["changed"], foretold["diff"]) == (done["changed"], done["diff"])
    assert sorted(call.action for call in runner.emulator.calls if call.effect) == sorted(sum(actions, ()))
    again = fleet(runner, items, concurrency=2 + seed % 7)
    assert (again["changed"], again["actions"], again["diff"]) == (False, [], {"prepared": ""})
    assert [result["network_package"] for result in again["results"]] == [
        result["network_package"] for result in done["results"]
    ]
    assert runner.leaked() == []


KINDS = ("throttle", "reset", "hang", "html", "empty", "truncated", "redirect", "error")


def strew_faults(runner: Runner, seed: int) -> None:
    dice = random.Random(seed)
    for _fault in range(6):
        kind = dice.choice(KINDS)
        more: dict[str, Any] = {}
        if kind == "error":
            more["code"] = dice.choice(("InternalError", "RISK.RISK_CONTROL_REJECTION"))
            more["status"] = 500 if more["code"] == "InternalError" else 400
        final = more.get("status") == 400 or kind == "throttle"
        runner.emulator.faults.add(
            Fault(
                kind=kind,
                action=dice.choice((CREATE, MODIFY, DELETE, None)),
                when="before" if final else dice.choice(("before", "after")),
                skip=dice.randrange(4),
                **more,
            )
        )


@pytest.mark.parametrize("seed", range(200))
def test_nothing_is_bought_twice_whatever_fails(seed: int) -> None:
    runner, items, actions = mixture(seed)
    strew_faults(runner, seed)
    first = fleet(runner, items, concurrency=2 + seed % 7)
    assert_truth(runner, first)
    runner.emulator.faults.clear()
    second = fleet(runner, items, concurrency=2 + seed % 7)
    assert "failed" not in second, second["msg"]
    assert fleet(runner, items)["changed"] is False
    assert sorted(call.action for call in runner.emulator.calls if call.effect) == sorted(sum(actions, ()))
    live = [str(package.office_site_id) for package in runner.emulator.packages.values()]
    assert sorted(live) == sorted(item["office_site_id"] for item in items if "state" not in item)
    assert runner.leaked() == []


def assert_truth(runner: Runner, result: dict[str, Any]) -> None:
    """What a run tells is what took effect; what it cannot know it calls unknown."""
    took_effect = [call.action for call in runner.emulator.calls if call.effect]
    if "results" not in result:
        assert result["failed"] and took_effect == []
        return
    told = [action for item in result["results"] for action in item["actions"]]
    unknown = [item for item in result["results"] if item.get("outcome_unknown")]
    assert result["actions"] == told
    assert len(told) <= len(took_effect) <= len(told) + len(unknown)
    assert result["changed"] is bool(told or unknown)
    assert bool(result.get("failed")) is any(item.get("failed") for item in result["results"])


def test_one_failure_stops_no_other() -> None:
    runner = Runner()
    items = [{"office_site_id": site(number), "bandwidth": 10} for number in range(5)]
    for number in range(5):
        runner.emulator.add_office_site(site(number))
    refusal = Fault(kind="error", action=CREATE, code="RISK.RISK_CONTROL_REJECTION", status=400, skip=2)
    runner.emulator.faults.add(refusal)
    result = fleet(runner, items, concurrency=1)
    assert result["failed"] and result["changed"]
    assert [item.get("failed", False) for item in result["results"]] == [False, False, True, False, False]
    assert "1 of 5 network packages failed: network_packages[2]" in result["msg"]
    bad = result["results"][2]
    assert (bad["code"], bad["action"], bad["changed"]) == ("RISK.RISK_CONTROL_REJECTION", CREATE, False)
    assert runner.emulator.effects(CREATE) == 4


def test_a_defect_in_one_item_loses_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = Runner()
    for number in range(3):
        runner.emulator.add_office_site(site(number))
    bought = Create.finished

    def broken(self: Create, receipt: Any) -> Any:
        if self.desired.office_site_id == site(1):
            raise KeyError("a defect")
        return bought(self, receipt)

    monkeypatch.setattr(Create, "finished", broken)
    result = fleet(runner, [{"office_site_id": site(number), "bandwidth": 10} for number in range(3)])
    assert [item.get("failed", False) for item in result["results"]] == [False, True, False]
    assert "unexpected KeyError" in result["msg"]
    assert [item["actions"] for item in result["results"]] == [[CREATE]] * 3
    assert result["results"][1]["network_package"]["network_package_id"] in runner.emulator.packages


def test_polls_grow_with_hundreds_not_with_items() -> None:
    def polls(size: int) -> int:
        runner = Runner()
        for number in range(size):
            runner.emulator.add_office_site(site(number))
        result = fleet(runner, [{"office_site_id": site(n), "bandwidth": 10} for n in range(size)], concurrency=8)
        assert "failed" not in result
        return runner.emulator.count("DescribeNetworkPackages")

    few, many = polls(10), polls(400)
    assert many <= 1 + (few - 1) * 4 + 2


def test_an_unchanged_thousand_costs_ten_calls() -> None:
    runner = Runner()
    for number in range(1000):
        runner.emulator.add_package(**package(site(number), f"np-{number:04d}"))
    result = fleet(runner, [{"office_site_id": site(number), "bandwidth": 10} for number in range(1000)])
    assert result["changed"] is False
    assert [call.action for call in runner.emulator.calls] == ["DescribeNetworkPackages"] * 10


def test_awx_keeps_the_result_of_a_thousand_office_networks() -> None:
    """AWX drops a result of more than 700,000 characters; ansible-runner counts those of its Python form."""
    runner = Runner()
    for number in range(1000):
        runner.emulator.add_office_site(site(number), name=f"office number {number}")
        runner.emulator.add_package(**package(site(number), f"np-{number:017d}", tags={"team": "platform"}))
    same = [{"office_site_id": site(number), "bandwidth": 10} for number in range(1000)]
    assert len(str(fleet(runner, same))) < 700_000
    other = [{**item, "bandwidth": 20} for item in same[:300]]
    changed = fleet(runner, other, estimate_cost=True)
    assert len(changed["actions"]) == 300
    assert len(str(changed)) < 700_000


def test_an_empty_list_asks_nothing() -> None:
    runner = Runner()
    result = fleet(runner, [])
    assert (result["changed"], result["results"], result["actions"]) == (False, [], [])
    assert runner.emulator.calls == []


def test_ten_thousand_items_are_planned() -> None:
    runner = Runner()
    items = [{"office_site_id": site(number), "bandwidth": 10} for number in range(10000)]
    for number in range(10000):
        runner.emulator.add_office_site(site(number))
    for number in range(0, 10000, 2):
        runner.emulator.add_package(**package(site(number), f"np-{number:05d}"))
    result = fleet(runner, items, check_mode=True)
    assert result["actions"] == [CREATE] * 5000


BAD: tuple[tuple[list[dict[str, Any]], str], ...] = (
    ([{"bandwidth": 10}], r"network_packages[0]: no package is identified"),
    ([{"office_site_id": site(1), "bandwith": 10}], "bandwith"),
    ([{"office_site_id": site(1), "bandwidth": 1}], f"network_packages[0] ({site(1)}): bandwidth: 1 is not allowed"),
    ([{"office_site_id": site(1)}, {"office_site_id": site(1)}], "network_packages[1] ("),
    ([{"network_package_id": "np-1"}, {"network_package_id": "np-1"}], "mean one package: network_package_id np-1"),
    ([{"office_site_name": "x"}, {"office_site_name": "x"}], "mean one package: office_site_name x"),
    ([{"tags": {"a": "b"}}, {"tags": {"a": "b", "c": "d"}}], "mean one package: a package with the tags of one"),
    ([{"office_site_id": site(1), "tags": {"a": True}}], f"network_packages[0] ({site(1)}): tags"),
    (
        [{"office_site_id": site(1), "bandwidth": 1}, {"office_site_id": site(2), "period": 9, "pay_type": "PrePaid"}],
        f"network_packages[1] ({site(2)}): period: 9",
    ),
)


@pytest.mark.parametrize(("items", "message"), BAD, ids=[message for _items, message in BAD])
def test_bad_items_fail_before_any_call(items: list[dict[str, Any]], message: str) -> None:
    runner = Runner()
    result = fleet(runner, items)
    assert result["failed"] and message in result["msg"], result["msg"]
    assert runner.emulator.calls == []


@pytest.mark.parametrize("concurrency", [0, -1, 101])
def test_bad_concurrency(concurrency: int) -> None:
    runner = Runner()
    result = fleet(runner, [{"office_site_id": site(1), "bandwidth": 10}], concurrency=concurrency)
    assert f"concurrency: {concurrency} is not allowed; 1 to 100" in result["msg"]
    assert runner.emulator.calls == []


def test_two_identities_of_one_plan_are_found_out_before_any_write() -> None:
    runner = Runner()
    runner.emulator.add_package(**package(site(1), "np-1"))
    result = fleet(runner, [{"office_site_id": site(1), "bandwidth": 20}, {"network_package_id": "np-1"}])
    assert "mean one package: network package np-1" in result["msg"]
    assert runner.writes() == []


def test_moving_to_an_office_network_that_another_item_buys_for() -> None:
    runner = Runner()
    runner.emulator.add_package(**package(site(1), "np-1"))
    runner.emulator.add_office_site(site(2))
    items: list[dict[str, Any]] = [
        {"network_package_id": "np-1", "office_site_id": site(2)},
        {"office_site_id": site(2), "bandwidth": 20},
    ]
    result = fleet(runner, items)
    assert f"mean one package: office network {site(2)}" in result["msg"]
    assert runner.writes() == []


def test_one_wrong_item_among_500_writes_nothing() -> None:
    runner = Runner()
    items: list[dict[str, Any]] = [{"office_site_id": site(number), "bandwidth": 10} for number in range(500)]
    runner.emulator.add_package(**subscription(site=site(321), key="np-321"))
    items[321]["pay_type"] = "PostPaid"
    result = fleet(runner, items)
    assert f"network_packages[321] ({site(321)}): pay_type: PostPaid is desired" in result["msg"]
    assert runner.writes() == []


def test_the_ceiling_holds_for_the_sum() -> None:
    runner = Runner()
    for number in range(3):
        runner.emulator.add_office_site(site(number))
    items = [{"office_site_id": site(number), "bandwidth": 10} for number in range(3)]
    result = fleet(runner, items, max_cost=0.29)
    assert "cost 0.3 CNY, more than the 0.29 allowed" in result["msg"]
    assert runner.writes() == []
    assert len(result["cost"]) == 3
    assert "failed" not in fleet(runner, items, max_cost=0.3)
    # One question serves equal orders.
    assert runner.emulator.count("DescribePrice") == 2


def test_the_diff_has_one_line_for_each_change() -> None:
    runner = Runner()
    runner.emulator.add_office_site(site(0))
    runner.emulator.add_package(**package(site(1), "np-1"))
    runner.emulator.add_package(**package(site(2), "np-2"))
    items = [{"office_site_id": site(number), "bandwidth": 20 - 10 * (number == 2)} for number in range(3)]
    diff = fleet(runner, items, check_mode=True, estimate_cost=True)["diff"]
    assert diff["prepared"].splitlines() == [
        "1 to buy, 1 to change, 1 unchanged; cost 0.4 CNY per hour",
        f"{site(0)} ({REGION}): none → 20 Mbit/s PostPaid PayByTraffic, 0.2 CNY for 1 Hour",
        f"{site(1)} ({REGION}): np-1 {TEN} → 20 Mbit/s PostPaid PayByTraffic, 0.2 CNY for 1 Hour",
    ]


def test_the_diff_says_where_a_plan_moves() -> None:
    runner = Runner()
    runner.emulator.add_package(**package(site(1), "np-1"))
    runner.emulator.add_office_site(site(2))
    diff = fleet(runner, [{"network_package_id": "np-1", "office_site_id": site(2)}], check_mode=True)["diff"]
    assert diff["prepared"].splitlines() == [
        "1 to change, 0 unchanged",
        f"{site(2)} ({REGION}): np-1 {TEN} at {site(1)} → {TEN} at {site(2)}",
    ]


@pytest.mark.parametrize("after", [0, 1, 3, 7])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_signal_stops_new_writes_and_loses_nothing(after: int, concurrency: int) -> None:
    runner = Runner()
    for number in range(20):
        runner.emulator.add_office_site(site(number))
    runner.stopping = lambda: runner.emulator.effects() >= after
    items = [{"office_site_id": site(number), "bandwidth": 10} for number in range(20)]
    result = fleet(runner, items, concurrency=concurrency)
    assert result["failed"]
    effects = runner.emulator.effects(CREATE)
    assert after <= effects <= after + concurrency
    if after == 0:
        assert "asked to stop" in result["msg"] and effects == 0
        return
    told = [item for item in result["results"] if item["actions"] == [CREATE]]
    assert len(told) == effects
    assert all(item["network_package"]["network_package_id"] in runner.emulator.packages for item in told)
    assert all("asked to stop" in item["msg"] for item in result["results"])


def test_a_lost_answer_is_settled_after_a_signal() -> None:
    runner = Runner()
    runner.emulator.add_office_site(site(0))
    runner.emulator.faults.add(Fault(kind="reset", when="after", action=CREATE))
    runner.stopping = lambda: runner.emulator.effects() >= 1
    result = fleet(runner, [{"office_site_id": site(0), "bandwidth": 10}])
    (item,) = result["results"]
    assert item["failed"] and item["actions"] == [CREATE]
    assert item["network_package"]["network_package_id"] in runner.emulator.packages
