# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Items that depend on each other: contradictions, moves, tags, and lists of 10,000."""

from __future__ import annotations

import time
from typing import Any

import pytest

from .runner import REGION, Runner
from .scenarios import A, B, C, package, subscription
from .stories import BOTH_MODES, BOTH_MODULES, account, failed, live, ok, run

TEAM = {"team": "a"}
GONE: dict[str, Any] = {"state": "absent"}

REFUSED: tuple[tuple[str, list[dict[str, Any]], list[dict[str, Any]]], ...] = (
    (
        "absent by name, present by id of the office network",
        [],
        [{"office_site_name": "alpha", **GONE}, {"office_site_id": A, "bandwidth": 10}],
    ),
    (
        "absent by id of the office network, present by name",
        [],
        [{"office_site_id": A, **GONE}, {"office_site_name": "alpha", "bandwidth": 10}],
    ),
    (
        "absent by name, present by the package's id",
        [package()],
        [{"office_site_name": "alpha", **GONE}, {"network_package_id": "np-a", "bandwidth": 20}],
    ),
    (
        "absent by name, another package moves there",
        [package(B, "np-b")],
        [{"office_site_name": "alpha", **GONE}, {"network_package_id": "np-b", "office_site_id": A}],
    ),
    (
        "by tags, and an office network's item with the same tags",
        [],
        [{"tags": TEAM, "bandwidth": 10}, {"office_site_id": A, "bandwidth": 10, "tags": TEAM}],
    ),
    (
        "by tags, and an office network's item with more tags",
        [],
        [{"tags": TEAM, "bandwidth": 10}, {"office_site_id": A, "bandwidth": 10, "tags": {**TEAM, "x": "y"}}],
    ),
    (
        "absent by tags, and a purchase with these tags",
        [],
        [{"tags": TEAM, **GONE}, {"office_site_id": A, "bandwidth": 10, "tags": TEAM}],
    ),
    (
        "by tags, and the package's office network, which is bought anew",
        [package(tags=TEAM)],
        [{"tags": TEAM, "bandwidth": 10}, {"office_site_name": "alpha", "bandwidth": 10}],
    ),
    (
        "two names of one office network",
        [],
        [{"office_site_name": "alpha", "bandwidth": 10}, {"office_site_id": A, "bandwidth": 10}],
    ),
    (
        "two packages move to one office network",
        [package(), package(B, "np-b")],
        [
            {"network_package_id": "np-a", "office_site_id": C},
            {"network_package_id": "np-b", "office_site_id": C},
        ],
    ),
    (
        "a package moves where another is bought, by id and by name",
        [package(B, "np-b")],
        [{"network_package_id": "np-b", "office_site_name": "alpha"}, {"office_site_id": A, "bandwidth": 10}],
    ),
    (
        "a package that moves away, and its office network's item",
        [package()],
        [{"network_package_id": "np-a", "office_site_id": B}, {"office_site_id": A, "bandwidth": 10}],
    ),
    (
        "a package that is freed, and its office network absent",
        [package()],
        [{"network_package_id": "np-a", "unbind": True}, {"office_site_id": A, **GONE}],
    ),
)
BOTH_ORDERS = pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned"])


def cases(table: tuple[tuple[str, list[dict[str, Any]], list[dict[str, Any]]], ...]) -> Any:
    return pytest.mark.parametrize(("have", "items"), [row[1:] for row in table], ids=[row[0] for row in table])


@cases(REFUSED)
@BOTH_MODES
@BOTH_ORDERS
def test_items_that_contradict_each_other_are_refused_before_any_write(
    have: list[dict[str, Any]], items: list[dict[str, Any]], check_mode: bool, turned: bool
) -> None:
    """(7) nothing is bought first and refused by every later run; the message says that they mean one package."""
    runner = account(*have)
    result = runner.network_packages(check_mode=check_mode, network_packages=items[::-1] if turned else items)
    failed(result, "one package")
    assert runner.writes() == []


OPEN: tuple[tuple[str, list[dict[str, Any]], list[dict[str, Any]]], ...] = (
    (
        "one is released, another moves to its place",
        [package(), package(B, "np-b")],
        [{"network_package_id": "np-a", **GONE}, {"network_package_id": "np-b", "office_site_id": A}],
    ),
    (
        "one is freed, another is bought for its place",
        [package()],
        [{"network_package_id": "np-a", "unbind": True}, {"office_site_id": A, "bandwidth": 20}],
    ),
    (
        "two change places",
        [package(), package(B, "np-b")],
        [{"network_package_id": "np-a", "office_site_id": B}, {"network_package_id": "np-b", "office_site_id": A}],
    ),
    (
        "three in a row",
        [package(), package(B, "np-b")],
        [
            {"network_package_id": "np-a", "office_site_id": B},
            {"network_package_id": "np-b", "office_site_id": C},
        ],
    ),
    (
        "by tags, and another office network's package that bears them too",
        [package(tags=TEAM), package(None, "np-spare")],
        [{"tags": TEAM, "bandwidth": 20}, {"network_package_id": "np-spare", "office_site_id": B}],
    ),
    (
        "released by tags, moved there by id",
        [package(tags=TEAM), package(B, "np-b")],
        [{"tags": TEAM, **GONE}, {"network_package_id": "np-b", "office_site_id": A}],
    ),
    (
        "released by id, bought by its office network",
        [package()],
        [{"network_package_id": "np-a", **GONE}, {"office_site_id": A, "bandwidth": 20}],
    ),
)


@cases(OPEN)
@BOTH_ORDERS
@pytest.mark.parametrize("concurrency", [1, 4])
def test_items_that_meet_are_refused_or_settle(
    have: list[dict[str, Any]], items: list[dict[str, Any]], turned: bool, concurrency: int
) -> None:
    """(7) may be refused before any write; else it is done, and the second run is unchanged."""
    runner = account(*have)
    items = items[::-1] if turned else items
    result = runner.network_packages(network_packages=items, concurrency=concurrency)
    if result.get("failed"):
        assert runner.writes() == []
        return
    before = len(runner.writes())
    assert ok(runner.network_packages(network_packages=items))["changed"] is False
    assert len(runner.writes()) == before


NOWHERE = pytest.mark.parametrize(
    "target", [{"office_site_id": f"{B}-typo"}, {"office_site_id": "beta"}, {"office_site_name": "betta"}], ids=str
)


@NOWHERE
@BOTH_MODULES
@BOTH_MODES
def test_a_move_to_nowhere_takes_no_office_network_offline(how: str, check_mode: bool, target: dict[str, Any]) -> None:
    """(12) the target must exist before the package is taken from the old one."""
    runner = account(package())
    failed(run(runner, how, check_mode, network_package_id="np-a", **target), next(iter(target.values())))
    assert runner.writes() == []
    assert live(runner, A) == ["np-a"]


def test_a_move_to_an_office_network_of_another_region_takes_none_offline() -> None:
    """(12) it exists, but elsewhere."""
    runner = account(package())
    runner.emulator.add_office_site("cn-shanghai+dir-z", name="zeta", region_id="cn-shanghai")
    failed(runner.network_package(network_package_id="np-a", office_site_id="cn-shanghai+dir-z"), "cn-shanghai")
    assert runner.writes() == []


def test_a_move_to_nowhere_among_others_names_its_item() -> None:
    """(12) the wrong target of one item is named, and nothing was taken offline."""
    runner = account(package(), package(B, "np-b"))
    items = [
        {"network_package_id": "np-b", "office_site_id": C},
        {"network_package_id": "np-a", "office_site_id": "cn-hangzhou+dir-typo"},
    ]
    failed(runner.network_packages(network_packages=items), "cn-hangzhou+dir-typo")
    assert live(runner, A) == ["np-a"]


SECONDS = 15


def timed(runner: Runner, items: list[dict[str, Any]], check_mode: bool = True) -> dict[str, Any]:
    # Of the processor: the machine may do other things.
    begin = time.process_time()
    result = runner.network_packages(check_mode=check_mode, network_packages=items)
    assert time.process_time() - begin < SECONDS
    return result


@pytest.mark.parametrize("common", [{}, {"team": "a"}], ids=["distinct", "one tag in common"])
def test_ten_thousand_items_by_tags_are_not_quadratic(common: dict[str, str]) -> None:
    """(polish) 10,000 items by tags are planned within seconds."""
    runner = Runner()
    items = [{"tags": {"number": str(number), **common}, "bandwidth": 5} for number in range(10000)]
    for number in range(0, 10000, 2):
        key = f"np-{number}"
        runner.emulator.add_package(**package(None, key, bandwidth=5, tags={"number": str(number), **common}))
    assert len(ok(timed(runner, items))["actions"]) == 5000


def test_ten_thousand_items_by_tags_are_refused_in_seconds_too() -> None:
    """(polish) the twin is the last of 10,000."""
    runner = Runner()
    items = [{"tags": {"number": str(number)}, "bandwidth": 5} for number in range(9999)]
    failed(timed(runner, [*items, {"tags": {"number": "0", "x": "y"}, "bandwidth": 5}]), "one package")
    assert runner.emulator.calls == []


def test_ten_thousand_mixed_items_are_not_quadratic() -> None:
    """(polish) moves, releases, purchases and tags together."""
    runner = Runner()
    items: list[dict[str, Any]] = []
    for number in range(2500):
        here, there = f"{REGION}+dir-h{number}", f"{REGION}+dir-t{number}"
        runner.emulator.add_package(**package(here, f"np-{number}"))
        for site in (there, f"{REGION}+dir-b{number}"):
            runner.emulator.add_office_site(site)
        items += [
            {"network_package_id": f"np-{number}", "office_site_id": there},
            {"office_site_id": f"{REGION}+dir-b{number}", "bandwidth": 10},
            {"tags": {"number": str(number)}, "bandwidth": 5},
            {"office_site_id": f"{REGION}+dir-g{number}", **GONE},
        ]
    assert len(ok(timed(runner, items))["actions"]) == 10000


@pytest.mark.parametrize(
    "tags", [{1: "a", "1": "b"}, {1: "a", "1": "a"}, {True: "a", "True": "b"}, {1.5: "a", "1.5": "b"}], ids=str
)
@BOTH_MODULES
def test_two_keys_that_become_one_text_are_refused(how: str, tags: dict[Any, str]) -> None:
    """(polish) one of the two tags would be lost: refused before any call."""
    runner = account()
    failed(run(runner, how, office_site_id=A, bandwidth=10, tags=tags), "tags")
    assert runner.emulator.calls == []


def test_two_keys_that_become_one_text_among_the_defaults() -> None:
    """(polish) the same in defaults."""
    runner = account()
    items = [{"office_site_id": A, "bandwidth": 10}]
    failed(runner.network_packages(network_packages=items, defaults={"tags": {1: "a", "1": "b"}}), "tags")
    assert runner.emulator.calls == []


def test_a_subscription_that_is_kept_is_not_bought_for() -> None:
    """(7) absent is refused for one item (an unexpired subscription): nothing of the others is bought before."""
    runner = account(subscription())
    items = [{"office_site_id": A, **GONE}, {"office_site_id": B, "bandwidth": 10}]
    failed(runner.network_packages(network_packages=items), "np-a")
    assert runner.writes() == []
