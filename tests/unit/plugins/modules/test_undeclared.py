# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody declared: reported or released, and never what an item means."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from ansible_collections.alicloud.ecd.tests.emulator import Fault

from .runner import REGION, Runner
from .scenarios import BIND, CREATE, DELETE, FREE, MODIFY, NAMES, A, B, C, D, package, subscription
from .stories import BOTH_MODES, LIST, SITES, account, after, another, before, failed, ok, warned

OTHER = "cn-shanghai"
HERE: dict[str, Any] = {"office_site_id": A, "bandwidth": 10}
GOING: dict[str, Any] = {"undeclared": "release", "max_releases": 9}


def sweep(
    runner: Runner, *items: dict[str, Any], mode: str = "release", check_mode: bool = False, **task: Any
) -> dict[str, Any]:
    """Run the list; all that nobody declared is to be released unless ``mode`` says otherwise."""
    limit = {"max_releases": 9} if mode == "release" else {}
    options = {"network_packages": list(items), "undeclared": mode, **limit, **task}
    return runner.network_packages(check_mode=check_mode, **options)


def found(result: dict[str, Any]) -> dict[str, bool]:
    return {entry["network_package_id"]: entry["released"] for entry in result["undeclared"]}


def kept(runner: Runner) -> list[str]:
    """Return the packages that are there, and not being released."""
    packages = runner.emulator.packages.items()
    return sorted(key for key, entry in packages if entry.network_package_status in ("Creating", "InUse"))


def offices(*more: dict[str, Any], **emulator: Any) -> Runner:
    """Return an account with a package for A, which tests declare, and one for B, which nobody declares."""
    return account(package(A, "np-a"), package(B, "np-b"), *more, **emulator)


def change(runner: Runner, **fields: Any) -> None:
    """Change what nobody declares by hand."""
    runner.emulator.change_package("np-b", **fields)


# --- what is reported


@BOTH_MODES
def test_report_lists_what_no_item_means_and_changes_nothing(check_mode: bool) -> None:
    runner = offices(package(None, "np-spare", tags={"team": "x"}))
    result = ok(sweep(runner, HERE, mode="report", check_mode=check_mode))
    assert found(result) == {"np-b": False, "np-spare": False}
    assert (result["changed"], result["actions"], runner.writes(), runner.warnings) == (False, [], [], [])
    assert [entry["region_id"] for entry in result["undeclared"]] == [REGION, REGION]
    listed = {entry["network_package_id"]: entry for entry in runner.network_package_info()["network_packages"]}
    for entry in result["undeclared"]:
        assert {**entry, "released": None} == {**listed[entry["network_package_id"]], "released": None}


def test_the_diff_has_a_line_for_each() -> None:
    result = sweep(offices(), HERE, mode="report")
    assert result["diff"]["prepared"].splitlines() == [
        "1 unchanged, 1 undeclared and kept",
        f"beta ({REGION}): np-b 10 Mbit/s PostPaid PayByTraffic, undeclared",
    ]
    released = sweep(offices(), {**HERE, "bandwidth": 20})
    assert released["diff"]["prepared"].splitlines() == [
        "1 to change, 1 to release, 0 unchanged",
        f"{A} ({REGION}): np-a 10 Mbit/s PostPaid PayByTraffic → 20 Mbit/s PostPaid PayByTraffic",
        f"beta ({REGION}): np-b 10 Mbit/s PostPaid PayByTraffic → none, undeclared",
    ]


@pytest.mark.parametrize("mode", ["ignore", ""])
def test_by_default_nobody_looks(mode: str) -> None:
    runner = offices()
    result = ok(sweep(runner, HERE, mode=mode))
    assert "undeclared" not in result
    assert (result["changed"], result["diff"]) == (False, {"prepared": ""})


def test_report_costs_no_call_and_release_one_listing() -> None:
    calls = {}
    for mode in ("ignore", "report", "release"):
        runner = offices()
        ok(sweep(runner, HERE, mode=mode, check_mode=True))
        calls[mode] = runner.emulator.summary()
    assert calls == {"ignore": {LIST: 1}, "report": {LIST: 1}, "release": {LIST: 2}}


def test_release_lists_once_where_nothing_can_be_released() -> None:
    runner = account(package(A, "np-a"), subscription(site=B, key="np-b"))
    ok(sweep(runner, HERE))
    assert runner.emulator.summary() == {LIST: 1}


def test_a_region_of_ids_is_listed() -> None:
    runner = offices()
    assert found(ok(sweep(runner, {"network_package_id": "np-a"}, mode="report"))) == {"np-b": False}


# --- what is released


@BOTH_MODES
def test_release_releases_what_no_item_means(check_mode: bool) -> None:
    runner = offices(package(None, "np-spare"))
    result = ok(sweep(runner, HERE, check_mode=check_mode))
    assert found(result) == {"np-b": True, "np-spare": True}
    assert (result["changed"], result["actions"]) == (True, [DELETE, DELETE])
    assert kept(runner) == (["np-a", "np-b", "np-spare"] if check_mode else ["np-a"])


def test_a_second_run_is_unchanged() -> None:
    runner = offices()
    ok(sweep(runner, HERE))
    result = ok(sweep(runner, HERE))
    assert (result["changed"], result["undeclared"], result["diff"]) == (False, [], {"prepared": ""})


@pytest.mark.parametrize("task", [{}, {"wait": False}, {"concurrency": 1}], ids=str)
def test_each_release_names_one_package_and_is_waited_for(task: dict[str, Any]) -> None:
    runner = account(package(A, "np-a"), *(package(None, f"np-{number}") for number in range(9)))
    result = ok(sweep(runner, HERE, **task))
    deletes = [call for call in runner.emulator.calls if call.action == DELETE]
    assert sorted(call.params["NetworkPackageId.1"] for call in deletes) == sorted(found(result))
    assert kept(runner) == ["np-a"]


def test_an_expired_subscription_is_released_and_one_that_runs_is_not() -> None:
    over = subscription(site=B, key="np-b", expired_time="2026-01-01T08:00:00Z", business_status="Expired")
    runner = account(package(A, "np-a"), over, subscription(site=C, key="np-c"))
    result = ok(sweep(runner, HERE, defaults={"force": True}))
    assert found(result) == {"np-b": True, "np-c": False}
    assert kept(runner) == ["np-a", "np-c"]
    warned(runner, "np-c", "subscription", "undeclared", "not released", "Unsubscribe")


@pytest.mark.parametrize("status", ["Creating", "Frozen"])
def test_what_is_not_in_use_is_reported_and_not_released(status: str) -> None:
    runner = offices()
    change(runner, network_package_status=status)
    result = ok(sweep(runner, HERE, check_mode=True))
    assert found(result) == {"np-b": False}


@pytest.mark.parametrize("status", ["Releasing", "Released"])
def test_what_is_not_live_is_not_undeclared(status: str) -> None:
    runner = account(package(A, "np-a"), package(B, "np-b", network_package_status=status))
    assert found(ok(sweep(runner, HERE, check_mode=True))) == {}


def test_only_packages_with_all_tags_count() -> None:
    ours = {"team": "workplace", "by": "ansible"}
    runner = account(
        package(A, "np-a", tags=ours),
        package(B, "np-b", tags=ours),
        package(C, "np-c", tags={"team": "workplace"}),
        package(D, "np-d"),
    )
    result = ok(sweep(runner, HERE, undeclared_tags={"team": "workplace", "by": "ansible"}))
    assert found(result) == {"np-b": True}
    assert kept(runner) == ["np-a", "np-c", "np-d"]


# --- what an item means


ABSENT: dict[str, Any] = {"state": "absent"}
MEANT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("id", {"network_package_id": "np-b"}),
    ("site", {"office_site_id": B}),
    ("name", {"office_site_name": "beta"}),
    ("tags", {"tags": {"team": "x"}}),
    ("several tags", {"tags": {"team": "x", "part": "y"}}),
    ("id and a new site", {"network_package_id": "np-b", "office_site_id": C}),
    ("id and no site", {"network_package_id": "np-b", "unbind": True}),
    ("absent by id", {"network_package_id": "np-b", **ABSENT}),
    ("absent by site", {"office_site_id": B, **ABSENT}),
    ("absent by tags", {"tags": {"team": "x"}, **ABSENT}),
    ("resized", {"office_site_id": B, "bandwidth": 20}),
    ("never bought", {"office_site_id": B, "purchase": False}),
)


@pytest.mark.parametrize("item", [item for _name, item in MEANT], ids=[name for name, _item in MEANT])
@pytest.mark.parametrize("mode", ["report", "release"])
def test_what_an_item_means_is_not_undeclared(mode: str, item: dict[str, Any]) -> None:
    runner = account(package(A, "np-a"), package(B, "np-b", tags={"team": "x", "part": "y"}))
    result = ok(sweep(runner, HERE, item, mode=mode))
    assert result["undeclared"] == []


def test_a_package_declared_absent_and_one_that_is_undeclared_are_released_alike() -> None:
    runner = offices(package(C, "np-c"))
    result = ok(sweep(runner, HERE, {"office_site_id": B, **ABSENT}))
    assert (found(result), result["actions"], kept(runner)) == ({"np-c": True}, [DELETE, DELETE], ["np-a"])


def test_what_this_run_buys_and_moves_is_not_undeclared() -> None:
    runner = account(package(A, "np-a"), package(B, "np-b"))
    items = ({"network_package_id": "np-a", "office_site_id": C}, {"office_site_id": D, "bandwidth": 5})
    result = ok(sweep(runner, *items))
    assert found(result) == {"np-b": True}
    # The releases come last.
    assert [action for action in runner.writes() if action != DELETE] == runner.writes()[:-1]
    assert sorted(result["actions"]) == sorted([FREE, BIND, CREATE, DELETE])
    assert ok(sweep(runner, *items))["changed"] is False


def test_an_office_network_is_not_freed_for_an_item_that_moves_there() -> None:
    runner = offices()
    result = failed(sweep(runner, {"network_package_id": "np-a", "office_site_id": B}), "np-b already")
    assert (runner.writes(), "undeclared" in result) == ([], False)


def test_two_packages_that_an_item_may_mean_stop_all() -> None:
    tags = {"team": "x"}
    runner = account(package(A, "np-a", tags=tags), package(B, "np-b", tags=tags), package(C, "np-c"))
    failed(sweep(runner, {"tags": tags}), "np-a, np-b")
    assert runner.writes() == []


@pytest.mark.parametrize(
    "item",
    [{"office_site_id": C, "bandwidth": 10}, {"tags": {"team": "x"}, "bandwidth": 10}],
    ids=["site", "tags"],
)
def test_one_that_is_being_created_and_hides_whose_it_is_is_not_undeclared(item: dict[str, Any]) -> None:
    runner = account(package(A, "np-a"))
    runner.emulator.add_package(**package(None, "np-new", network_package_status="Creating"))
    result = ok(sweep(runner, HERE, {**item, "purchase": False}, mode="report", check_mode=True))
    assert result["undeclared"] == []
    # Where every item has its package, it is nobody's.
    assert found(ok(sweep(runner, HERE, mode="report", check_mode=True))) == {"np-new": False}


def test_an_item_whose_office_network_does_not_exist_stops_the_releases() -> None:
    runner = offices()
    typo = {"office_site_id": B + "x", "purchase": False}
    failed(sweep(runner, HERE, typo), "network_packages[1]", B + "x", "undeclared")
    assert runner.writes() == []
    assert found(ok(sweep(runner, HERE, typo, mode="report"))) == {"np-b": False}
    assert found(ok(sweep(runner, HERE, {"office_site_id": C, "purchase": False}))) == {"np-b": True}


@BOTH_MODES
def test_an_item_whose_tags_match_nothing_stops_the_releases(check_mode: bool) -> None:
    """If they are mistyped, np-b is the package that it means."""
    runner = account(package(A, "np-a"), package(B, "np-b", tags={"team": "x"}))
    typo = {"tags": {"team": "y"}, "purchase": False}
    failed(sweep(runner, HERE, typo, check_mode=check_mode), "network_packages[1]", "team", "'y'", "undeclared")
    assert runner.writes() == []
    assert found(ok(sweep(runner, HERE, typo, mode="report"))) == {"np-b": False}
    assert found(ok(sweep(runner, HERE, {**typo, **ABSENT}))) == {"np-b": True}


# --- limits and input


def test_more_releases_than_allowed_are_named_and_nothing_is_written() -> None:
    for check_mode in (True, False):
        runner = offices(package(C, "np-c"))
        items = [{"office_site_id": D, "bandwidth": 5}, {"office_site_id": A, **ABSENT}]
        failed(
            sweep(runner, *items, max_releases=2, check_mode=check_mode),
            *("max_releases", "3", "np-a", "np-b", "np-c", "alpha", "beta", REGION),
        )
        assert runner.writes() == []
    assert ok(sweep(runner, *items, max_releases=3))["actions"].count(DELETE) == 3


def test_max_releases_holds_for_what_is_declared_absent_alone() -> None:
    runner = offices()
    items = [{"office_site_id": site, **ABSENT} for site in (A, B, C)]
    failed(runner.network_packages(network_packages=items, max_releases=1), "np-a", "np-b")
    assert runner.writes() == []
    ok(runner.network_packages(network_packages=items, max_releases=2))
    assert ok(runner.network_packages(network_packages=items, max_releases=0))["changed"] is False


def test_max_releases_holds_for_all_regions_together() -> None:
    runner = offices()
    runner.emulator.add_package(f"{OTHER}+dir-x", network_package_id="np-x", region_id=OTHER)
    items = [HERE, {"region_id": OTHER, "tags": {"a": "b"}, **ABSENT}]
    failed(sweep(runner, *items, max_releases=1), "np-b", "np-x", OTHER)
    assert found(ok(sweep(runner, *items, max_releases=2))) == {"np-b": True, "np-x": True}


@BOTH_MODES
@pytest.mark.parametrize("task", [{}, {"max_releases": 0}, {"undeclared_tags": {"team": "x"}}], ids=str)
def test_an_empty_list_releases_nothing(task: dict[str, Any], check_mode: bool) -> None:
    """It may be that of a template whose source was empty, and every package would be undeclared."""
    runner = offices()
    failed(sweep(runner, check_mode=check_mode, **task), "network_packages: ", "every network package", "state: absent")
    assert runner.emulator.calls == []


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"undeclared": "release"}, "max_releases is required with undeclared: release"),
    ({"undeclared": "delete"}, "undeclared"),
    ({"max_releases": -1}, "max_releases: -1 is not allowed"),
    ({"max_releases": True}, "max_releases: True is not allowed"),
    ({"max_releases": "many"}, "max_releases"),
    ({**GOING, "undeclared_tags": {"": "x"}}, "undeclared_tags"),
    ({**GOING, "undeclared_tags": {"  ": "x"}}, "undeclared_tags"),
    ({**GOING, "undeclared_tags": {"team": None}}, "undeclared_tags"),
    ({**GOING, "undeclared_tags": {"team": True}}, "undeclared_tags"),
    ({**GOING, "undeclared_tags": {"aliyun-x": "x"}}, "undeclared_tags"),
    ({"undeclared": "report", "network_packages": [], "region_id": ""}, "region_id is required"),
    ({"undeclared": "report", "network_packages": [{"undeclared": "report", **HERE}]}, "undeclared"),
)


@pytest.mark.parametrize(("options", "message"), WRONG, ids=str)
def test_wrong_options_fail_before_any_call(options: dict[str, Any], message: str) -> None:
    runner = offices()
    failed(runner.network_packages(**{"network_packages": [HERE], **options}), message)
    assert runner.emulator.calls == []


def test_a_tag_with_an_empty_value_is_not_any_value() -> None:
    runner = account(package(A, "np-a"), package(B, "np-b", tags={"team": "x"}), package(C, "np-c", tags={"team": ""}))
    assert found(ok(sweep(runner, HERE, undeclared_tags={"team": ""}))) == {"np-c": True}


# --- regions


def regions() -> Runner:
    """Return an account with one package in each of two regions."""
    runner = account(package(A, "np-a"))
    runner.emulator.add_package(f"{OTHER}+dir-x", network_package_id="np-x", region_id=OTHER)
    return runner


def test_an_empty_list_looks_at_the_region_of_the_task() -> None:
    runner = regions()
    assert found(ok(sweep(runner, mode="report"))) == {"np-a": False}


def test_the_regions_of_the_items_the_task_and_the_defaults_are_looked_at() -> None:
    there = {"region_id": OTHER, "tags": {"a": "b"}, "purchase": False}
    assert found(sweep(regions(), there, mode="report")) == {"np-a": False, "np-x": False}
    assert found(sweep(regions(), there, mode="report", region_id="")) == {"np-x": False}
    assert found(sweep(regions(), mode="report", defaults={"region_id": OTHER})) == {"np-x": False}


def test_the_region_of_the_environment_is_not_looked_at_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever exports a region for other tasks does not mean to clear it."""
    monkeypatch.setenv("ALIBABA_CLOUD_REGION_ID", REGION)
    there = {"region_id": OTHER, "tags": {"a": "b"}, **ABSENT}
    assert found(ok(sweep(regions(), there, region_id=""))) == {"np-x": True}
    assert found(ok(sweep(regions(), mode="report", region_id=""))) == {"np-a": False}
    assert found(ok(sweep(regions(), there, {"tags": {"a": "b"}, **ABSENT}, region_id=""))) == {
        "np-a": True,
        "np-x": True,
    }


@BOTH_MODES
def test_a_region_that_cannot_be_read_has_no_undeclared_packages(check_mode: bool) -> None:
    runner = offices(regions=(REGION,))
    result = failed(sweep(runner, HERE, {"region_id": OTHER, **HERE}, check_mode=check_mode), OTHER)
    assert [bool(entry.get("failed")) for entry in result["results"]] == [False, True]
    assert found(result) == {"np-b": True}
    warned(runner, OTHER, "undeclared")


@BOTH_MODES
def test_a_region_without_items_that_cannot_be_read_fails(check_mode: bool) -> None:
    runner = offices(regions=(REGION,))
    result = failed(sweep(runner, {"region_id": REGION, **HERE}, region_id=OTHER, check_mode=check_mode), OTHER)
    assert (found(result), [entry["changed"] for entry in result["results"]]) == ({"np-b": True}, [False])
    warned(runner, OTHER, "undeclared")
    assert result["msg"].startswith("1 of 3 network packages failed: undeclared packages of")


@pytest.mark.parametrize(
    "item", [{"office_site_id": B}, {"network_package_id": "np-b"}, {"office_site_name": "beta"}, {"tags": {"a": "b"}}]
)
def test_an_item_with_a_misspelled_region_keeps_its_package(item: dict[str, Any]) -> None:
    runner = account(package(A, "np-a"), package(B, "np-b", tags={"a": "b"}), regions=(REGION,))
    result = failed(sweep(runner, HERE, {"region_id": "cn-hangzou", **item}), "cn-hangzou")
    assert (result["undeclared"], kept(runner)) == ([], ["np-a", "np-b"])


# --- what happens meanwhile


CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("moved", {"office_site_id": C}),
    ("unbound", {"office_site_id": None}),
    ("tagged", {"tags": {"team": "x"}}),
    ("resized", {"bandwidth": 50}),
    ("frozen", {"network_package_status": "Frozen"}),
)


@pytest.mark.parametrize("fields", [fields for _name, fields in CHANGES], ids=[name for name, _fields in CHANGES])
@pytest.mark.parametrize("skip", [1, 2])
def test_what_is_changed_meanwhile_is_kept(fields: dict[str, Any], skip: int) -> None:
    """Between the two listings, and between the purchase of another item and the release."""
    runner = offices()
    before(runner, LIST, partial(change, runner, **fields), skip=skip)
    result = sweep(runner, HERE, {"office_site_id": D, "bandwidth": 5})
    assert found(result) == {"np-b": False}
    assert "np-b" in runner.emulator.packages
    assert DELETE not in runner.writes()
    if skip == 2:
        failed(result, "np-b", "run again")
    elif fields != {"network_package_status": "Frozen"}:
        warned(runner, "np-b", "do not agree", "not released")


@pytest.mark.parametrize("fields", [fields for _name, fields in CHANGES], ids=[name for name, _fields in CHANGES])
def test_what_is_changed_while_another_item_is_written_is_kept(fields: dict[str, Any]) -> None:
    """Releases rest on what is read after all other writes, however short ago the region was read before."""
    runner = offices()
    before(runner, MODIFY, partial(change, runner, **fields))
    result = failed(sweep(runner, {**HERE, "bandwidth": 20}), "np-b", "run again")
    assert (found(result), runner.writes()) == ({"np-b": False}, [MODIFY])


def test_what_is_gone_meanwhile_is_fine() -> None:
    runner = offices()
    before(runner, DELETE, partial(runner.emulator.remove_package, "np-b"))
    result = ok(sweep(runner, HERE))
    assert (found(result), result["changed"]) == ({"np-b": False}, False)
    assert result["undeclared"][0]["notes"]


def test_what_another_run_moved_to_an_item_is_kept() -> None:
    """The purchase for C is refused, as another run bound np-b to C meanwhile: it is the package of the item now."""
    runner = offices()
    before(runner, CREATE, partial(change, runner, office_site_id=C))
    result = sweep(runner, HERE, {"office_site_id": C, "bandwidth": 10})
    assert "np-b" in kept(runner)
    assert (found(result), DELETE in runner.writes()) == ({"np-b": False}, False)


def test_the_release_of_one_that_fails_stops_no_other() -> None:
    runner = offices(package(C, "np-c"), package(D, "np-d"))
    refusal = Fault(kind="error", action=DELETE, code="RISK.RISK_CONTROL_REJECTION", status=400)
    runner.emulator.faults.add(refusal)
    result = failed(
        sweep(runner, HERE, concurrency=1), "1 of 4 network packages failed: undeclared np-b (beta)", "RISK"
    )
    assert found(result) == {"np-b": False, "np-c": True, "np-d": True}
    entry = result["undeclared"][0]
    assert (entry["failed"], entry["code"]) == (True, "RISK.RISK_CONTROL_REJECTION")
    assert result["actions"] == [DELETE, DELETE]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["reset", "hang", "html", "truncated"])
def test_a_lost_response_to_a_release_is_settled_by_looking(kind: str, when: str) -> None:
    runner = offices()
    runner.emulator.faults.add(Fault(kind=kind, action=DELETE, when=when))
    result = sweep(runner, HERE, settle_timeout=10)
    assert runner.writes() == [DELETE]
    if when == "after":
        ok(result)
        assert (found(result), result["actions"]) == ({"np-b": True}, [DELETE])
        warned(runner, "lost")
    else:
        failed(result, "unknown")
        assert (found(result), result["actions"], result["changed"]) == ({"np-b": False}, [], True)
        assert result["undeclared"][0]["outcome_unknown"] is True


def test_a_stop_signal_releases_nothing() -> None:
    runner = offices()
    runner.stopping = lambda: CREATE in runner.writes()
    result = failed(sweep(runner, HERE, {"office_site_id": C, "bandwidth": 5}), "asked to stop")
    assert (found(result), runner.writes()) == ({"np-b": False}, [CREATE])


def test_what_was_read_long_ago_releases_nothing() -> None:
    """The purchase takes minutes; the releases rest on two listings after it."""
    runner = offices(creating_seconds=300)
    ok(sweep(runner, HERE, {"office_site_id": C, "bandwidth": 5}))
    actions = [call.action for call in runner.emulator.calls]
    last = len(actions) - 1 - actions[::-1].index(CREATE)
    release = actions.index(DELETE)
    assert actions[last + 1 : release].count(LIST) >= 2
    assert actions[release - 2 : release] == [LIST, LIST]
    assert SITES in actions


def test_a_run_on_another_machine_that_bought_meanwhile_is_not_undone() -> None:
    """What was not there when this run planned is not released by it."""
    runner = offices()
    after(runner, 0, lambda: None)
    other = another(runner)
    before(runner, DELETE, lambda: ok(other.network_package(office_site_id=C, bandwidth=10)))
    result = ok(sweep(runner, HERE))
    assert found(result) == {"np-b": True}
    assert len(kept(runner)) == 2


def test_one_listing_that_misses_the_package_of_an_item_releases_nothing_of_it() -> None:
    runner = offices()
    runner.emulator.hide_once("np-a")
    result = ok(sweep(runner, HERE))
    assert (found(result), kept(runner)) == ({"np-b": True}, ["np-a"])


def test_a_release_costs_nothing() -> None:
    result = ok(sweep(offices(), HERE, max_cost=0, estimate_cost=True))
    assert result["actions"] == [DELETE]


def test_a_modification_is_no_release() -> None:
    runner = offices()
    assert ok(sweep(runner, {**HERE, "bandwidth": 20}, max_releases=1))["actions"] == [MODIFY, DELETE]
    assert set(NAMES) == {A, B, C, D}


def test_nothing_is_released_where_what_was_bought_does_not_show_its_tags() -> None:
    """Then no other package shows them for certain, and what an earlier run bought would count as undeclared."""
    runner = account(package(A, "np-a"), package(None, "np-spare", tags={}))

    def lose_tags() -> None:
        for key in list(runner.emulator.packages):
            runner.emulator.change_package(key, tags={})

    after_purchase = partial(before, runner, LIST, lose_tags)
    before(runner, CREATE, after_purchase)
    result = failed(sweep(runner, HERE, {"tags": {"team": "a"}, "bandwidth": 5}), "not settled")
    assert (result["actions"], runner.writes()) == ([CREATE], [CREATE])
    warned(runner, "not released", "network_packages[1]")
